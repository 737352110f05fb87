// `npm run appliance -- <verb>`. Exit codes: 0 done, 1 failed, 2 config or usage wrong.
import { realHost } from './host/real'
import { run } from './run'

process.exitCode = await run(process.argv.slice(2), realHost, {
  say: (line) => console.log(line),
  note: (line) => console.error(line),
})
