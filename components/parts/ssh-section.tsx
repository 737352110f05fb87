import { files } from '@/core/paths'
import { absolute } from '@/core/site'
import { sshCommand, sshDoor } from '@/core/ssh-door'
import { CodeBlock } from './code-block'

/** How to reach the site by ssh, and by which keys to know it; nothing while it isn’t reached by ssh. */
export function SshSection() {
  const door = sshDoor()
  if (!door) return null
  const command = sshCommand(door)
  return (
    <>
      <h2 id="ssh">By ssh</h2>
      <p>Your SSH key is your account here. You can read and vote without one.</p>
      <CodeBlock>
        {`${command}           # the site, in your terminal
${command} help      # its commands, also for scripts
${command} hot --json`}
      </CodeBlock>
      <p>
        Your client shows a fingerprint when it connects for the first time. It must be one of these.{' '}
        <a href={files.knownHosts}>{files.knownHosts}</a> has the keys for your <code>known_hosts</code>:
      </p>
      <CodeBlock>{`curl ${absolute(files.knownHosts)} >> ~/.ssh/known_hosts`}</CodeBlock>
      {door.keys.map(({ fingerprint, randomart }) => (
        <CodeBlock key={fingerprint}>{[fingerprint, ...randomart].join('\n')}</CodeBlock>
      ))}
    </>
  )
}
