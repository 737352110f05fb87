export { columns, type Value } from './columns'
export { rows } from './rows'
export { fullCount, shortCount } from './text'
