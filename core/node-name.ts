import { hostname } from 'node:os'
import { processWide } from './process-wide'

const state = processWide('node-name', () => ({ name: '' }))

/** Longest part of a machine's name that is shown, so that all fits into the 63 characters that Postgres keeps. */
const most = 24

/**
 * Names this process for the database's list of connections.
 * @param build which build it runs
 */
export function nameNode(port: number, build: string): void {
  state.name = `${hostname().slice(0, most)}:${port} ${build.slice(0, 8)}`
}

/** Returns the name of a connection of this process: its role, and the process if it serves the site. */
export const connectionName = (role: 'ibtsocs' | 'ibtsocs-listen' | 'ibtsocs-read'): string =>
  state.name ? `${role} ${state.name}` : role
