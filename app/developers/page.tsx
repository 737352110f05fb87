import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { CodeBlock } from '@/components/parts/code-block'
import { framed } from '@/components/parts/part'
import { SshSection } from '@/components/parts/ssh-section'
import { files, inFormat, paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { CommandLine } from './command-line'

export const metadata: Metadata = {
  title: 'Developers',
  description: 'API, feeds, terminal.',
  alternates: { canonical: paths.developers },
}

const codes = [
  ['bad-request', '400', 'We can’t read the address or the body.'],
  ['scope', '403', 'Your token lacks the scope that the call needs; the detail names it.'],
  ['signed-out', '401', 'No token, a bad one, or a session that has ended.'],
  ['forbidden', '403', 'You are signed in, but not allowed to do this.'],
  ['banned', '403', 'Your account is banned; the detail says until when and why.'],
  ['not-found', '404', 'It doesn’t exist, or you may not see it.'],
  ['method', '405', 'The Allow header lists the methods.'],
  ['duplicate', '409', 'The same text was posted within a day; link leads to it.'],
  ['conflict', '409', 'It conflicts with the present state; the detail says how.'],
  ['gone', '410', 'It was removed; the detail gives the reason.'],
  ['stale', '412', 'It changed since the version in If-Match.'],
  ['too-large', '413', 'More than 64 kB.'],
  ['media-type', '415', 'Send application/json.'],
  ['invalid', '422', 'The errors list each problem and its path.'],
  ['limited', '429', 'Retry-After says when it works again.'],
  ['unavailable', '503', 'The database is away.'],
  ['read-only', '503', 'We can’t save anything right now, e.g. because a disk is full. You can still read.'],
] as const

const typesFile = './ibtsocs.d.ts'

/** tests/http/api-client.test.ts compiles and runs it. */
const clientExample = () => `import createClient from 'openapi-fetch'
import type { paths } from '${typesFile}'

const { GET, POST } = createClient<paths>({
  baseUrl: '${absolute('')}',
  headers: { Authorization: 'Bearer TOKEN' },
})
const { data } = await GET('${paths.api}/bemoanings', { params: { query: { feed: 'new' } } })
for (const { id, body } of data?.items ?? []) console.log(id, body)

const sent = await POST('${paths.api}/bemoanings', {
  body: { body: 'My types are right and nothing works.', tags: ['javascript'] },
})
console.log(sent.data?.url ?? sent.error?.detail)`

/** A link that shows its path. */
const See = ({ path }: { path: string }) => <a href={path}>{path}</a>

export default framed(() => {
  return (
    <Page>
      <article className="prose">
        <h1>Developers</h1>
        <h2>In a terminal</h2>
        <CodeBlock>
          {`curl ${absolute(paths.home)}            # hot
curl ${absolute(inFormat(paths.random, 'txt'))}  # one of them
curl ${absolute(files.fortune)} -o ibtsocs && strfile ibtsocs && fortune "$PWD/ibtsocs"`}
        </CodeBlock>
        <p>
          curl, wget and every client that asks for <code>text/plain</code> get the reading pages as text.
          fortune needs a path with a slash in it; with <code>./ibtsocs</code> it also prints errors.
        </p>
        <CommandLine />
        <SshSection />
        <h2>Feeds and formats</h2>
        <p>
          Add <code>.atom</code>, <code>.rss</code>, <code>.json</code> or <code>.txt</code> to the address of
          any list or bemoaning: <See path={inFormat(paths.home, 'atom')} />,{' '}
          <See path={inFormat(paths.feed('new'), 'json')} />,{' '}
          <See path={inFormat(paths.top('week'), 'rss')} />, <See path={inFormat(paths.tag('dns'), 'txt')} />,{' '}
          <code>/b/1.json</code>, and the moderation log: <See path={inFormat(paths.log, 'atom')} />. They
          hold full texts, and respond 304 when nothing changed. Feeds of tags, people and searches begin with
          the newest; with <code>?order=page</code> they have the order of the page (<code>hot</code> for
          tags, <code>best</code> for searches).
        </p>
        <p>
          The figures of <a href={paths.state()}>the state of computer science</a> come as{' '}
          <See path={paths.stateFile('csv')} /> and <See path={paths.stateFile('json')} />, with{' '}
          <code>?window=week</code>, <code>month</code>, <code>year</code> or <code>all</code>, and as{' '}
          <a href={paths.stateCard}>a card</a>.
        </p>
        <p>
          When you are signed in, <a href={paths.settingsReading}>settings</a> has your private feed address:
          with <code>?token=…</code> any list leaves out everything you muted, and{' '}
          <code>/following.atom</code> and <code>/saved.json</code> are yours. The token opens only lists, in
          these formats.
        </p>
        <h2>Embedding</h2>
        <p>
          <code>/embed/b/1</code> works in a frame on any page, without scripts, cookies or personal data.{' '}
          <code>/oembed?url=…</code> describes it (oEmbed 1.0, <code>rich</code>; JSON or XML, with{' '}
          <code>maxwidth</code> and <code>maxheight</code>), and every bemoaning’s page leads there.{' '}
          <code>/share/1</code> has the code to copy.
        </p>
        <p>
          The blog has the same: <See path={inFormat(paths.blog, 'atom')} />,{' '}
          <See path={inFormat(paths.blog, 'json')} /> (JSON Feed 1.1), and so has each of its lists, such as{' '}
          <See path={inFormat(paths.blogTags(['xen-tips']), 'atom')} />,{' '}
          <See path={inFormat(paths.blogSeries('xen-tips'), 'rss')} /> and{' '}
          <code>/blog/tags/linux+virtualization.json</code>. You get a post in Markdown at{' '}
          <a href={inFormat(paths.post('randomart'), 'md')}>.md</a>, and as plain text, at{' '}
          <a href={inFormat(paths.post('randomart'), 'txt')}>.txt</a>. We redirect other orders and names of
          tags to the one address (301).
        </p>
        <h2 id="randomart">Randomart to embed</h2>
        <p>
          <code>/randomart.txt</code>, <code>.svg</code> and <code>.png</code> draw what{' '}
          <code>ssh-keygen -lv</code> draws, from <code>?key=</code> (a public key line of any kind) or{' '}
          <code>?fingerprint=</code> (<code>SHA256:…</code>, <code>MD5:…</code>). <code>&amp;hash=</code> is
          sha256, md5, sha1, sha384 or sha512; with a fingerprint <code>&amp;type=</code> and{' '}
          <code>&amp;bits=</code> go into the frame; <code>&amp;layout=old</code> is the frame before OpenSSH
          6.7.
        </p>
        <CodeBlock>
          {`curl -G ${absolute(inFormat(paths.randomart(), 'txt'))} --data-urlencode "key=$(cat ~/.ssh/id_ed25519.pub)"`}
        </CodeBlock>
        <h2>The API</h2>
        <p>
          It lives at <code>{absolute(paths.api)}</code>, and <a href={files.openApi}>OpenAPI 3.1</a>{' '}
          describes it. You can read without an account. To write, make a token at{' '}
          <a href={paths.settings}>settings</a> and send it in an <code>Authorization: Bearer</code> header.
        </p>
        <p>
          You choose the scopes of a token when you make it: <code>read</code> for your own data,{' '}
          <code>write</code> to bemoan, comment, vote and judge, <code>account</code> for the export, leaving
          and push notifications. It can expire. If your token lacks a scope, the API responds 403 and names
          it.
        </p>
        <CodeBlock>
          {`curl '${absolute(`${paths.api}/bemoanings`)}?feed=top&window=week&limit=5'
curl -X POST ${absolute(`${paths.api}/bemoanings`)} \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"body": "My build is green and nothing works.", "tags": ["ci"]}'`}
        </CodeBlock>
        <p>
          Lists come in pages: pass <code>next</code> on as <code>after</code>. With an{' '}
          <code>Idempotency-Key</code> you can send a bemoaning or a comment again without posting it twice.{' '}
          <code>GET /me/export</code> gives you all your data, <code>DELETE /me</code> ends your account. With
          a token, lists leave out everything you muted. We limit calls; the <code>RateLimit</code> headers
          say how many you have left.
        </p>
        <h3>From TypeScript</h3>
        <p>Generate types from the description, and use a client that knows them:</p>
        <CodeBlock>
          {`npm install openapi-fetch && npm install -D openapi-typescript@7 typescript@5
npx openapi-typescript ${absolute(files.openApi)} -o ibtsocs.d.ts`}
        </CodeBlock>
        <CodeBlock>{clientExample()}</CodeBlock>
        <h2>Errors</h2>
        <p>Errors are problem documents (RFC 9457), and their type links to this list.</p>
        <dl className="codes">
          {codes.map(([code, status, text]) => (
            <div key={code} id={code}>
              <dt>
                <code>{code}</code> {status}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </article>
    </Page>
  )
})
