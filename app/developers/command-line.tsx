import { CodeBlock } from '@/components/parts/code-block'
import { files, paths } from '@/core/paths'
import { absolute } from '@/core/site'

const command = () => `npx --yes ${absolute(files.commandLine)}`

/** tests/foreign/command-line.test.ts runs it, in a repository of Git. */
const hook = () => `#!/bin/sh
# .git/hooks/pre-push: a failing test stops the push, and bemoans once for its commit.
npm test && exit 0
git log -1 --format='%s. It passed on my machine. It was another commit, and another machine.' |
  ${command()} bemoan --tag ci --key "$(git rev-parse HEAD)"
exit 1`

const workflow = () => `- run: npm test
- if: failure()
  env:
    IBTSOCS_URL: ${absolute('')}
    IBTSOCS_TOKEN: \${{ secrets.IBTSOCS_TOKEN }}
  run: |
    echo "The build of $GITHUB_REF_NAME is red. It was green before anybody looked." |
      ${command()} bemoan --tag ci --key "$GITHUB_SHA"`

/** The command line of the site, and what calls it when a build breaks. */
export const CommandLine = () => (
  <>
    <h2>A command line</h2>
    <CodeBlock>
      {`export IBTSOCS_URL=${absolute('')}
${command()} hot`}
    </CodeBlock>
    <p>
      The site hands out its own command line: one file, without dependencies, for Node 20.9 and later.{' '}
      <code>help</code> lists its commands; with <code>--json</code> they print what the API returns. To
      write, set <code>IBTSOCS_TOKEN</code> to a token from <a href={paths.settings}>{paths.settings}</a> with
      the scope <code>write</code>. With <code>--key</code> the same write counts once, however often you send
      it.
    </p>
    <p>In Git, before a push:</p>
    <CodeBlock>{hook()}</CodeBlock>
    <p>In a workflow of GitHub Actions:</p>
    <CodeBlock>{workflow()}</CodeBlock>
  </>
)
