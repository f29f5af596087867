import { spawn } from 'node:child_process'

/**
 * Run `action(environment)` with an environment whose programs draw on a display of their own: an Xvfb that picks a free
 * number itself, so that parallel runs do not meet. Elsewhere than on Linux the environment is the given one.
 */
export async function withVirtualDisplay(action, environment = process.env, screen = { width: 1440, height: 900 }) {
  if (process.platform !== 'linux') return action(environment)
  const size = `${screen.width}x${screen.height}x24`
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  const stop = () => server.kill()
  process.once('exit', stop)
  try {
    const number = await readDisplayNumber(server)
    return await action({
      ...environment,
      // Empty counts as unset: else a program would prefer the person's own Wayland session.
      WAYLAND_DISPLAY: '',
      DISPLAY: `:${number}`,
      // There is no session to talk to; without this Chromium complains at each start.
      DBUS_SESSION_BUS_ADDRESS: '/dev/null'
    })
  } finally {
    process.removeListener('exit', stop)
    stop()
  }
}

function readDisplayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('error', (error) => reject(new Error(`Xvfb could not be started: ${error.message}`)))
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it had a display.`)))
    server.stdio[3].setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      if (text.endsWith('\n')) resolve(text.trim())
    })
  })
}
