import { UsageError } from './cli/option-values'
import { exitCodes } from './cli/separate-command'
import { evaluateHelp, parseEvaluateArguments } from './evaluation/evaluate-arguments'
import { evaluateCommand } from './evaluation/evaluate-command'

/*
 * Entry of `npm run evaluate`, in plain Node.
 */

const cancellation = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancellation.abort())

process.exitCode = await run(process.argv.slice(2))

async function run(args: readonly string[]): Promise<number> {
  try {
    const options = parseEvaluateArguments(args)
    if (options !== null) return await evaluateCommand(options, process, cancellation.signal)
    process.stdout.write(evaluateHelp)
    return exitCodes.done
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    process.stderr.write(`${thrown.message}\nRead how it is used with: npm run evaluate -- --help\n`)
    return exitCodes.usage
  }
}
