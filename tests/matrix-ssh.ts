import { type Cells, type MatrixRole, matrixRoles, type Row, readers } from './matrix'

const hasAccount = (role: MatrixRole): boolean => role !== 'signedOut' && role !== 'visitor'

/**
 * The column `ssh` of the matrix: the response of an action to each role that is connected by a key. It follows from the
 * other columns, so nothing can be possible here that the web forbids. Calls that need the scope `account` are refused.
 * @returns null for what no connection can ask for: forms, personal pages, files
 */
export function sshCells({ action, cells, by }: Row): Cells | null {
  if (!action.includes(' /api/v1/')) return null
  const needsAccount = by.read === 403 && by.write === 403
  // Who is banned reads what everybody reads, as on pages: only a token is refused there.
  const reads = (role: MatrixRole) => role === 'banned' && cells === readers
  const cell = (role: MatrixRole) =>
    reads(role) ? 'ok' : needsAccount && hasAccount(role) && cells[role] !== 401 ? 403 : cells[role]
  return Object.fromEntries(matrixRoles.map((role) => [role, cell(role)])) as Record<
    MatrixRole,
    Cells[MatrixRole]
  >
}
