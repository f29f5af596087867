import { afterEach, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'

let running: RunningApp | undefined
afterEach(() => running?.close())

test('started with --demo the window opens the demo and separates it by itself', async () => {
  running = await launchApp({ args: ['--demo'] })
  const editor = new EditorDriver(running)
  await editor.waitForTitle('drums-and-guitar.flac')
  await editor.button('Cancel').waitFor({ timeout: 10_000 })
  const progress = editor.window.getByRole('progressbar').first()
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 20_000 })
    .toBeGreaterThan(0)
  await editor.button('Cancel').click()
  await editor.button('Cancel').waitFor({ state: 'detached' })
  expect(running.errors).toEqual([])
})
