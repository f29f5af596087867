import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readProject } from '../../src/main/files/project-archive'
import { answerDialogs } from '../support/native-dialogs'
import { EditorDriver } from '../support/editor-driver'
import { demoPath, launchApp, type RunningApp } from '../support/electron-app'

let running: RunningApp | undefined
let folder: string | undefined

afterEach(async () => {
  await running?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

test('when the engine is killed in the middle of a run the person is told, nothing is lost, and a retry gives the same', async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-engine-death-'))
  running = await launchApp({ args: [demoPath] })
  const editor = new EditorDriver(running)
  await editor.waitUntilOpened()

  const parameters = { components: 4, iterations: 80, seed: 3 }
  await editor.separate(parameters)
  await editor.button('Mute component 2').click()
  const before = await saveAs(editor, join(folder, 'before.unweave'))

  await editor.button('Separate').click()
  const progress = editor.window.getByRole('progressbar').first()
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 20_000 })
    .toBeGreaterThan(0)
  const first = (await editor.engineProcessId())!
  const killedAt = Date.now()
  process.kill(first, 'SIGKILL')
  const retry = editor.window.getByRole('button', { name: /try again|retry/i })
  await retry.waitFor({ timeout: 5000 })
  expect(Date.now() - killedAt).toBeLessThan(2000)

  // the former separation and what was set on it are still there
  expect(await editor.button('Mute component 2').getAttribute('aria-pressed')).toBe('true')
  await expect.poll(() => editor.engineProcessId(), { timeout: 5000 }).not.toBe(first)

  await retry.click()
  await editor.window
    .getByText(/4 of 4 were recognised/)
    .first()
    .waitFor({ timeout: 60_000 })
  expect(await editor.button('Mute component 2').getAttribute('aria-pressed')).toBe('true')
  const after = await saveAs(editor, join(folder, 'after.unweave'))
  expect(Buffer.from(after.factors!.W.buffer).equals(Buffer.from(before.factors!.W.buffer))).toBe(true)
  expect(Buffer.from(after.factors!.H.buffer).equals(Buffer.from(before.factors!.H.buffer))).toBe(true)
})

async function saveAs(editor: EditorDriver, path: string): ReturnType<typeof readProject> {
  await answerDialogs(editor.running.app, { save: path })
  await editor.window.keyboard.press('Control+Shift+s')
  return expect
    .poll(() => readProject(path).catch(() => null), { timeout: 15_000 })
    .not.toBeNull()
    .then(() => readProject(path))
}
