import { readFileSync } from 'node:fs'
import { parseArguments, type Command } from './cli/arguments'
import { helpHint, helpText } from './cli/help'
import { UsageError } from './cli/option-values'
import { exitCodes, separateCommand } from './cli/separate-command'

/*
 * Entry of the command line, in plain Node.
 */

const cancellation = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancellation.abort())
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  let command: Command
  try {
    command = parseArguments(args)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    process.stderr.write(`${thrown.message}\n${helpHint}\n`)
    return exitCodes.usage
  }
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpText)
      return exitCodes.done
    case 'version':
      process.stdout.write(`Unweave ${readVersion()}\n`)
      return exitCodes.done
    case 'separate':
      return separateCommand(command.options, process, cancellation.signal)
  }
}

/** The same place seen from the source and from the bundle in out/main. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return (manifest as { version: string }).version
}
