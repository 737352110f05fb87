import { setTimeout as sleep } from 'node:timers/promises'
import { DeployError } from '../../deploy/blue-green'
import { errorText } from '../../host/error-text'
import { run } from '../../host/programs'

/** libvirt's instance for guests of an ordinary account. */
const uri = 'qemu:///session'

/** Seconds for a guest to shut down by itself. */
const patience = 90

/** The message without libvirt. */
export const noLibvirt =
  'The program virsh isn’t installed: apt-get install libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients.'

/** libvirt is not installed. */
class MissingError extends DeployError {}

/** Calls virsh. @returns its output @throws DeployError with its last line */
export async function virsh(...args: string[]): Promise<string> {
  try {
    return (await run('virsh', ['-q', '-c', uri, ...args])).stdout.trim()
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string }
    if (code === 'ENOENT') throw new MissingError(noLibvirt)
    throw new DeployError(`virsh ${args[0]}: ${stderr?.trim().split('\n').pop() || errorText(error)}`)
  }
}

/** True if a guest is running. */
export const isRunning = (name: string): Promise<boolean> =>
  virsh('domstate', name).then(
    (state) => !['shut off', 'crashed', ''].includes(state),
    () => false,
  )

/** Shuts the guest down, and destroys it if it does not end. */
export async function end(name: string): Promise<void> {
  if (!(await isRunning(name))) return
  await virsh('shutdown', name)
  for (let left = patience; left > 0; left--) {
    if (!(await isRunning(name))) return
    await sleep(1_000)
  }
  await virsh('destroy', name)
}

/** Checks that a guest of this name, if there is one, has this UUID. @throws DeployError */
export async function refuseOthers(name: string, uuid: string): Promise<void> {
  const found = await virsh('domuuid', name).catch((error: DeployError) => {
    if (error instanceof MissingError) throw error
    return ''
  })
  if (found && found !== uuid)
    throw new DeployError(`libvirt already has another guest called ${name}. Choose another “name:”.`)
}
