import { windows } from '@/core/vocabulary'
import { stateWindows } from '@/core/windows'
import type { Command } from './command'

export const shells = ['bash', 'zsh'] as const
export type Shell = (typeof shells)[number]

/** Words that may follow a command. */
const followers = (command: Command, commands: readonly Command[]): string[] => {
  const options = ['--json', '--help', ...Object.keys(command.options ?? {}).map((name) => `--${name}`)]
  if (command.name === 'top') return [...windows, ...options]
  if (command.name === 'state') return [...stateWindows, ...options]
  if (command.name === 'vote') return ['self', 'none', ...options]
  if (command.name === 'completion') return [...shells]
  if (command.name === 'help') return commands.map(({ name }) => name)
  return options
}

/**
 * Returns the lines of a script that completes the commands of `ibtsocs` and, since `ssh` has a completion of its own, of
 * an alias named like it: `alias ibtsocs='ssh ibtsocs.example'`.
 */
export function completionOf(shell: Shell, commands: readonly Command[]): string[] {
  const names = commands.map(({ name }) => name).join(' ')
  const cases = commands.map(
    (command) => `    ${command.name}) choices="${followers(command, commands).join(' ')}" ;;`,
  )
  return shell === 'bash'
    ? [
        '_ibtsocs() {',
        '  local choices',
        `  case "\${COMP_WORDS[1]}" in`,
        ...cases,
        '  esac',
        `  [ "$COMP_CWORD" -eq 1 ] && choices="${names}"`,
        `  COMPREPLY=($(compgen -W "$choices" -- "\${COMP_WORDS[COMP_CWORD]}"))`,
        '}',
        'complete -F _ibtsocs ibtsocs',
      ]
    : [
        '#compdef ibtsocs',
        '_ibtsocs() {',
        '  local choices',
        '  case $words[2] in',
        ...cases,
        '  esac',
        `  (( CURRENT == 2 )) && choices="${names}"`,
        '  compadd -- $=choices',
        '}',
        'compdef _ibtsocs ibtsocs',
      ]
}
