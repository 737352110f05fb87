import { createInterface } from 'node:readline/promises'
import type { Values } from '../config/resolved'
import type { Voice } from '../host/host'
import { targetOf } from '../targets/registry'
import type { LifeVerb } from '../targets/target'
import { DeployError } from './blue-green'

type Answer = Readonly<Record<string, unknown>>
/** What a verb sends besides the guest's name, and how its answer reads. */
type Verb = {
  does: string
  more?: (values: Values) => Answer
  told: (answer: Answer, name: string) => string
}

const mib = (bytes: number): number => Math.round(bytes / (1 << 20))
const rows = (value: unknown): Answer[] => (Array.isArray(value) ? (value as Answer[]) : [])

/** The verbs for deployed guests. */
export const lifeVerbs: Readonly<Record<LifeVerb, Verb>> = {
  list: {
    does: 'lists your guests on the target',
    told: ({ guests }) =>
      rows(guests)
        .map(
          (one) =>
            `${one.name}  ${one.running ? 'running' : 'off'}  ${one.type}  ${one.vcpus} cpus  ${one.memory_mib} MiB`,
        )
        .join('\n'),
  },
  start: {
    does: 'starts the guest',
    told: ({ started }, name) => (started ? `${name} starts.` : `${name} runs already.`),
  },
  stop: { does: 'shuts the guest down', told: (_, name) => `${name} is off.` },
  restart: { does: 'shuts the guest down and starts it again', told: (_, name) => `${name} starts again.` },
  console: {
    does: 'prints the last lines of the guest’s console',
    more: () => ({ lines: 200 }),
    told: ({ console: lines }) => (Array.isArray(lines) ? lines.join('\n') : ''),
  },
  resize: {
    does: 'gives the guest the processors, memory and disks of the config',
    more: ({ vm }) => ({
      vcpus: vm.cpus,
      memory_mib: mib(vm.memory),
      system_mib: mib(vm.disk),
      data_mib: mib(vm.data),
    }),
    told: ({ changed, restart }, name) =>
      Array.isArray(changed) && changed.length > 0
        ? `${name} has other values now: ${changed.join(', ')}.${restart ? ' Processors, memory and cards count from its next start.' : ''}`
        : `${name} has these values already.`,
  },
  delete: {
    does: 'deletes the guest and its disks, the data disk too',
    more: ({ name }) => ({ confirm: name }),
    told: (_, name) => `${name} and its disks are deleted.`,
  },
}

/** Asks on the terminal for the guest's name. @returns whether it was typed */
async function confirmed(name: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const typed = await terminal.question(`This deletes ${name} and all its data. Type its name to go on: `)
  terminal.close()
  return typed.trim() === name
}

/** Runs a verb on the config's target. @returns the exit code, and the host's answer */
export async function lifeCommand(
  verb: LifeVerb,
  values: Values,
  yes: boolean,
  { say, note }: Voice,
): Promise<{ code: number; result?: Answer }> {
  const target = targetOf(values.target ?? '')
  if (!target?.life) {
    note(`${verb} works on Xen hosts. On this machine’s libvirt use virsh -c qemu:///session.`)
    return { code: 2 }
  }
  if (verb === 'delete' && !yes && !(await confirmed(values.name))) {
    note('Nothing was deleted. Type the guest’s name when asked, or pass --yes.')
    return { code: 2 }
  }
  try {
    const { more, told } = lifeVerbs[verb]
    const result = await target.life(values, verb, more?.(values))
    say(told(result, values.name))
    return { code: 0, result }
  } catch (error) {
    if (!(error instanceof DeployError)) throw error
    note(error.message)
    return { code: 1, result: { error: error.message } }
  }
}
