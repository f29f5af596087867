import { spawn } from 'node:child_process'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchEnvironment } from '../../scripts/launch-arguments.mjs'
import { runCommand } from '../../scripts/run-command.mjs'
import { launchApp, projectRoot } from '../support/electron-app'

// The registers of a fuse are characters: '0' off, '1' on.
const off = '0'.charCodeAt(0)
const on = '1'.charCodeAt(0)

const isLinux = process.platform === 'linux'
let folder = ''
let appFolder = ''
let executablePath = ''

beforeAll(async () => {
  if (!isLinux) return
  folder = await mkdtemp(join(tmpdir(), 'unweave-package-'))
  const script = join(projectRoot, 'scripts', 'package.mjs')
  const packaged = await runCommand(process.execPath, [script, '--dir', '--output', folder], { cwd: projectRoot })
  expect(packaged.code, packaged.output).toBe(0)
  appFolder = join(folder, 'linux-unpacked')
  executablePath = join(appFolder, 'unweave')
}, 300_000)

afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true, force: true })
})

test.runIf(isLinux)(
  'the packaged folder holds the app and the demo, and nothing of the development runtime',
  async () => {
    await access(join(appFolder, 'resources', 'app.asar'))
    await access(join(appFolder, 'resources', 'demo', 'drums-and-guitar.flac'))
    await access(join(appFolder, 'resources', 'demo', 'LICENCE.md'))
    await expect(access(join(appFolder, 'resources', 'default_app.asar'))).rejects.toThrow('ENOENT')
  }
)

test.runIf(isLinux)('the packaged app has its fuses set: no Node, no inspector, nothing but the archive', async () => {
  const wire = await getCurrentFuseWire(executablePath)
  expect(wire[FuseV1Options.RunAsNode]).toBe(off)
  expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off)
  expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off)
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on)
  expect(wire[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(off)
  expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(on)
})

test.runIf(isLinux)('the packaged app starts, stays, and opens no inspector when asked to', async () => {
  const userData = join(folder, 'user-data')
  const child = spawn(executablePath, [...sandboxSwitches(), '--inspect=0', `--user-data-dir=${userData}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: launchEnvironment()
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const exited = new Promise((resolve) => child.once('exit', resolve))
  try {
    expect(await Promise.race([exited, sleep(4_000, 'running')]), output).toBe('running')
    expect(output).not.toContain('Debugger listening')
  } finally {
    child.kill('SIGKILL')
    await exited
  }
})

// Last, because it changes the packaged app: in one fuse, without which Playwright cannot attach. All else is what ships.
test.runIf(isLinux)('the packaged app opens the demo from its empty window and separates it', async () => {
  await flipFuses(executablePath, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
  const { app, window, errors, close } = await launchApp({ executablePath })
  try {
    expect(await app.evaluate(({ app: electronApp }) => electronApp.isPackaged)).toBe(true)
    await window.getByRole('button', { name: 'Try the demo' }).click()
    // The engine has decoded the file.
    await window.getByText('0:11.880').first().waitFor({ timeout: 30_000 })
    // A lane with nothing but its axes drawn compresses to a few kilobytes.
    const spectrogram = window.getByRole('region', { name: 'Spectrogram' })
    await expect.poll(async () => (await spectrogram.screenshot()).length, { timeout: 30_000 }).toBeGreaterThan(50_000)
    // The worker threads run from inside the archive.
    const exportStems = window.getByRole('button', { name: 'Export stems…' })
    expect(await exportStems.isEnabled()).toBe(false)
    await window.getByRole('button', { name: 'Separate', exact: true }).click()
    await expect.poll(() => exportStems.isEnabled(), { timeout: 90_000 }).toBe(true)
    expect(errors).toEqual([])
  } finally {
    await close()
  }
})

function sandboxSwitches(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
