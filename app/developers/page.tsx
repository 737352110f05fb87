import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { CodeBlock } from '@/components/parts/code-block'
import { files, inFormat, paths } from '@/core/paths'
import { absolute } from '@/core/site'

export const metadata: Metadata = {
  title: 'Developers',
  description: 'API, feeds, terminal.',
  alternates: { canonical: paths.developers },
}

const codes = [
  ['bad-request', '400', 'The address or the form of the body makes no sense.'],
  ['scope', '403', 'The token lacks the scope that the call needs; the answer names it.'],
  ['signed-out', '401', 'No token, a bad one, or a session that has ended.'],
  ['forbidden', '403', 'You are known, and this is not yours to do.'],
  ['banned', '403', 'The account is banned; the detail says until when and why.'],
  ['not-found', '404', 'There is no such thing, or it is not yours to know.'],
  ['method', '405', 'The Allow header says what goes.'],
  ['duplicate', '409', 'The same text came within a day; link leads to it.'],
  ['conflict', '409', 'It does not fit with what is there.'],
  ['gone', '410', 'Removed, with the reason.'],
  ['stale', '412', 'It changed since the version in If-Match.'],
  ['too-large', '413', 'More than 64 kB.'],
  ['media-type', '415', 'Send application/json.'],
  ['invalid', '422', 'The errors say what is wrong, and where.'],
  ['limited', '429', 'Retry-After says when it works again.'],
  ['unavailable', '503', 'The database is away.'],
  ['read-only', '503', 'Nothing can be written just now, e.g. because a disk is full. Reading goes on.'],
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

export default function Developers() {
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
          curl and wget get every page for reading as text, and so does whatever asks for{' '}
          <code>text/plain</code>. fortune wants a path with a slash in it; with <code>./ibtsocs</code> it
          also prints errors.
        </p>
        <h2>Feeds and formats</h2>
        <p>
          Add <code>.atom</code>, <code>.rss</code>, <code>.json</code> or <code>.txt</code> to the address of
          any list or bemoaning: <See path={inFormat(paths.home, 'atom')} />,{' '}
          <See path={inFormat(paths.feed('new'), 'json')} />,{' '}
          <See path={inFormat(paths.top('week'), 'rss')} />, <See path={inFormat(paths.tag('dns'), 'txt')} />,{' '}
          <code>/b/1.json</code>, and the moderation log: <See path={inFormat(paths.log, 'atom')} />. They
          hold full texts, and answer 304 when nothing changed. Feeds of tags, people and searches begin with
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
          Signed-in people have a private address at <a href={paths.settingsReading}>settings</a>: with{' '}
          <code>?token=…</code> any list is as they see it, without what they have muted, and{' '}
          <code>/following.atom</code> and <code>/saved.json</code> are theirs. It opens lists in these
          formats and nothing else.
        </p>
        <h2>Embedding</h2>
        <p>
          <code>/embed/b/1</code> may stand in a frame anywhere: no script, no cookie, nothing personal.{' '}
          <code>/oembed?url=…</code> describes it (oEmbed 1.0, <code>rich</code>; JSON or XML, with{' '}
          <code>maxwidth</code> and <code>maxheight</code>), and every bemoaning’s page leads there.{' '}
          <code>/share/1</code> has the code to copy.
        </p>
        <p>
          The blog has the same: <See path={inFormat(paths.blog, 'atom')} />,{' '}
          <See path={inFormat(paths.blog, 'json')} /> (JSON Feed 1.1), and so has each of its lists, such as{' '}
          <See path={inFormat(paths.blogTags(['xen-tips']), 'atom')} />,{' '}
          <See path={inFormat(paths.blogSeries('xen-tips'), 'rss')} /> and{' '}
          <code>/blog/tags/linux+virtualization.json</code>. A post comes as it was written, at{' '}
          <a href={inFormat(paths.post('randomart'), 'md')}>.md</a>, and as plain text, at{' '}
          <a href={inFormat(paths.post('randomart'), 'txt')}>.txt</a>. Other orders and other names of tags
          lead to the one address with 301.
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
          It lives at <code>{absolute(paths.api)}</code> and is described by{' '}
          <a href={files.openApi}>OpenAPI 3.1</a>. Reading needs nothing. Writing needs a token, made at{' '}
          <a href={paths.settings}>settings</a>, in an <code>Authorization: Bearer</code> header.
        </p>
        <p>
          A token has scopes, chosen when it is made: <code>read</code> for what is yours, <code>write</code>{' '}
          to bemoan, comment, vote and judge, <code>account</code> for the export, leaving and pushes. It may
          have an end. A call that needs a scope your token lacks answers 403 and names it.
        </p>
        <CodeBlock>
          {`curl '${absolute(`${paths.api}/bemoanings`)}?feed=top&window=week&limit=5'
curl -X POST ${absolute(`${paths.api}/bemoanings`)} \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"body": "My build is green and nothing works.", "tags": ["ci"]}'`}
        </CodeBlock>
        <p>
          Lists come in pages: pass <code>next</code> on as <code>after</code>. A bemoaning or a comment sent
          with an <code>Idempotency-Key</code> can be sent again without being there twice.{' '}
          <code>GET /me/export</code> is everything about you, <code>DELETE /me</code> the way out. With a
          token, lists leave out what you have muted. Calls are limited; the <code>RateLimit</code> headers
          say how much is left.
        </p>
        <h3>From TypeScript</h3>
        <p>Types made from the description, and a client that knows them:</p>
        <CodeBlock>
          {`npm install openapi-fetch && npm install -D openapi-typescript@7 typescript@5
npx openapi-typescript ${absolute(files.openApi)} -o ibtsocs.d.ts`}
        </CodeBlock>
        <CodeBlock>{clientExample()}</CodeBlock>
        <h2>Errors</h2>
        <p>They are problem documents (RFC 9457). The type leads here.</p>
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
}
