import { spawn } from 'node:child_process'

/**
 * Run a program to its end. The output is collected, or goes to the terminal with `stdio: 'inherit'`.
 * Never rejects because of an exit code: `code` is null when a signal ended it, and 127 when it was not found.
 */
export function runCommand(command, args, { stdio = 'pipe', onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: stdio === 'pipe' ? ['ignore', 'pipe', 'pipe'] : stdio, ...options })
    let output = ''
    const collect = (chunk) => {
      output += chunk
      onOutput?.()
    }
    child.stdout?.setEncoding('utf8').on('data', collect)
    child.stderr?.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => {
      if (error.code === 'ENOENT') resolve({ code: 127, signal: null, output: `${command}: not found` })
      else reject(error)
    })
    child.on('close', (code, signal) => resolve({ code, signal, output }))
  })
}

/** Run npm itself, so that the registry, proxy and cache which the user configured hold. */
export function runNpm(args, options) {
  const npmScript = process.env.npm_execpath
  if (npmScript && /npm-cli\.c?js$/.test(npmScript)) return runCommand(process.execPath, [npmScript, ...args], options)
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options)
}
