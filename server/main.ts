import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { renderToStaticMarkup } from 'react-dom/server'
import { application } from '@/api'
import { untilDone } from '@/core/after-response'
import { cacheChannel } from '@/core/cache-tags'
import { readOnlyWhy } from '@/core/database-error'
import { drawWith } from '@/core/draw'
import { databaseEnv, readEnv } from '@/core/env'
import { keepNoHtml } from '@/core/kept-html'
import { keepNoReads } from '@/core/kept-reads'
import { nameNode } from '@/core/node-name'
import { operatorSentence } from '@/core/operator-sentence'
import { siteOrigin, siteOrigins } from '@/core/origin'
import { readOnlyTag } from '@/core/read-only'
import { scriptNames } from '@/core/script'
import { adminCommand } from '@/core/site'
import { isReachable } from '@/core/ssh-door'
import { closePool } from '@/db'
import { type Embedded, startEmbedded } from '@/db/embedded'
import { postgresMajor } from '@/db/embedded/binaries'
import { refuseOtherMajor } from '@/db/embedded/majors'
import { keepReserve } from '@/db/embedded/reserve'
import { onInvalidate } from '@/db/invalidate'
import { migrateDatabase } from '@/db/migrate'
import { pgDumpFor } from '@/db/pg-tools'
import { followReplica } from '@/db/replica'
import { readJournal } from '@/db/schema-state'
import { makePushKeys, sharePushKeys } from '@/lib/delivery'
import { closeSharedStore, sharedStore } from '@/lib/rate-limit'
import { rememberOrigin } from '@/lib/setting'
import { seedIfEmpty } from '@/lib/starter'
import { sendFrontKeys } from './cache/front-keys'
import { FrontCache } from './front-cache'
import { hearInvalidations } from './hearing'
import { handle } from './http/handle'
import { inlineStyle } from './http/inline-style'
import { expectProxyHeaders } from './http/proxy-protocol'
import { contentHash, Statics } from './http/static'
import type { Listener } from './http/uncached-response'
import { answerUnreadable } from './http/unreadable'
import { claimIfPossible } from './instance'
import { startJobs } from './jobs'
import { type Keeper, keepRunning } from './keep-running'
import { setUpLog } from './log'
import { buildName, builtFiles } from './next/markup'
import { startNext } from './next/pages'
import { quietErrors } from './quiet-errors'
import { authSecret } from './secret'
import { Site } from './site'
import { openForSsh } from './ssh/start'
import { countRunning, stopOnSignal } from './stop'
import { startTracing } from './tracing'
import { watchWrites } from './watch-writes'

const say = (line: string) => console.log(line)

/** Listens, or rejects with the reason. */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_\w+|EINVAL)$/.test(error.code ?? '')) {
        const shown = JSON.stringify(host)
        reject(new Error(`HOST is ${shown}, but must be an address of this machine (${error.code}).`))
      }
      const why =
        error.code === 'EADDRINUSE'
          ? 'another program uses it'
          : error.code === 'EACCES'
            ? 'this user can’t use it'
            : error.message
      reject(
        new Error(
          `PORT is ${port}, but on ${host} ${why}. Set PORT to ${error.code === 'EACCES' ? 'one from 1024 up, e.g. PORT=3000' : `a free one, e.g. PORT=${port + 1}`} npm start.`,
        ),
      )
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

async function main(): Promise<void> {
  // Otherwise V8 lets the heap grow to several times what lives in it, as long as the machine has memory.
  setFlagsFromString('--heap-growing-percent=30')
  quietErrors()
  const began = Date.now()
  const dev = process.argv.includes('--dev')
  const env = readEnv()
  setUpLog(env.logJson, env.slowStatementMs)
  const tracing = await startTracing(env.traceAs)
  const release = claimIfPossible(
    env.dataDir,
    `${siteOrigin({ ...env, siteUrl: null }, env.port)}/`,
    !env.databaseUrl,
    console.error,
  )
  let embedded: Embedded | null = null
  let keeper: Keeper | null = null
  const server = createServer({
    keepAliveTimeout: 65_000,
    requestTimeout: 20_000,
    headersTimeout: 15_000,
    connectionsCheckingInterval: 2_000,
  })
  if (env.trustedProxy?.header === 'proxy') expectProxyHeaders(server, env.trustedProxy.trusts)
  try {
    // The port first: if it is taken, starting anything else is pointless.
    const port = await listen(server, env.port, env.host)
    nameNode(port, dev ? 'dev' : buildName())
    const origin = siteOrigin(env, port)
    process.env.SITE_ORIGIN = origin
    process.env.NEXTAUTH_URL = origin
    process.env.AUTH_SECRET = authSecret(env)
    process.env.NEXTAUTH_SECRET = process.env.AUTH_SECRET
    makePushKeys(console.error)
    let ready:
      | ((request: Parameters<typeof handle>[1], response: Parameters<typeof handle>[2]) => Promise<void>)
      | null = null
    const running = countRunning(server)
    answerUnreadable(server)
    server.on('request', (request, response) => {
      if (ready) void ready(request, response)
      else response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' }).end('Starting.\n')
    })
    process.env.SCRIPT_HASH = contentHash(...scriptNames.map((name) => join('dist', 'public', `${name}.js`)))
    const preparePages = () =>
      startNext({ dev, hostname: env.host, port, ...(dev ? { httpServer: server } : {}) })
    // Next starts while the database recovers from a crash, which mostly waits for the disk. In development, Next
    // restores the environment it started with, so there it starts after the database's address is set.
    const early = dev ? null : preparePages()
    if (!dev) drawWith(renderToStaticMarkup)
    if (!env.pageFrames) {
      keepNoHtml()
      keepNoReads()
    }
    early?.catch(() => {})
    if (!env.databaseUrl) {
      refuseOtherMajor(env.dataDir)
      embedded = await startEmbedded(env.dataDir, say)
      if (embedded.adopted) say('Took over the database that was still running')
      process.env.DATABASE_URL = embedded.url
      keeper = keepRunning(embedded, env.dataDir)
    }
    const { directUrl } = databaseEnv()
    const { state, database, build } = await migrateDatabase(directUrl)
    if (state === 'newer')
      say(`The database has schema ${database} of a newer build; this one, of schema ${build}, works on it`)
    if (state === 'older') say(`Migrated the database from schema ${database} to ${build}`)
    const fill = async () => {
      await seedIfEmpty(say)
      await rememberOrigin(env.siteUrl)
      await sharePushKeys()
    }
    await fill().catch((error: unknown) => {
      if (!readOnlyWhy(error)) throw error
      say('The database takes no writes; the site is read only')
    })
    if (env.nodes > 1 && !env.redisUrl)
      say(
        `NODES is ${env.nodes} without REDIS_URL: each node counts votes, searches and API calls for itself`,
      )
    const pages = await (early ?? preparePages())
    const statics = new Statics([
      ...(dev ? [] : [{ ...builtFiles, immutable: true }]),
      { folder: join('dist', 'public'), prefix: '/', immutable: false },
      { folder: 'public', prefix: '/', immutable: false },
    ])
    const styles = dev ? undefined : statics.find(builtFiles.prefix, '.css')
    if (styles) inlineStyle.use(styles, String(statics.get(styles)?.answer.body))
    const site = new Site({
      next: pages,
      application,
      statics,
      host: new URL(origin).host,
      dev,
      timing: env.serverTiming,
      cacheMb: env.pageCacheMb,
      frames: env.pageFrames,
    })
    const front = new FrontCache(env.frontCaches)
    sendFrontKeys(env.frontCaches.length > 0)
    onInvalidate((invalidation) => {
      site.drop(invalidation)
      front.purge(invalidation)
    })
    const deafen = hearInvalidations(
      site,
      { url: directUrl, channel: cacheChannel },
      // Also of the admin tool, which tells no cache.
      (invalidation) => front.purge(invalidation),
    )
    const listener: Listener = {
      site,
      origins: siteOrigins(env, port),
      https: origin.startsWith('https:') && (env.hstsSubdomains ? 'subdomains' : true),
      trustedProxy: env.trustedProxy,
      metricsToken: env.metricsToken,
      tracing,
      migrations: readJournal().length,
    }
    const trusts = env.trustedProxy?.header === 'proxy' ? env.trustedProxy.trusts : null
    // Before the first page, which may tell of it.
    const ssh = await openForSsh(
      { ...env, port: env.sshPort, trusts, reachable: isReachable({ ...env, byProxy: trusts !== null }) },
      { application, host: new URL(origin).host, origin },
      say,
    )
    ready = (request, response) => handle(listener, request, response)
    const folder = embedded?.folder ?? null
    const reserve = () => void (folder && keepReserve(folder))
    const endWatch = watchWrites(directUrl, folder, () => {
      site.drop({ kind: 'changed', tags: [readOnlyTag] })
      reserve()
    })
    const endJobs = startJobs()
    const leaveReplica = followReplica()
    sharedStore()
    const close = async () => {
      // First end everything that could start something: a database restarted now would outlive us.
      await keeper?.end()
      await ssh?.close()
      await untilDone()
      await deafen()
      await endWatch()
      await endJobs()
      front.end()
      await leaveReplica()
      await tracing?.end()
      closeSharedStore()
      await closePool()
      await keeper?.current().stop()
      release()
    }
    stopOnSignal(server, running, { drainSeconds: env.drainSeconds, close })
    statics.prepare().catch(() => {})
    reserve()
    say(`IBTSOCS runs at ${origin}/  (ready in ${((Date.now() - began) / 1000).toFixed(1)} s)`)
    if (/^(0\.0\.0\.0|::)$/.test(env.host) && !env.siteUrl)
      say('From other machines it can be read only: forms need SITE_URL, the address that people use')
    const dumper = embedded ? pgDumpFor(postgresMajor, 'debian') : null
    if (dumper) say(`To back up:  ${adminCommand()} backup <file>  (by pg_dump ${dumper.major})`)
    say(`To moderate: sign up there, then run  ${adminCommand()} user role <handle> moderator`)
  } catch (error) {
    server.close()
    await keeper?.end()
    await (keeper?.current() ?? embedded)?.stop()
    release()
    throw error
  }
}

main().catch((error: unknown) => {
  console.error(operatorSentence(error))
  process.exit(1)
})
