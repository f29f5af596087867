import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'

const scripts = resolve(import.meta.dirname, '../../../scripts')
const foreground = JSON.stringify(pathToFileURL(join(scripts, 'run-foreground.mjs')).href)

/** Runs a script that runs `child` in the foreground and prints what came of it; signals are sent when the child is ready. */
function run(child: string, signals: NodeJS.Signals[] = []): Promise<{ code: number | null; output: string }> {
  const script = `
    const { runForeground } = await import(${foreground})
    console.log(JSON.stringify(await runForeground(process.execPath, ['-e', ${JSON.stringify(child)}])))`
  const running = spawn(process.execPath, ['--input-type=module', '-e', script])
  let output = ''
  let sent = 0
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    for (; output.includes('ready') && sent < signals.length; sent++) running.kill(signals[sent])
  })
  return new Promise((done) => running.on('close', (code) => done({ code, output })))
}

const waiting = (onSignal: string): string =>
  `for (const name of ['SIGINT', 'SIGTERM']) process.on(name, (signal) => { ${onSignal} });
   setTimeout(() => process.exit(9), 20000); console.log('ready')`

describe.skipIf(process.platform === 'win32')('a program in the foreground', () => {
  test('ends with its own exit code', async () => {
    expect((await run('process.exit(3)')).output).toBe('{"code":3,"isInterrupted":false}\n')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('gets %s and may end as it likes', async (signal) => {
    const { output, code } = await run(waiting('console.log(signal); process.exit(5)'), [signal])
    expect(output).toBe(`ready\n${signal}\n{"code":5,"isInterrupted":true}\n`)
    expect(code).toBe(0)
  })

  test('gets a signal once, though a terminal sends it twice', async () => {
    const { output } = await run(waiting('console.log(signal); setTimeout(() => process.exit(0), 200)'), [
      'SIGINT',
      'SIGTERM'
    ])
    expect(output.match(/^SIG/gm)).toHaveLength(1)
  })

  test('ends when npm’s shell, from which it was run, has been ended', async () => {
    const script = `const { runForeground } = await import(${foreground})
      const child = ${JSON.stringify(waiting('console.log(signal); process.exit(0)'))}
      console.log(JSON.stringify(await runForeground(process.execPath, ['-e', child])))`
    const env = { ...process.env, npm_lifecycle_event: 'start', NODE: process.execPath, SCRIPT: script }
    const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$SCRIPT"; true'], { env })
    let output = ''
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!output.includes('ready') && (output + text).includes('ready')) shell.kill('SIGTERM')
      output += text
    })
    // The pipe closes when the last process that holds it has ended.
    await new Promise((done) => shell.on('close', done))
    expect(output).toBe('ready\nSIGTERM\n{"code":0,"isInterrupted":true}\n')
  })

  test('ended by a signal has the exit code that a shell would give', async () => {
    const { output } = await run(`console.log('ready'); setTimeout(() => {}, 20000)`, ['SIGTERM'])
    expect(output).toContain('{"code":143,"isInterrupted":true}')
  })
})

test.skipIf(process.platform !== 'linux')('npm start without a display says what to do, and fails', async () => {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' }
  const child = spawn(process.execPath, [join(scripts, 'start.mjs')], { env })
  let message = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (message += text))
  expect(await new Promise((done) => child.on('close', done))).toBe(1)
  expect(message).toContain('There is no display')
  expect(message).toContain('npm run demo')
})
