// `npm run appliance -- <command>`. Exit codes: 0 done, 1 failed, 2 config or usage wrong.
import { realHost } from './host/real'
import { run } from './run'

// The reader may close the pipe early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await run(process.argv.slice(2), realHost, {
  say: (line) => console.log(line),
  note: (line) => console.error(line),
})
