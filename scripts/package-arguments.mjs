import { parseArgs } from 'node:util'

/**
 * Read the arguments of `npm run package`: `--dir` for the unpacked app only, `--linux`, `--win` or `--mac` (default: this
 * system), names of targets, and `--output <folder>`.
 * Without names every target of electron-builder.yml is built.
 */
export function readPackageArguments(args, hostPlatform = process.platform) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dir: { type: 'boolean', default: false },
      linux: { type: 'boolean', default: false },
      win: { type: 'boolean', default: false },
      mac: { type: 'boolean', default: false },
      output: { type: 'string' }
    }
  })
  const asked = [
    ['linux', values.linux],
    ['win32', values.win],
    ['darwin', values.mac]
  ].filter(([, isAsked]) => isAsked)
  if (asked.length > 1) throw new Error('Package for one system at a time: --linux, --win or --mac.')
  return {
    platform: asked[0]?.[0] ?? hostPlatform,
    targets: values.dir ? ['dir'] : positionals,
    output: values.output ?? null
  }
}
