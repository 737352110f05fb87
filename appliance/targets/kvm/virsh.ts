import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { DeployError } from '../../deploy/error'
import { errorText } from '../../host/error-text'

const run = promisify(execFile)

/** Where guests of this account run: libvirt's own place for an account that is nobody special. */
const uri = 'qemu:///session'

/** Seconds that a guest gets to end by itself. */
const patience = 90

/** What is said where there is no libvirt. */
export const noLibvirt =
  'There is no virsh: apt-get install libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients.'

/** There is no libvirt here. */
class MissingError extends DeployError {}

/** Calls libvirt. @returns what it says @throws DeployError with its last line */
export async function virsh(...args: string[]): Promise<string> {
  try {
    return (await run('virsh', ['-q', '-c', uri, ...args])).stdout.trim()
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string }
    if (code === 'ENOENT') throw new MissingError(noLibvirt)
    throw new DeployError(`virsh ${args[0]}: ${stderr?.trim().split('\n').pop() || errorText(error)}`)
  }
}

/** Whether a guest runs. */
export const isRunning = (name: string): Promise<boolean> =>
  virsh('domstate', name).then(
    (state) => !['shut off', 'crashed', ''].includes(state),
    () => false,
  )

/** Asks the guest to end, and ends it when it does not. */
export async function end(name: string): Promise<void> {
  if (!(await isRunning(name))) return
  await virsh('shutdown', name)
  for (let left = patience; left > 0; left--) {
    if (!(await isRunning(name))) return
    await sleep(1_000)
  }
  await virsh('destroy', name)
}

/** That a guest of this name, if there is one, has this UUID. @throws DeployError */
export async function refuseOthers(name: string, uuid: string): Promise<void> {
  const found = await virsh('domuuid', name).catch((error: DeployError) => {
    if (error instanceof MissingError) throw error
    return ''
  })
  if (found && found !== uuid) throw new DeployError(`libvirt has another guest ${name} already.`)
}
