import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { float32Data, makeWav } from '../support/make-audio'
import { answerDialogs } from '../support/native-dialogs'
import { shortRecording, writeShortRecording } from '../support/short-recording'

/* Files that are not what their names say: the window tells what is wrong, and what is open stays as it is. */

let folder: string
let running: RunningApp
let editor: EditorDriver
const path = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-bad-'))
  await writeShortRecording(path('good.wav'))
  await writeFile(path('text.wav'), 'Dear diary, today I renamed a letter.')
  await writeFile(path('silent.wav'), makeWav({ data: new Uint8Array(0) }))
  await writeFile(path('nothing.wav'), '')
  const whole = shortRecording({ seconds: 4 })
  await writeFile(path('short.wav'), whole.subarray(0, 44 + 88_200))
  await writeFile(path('loud.wav'), makeWav({ tag: 3, bits: 32, data: float32Data(Array(4410).fill(2)) }))
  running = await launchApp({ args: [path('good.wav')] })
  editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 2, iterations: 3 })
  await editor.button('Mute component 2').click()
  await answerDialogs(running.app, { save: path('good.unweave') })
  await editor.choose('file.save')
  await editor.waitForTitle('good.unweave')
})

afterAll(async () => {
  await running?.close()
  await rm(folder, { recursive: true, force: true })
})

test.each([
  ['text.wav', '“text.wav” is not an audio file'],
  ['silent.wav', '“silent.wav” holds no sound'],
  ['nothing.wav', /“nothing\.wav” (is not an audio file|holds no sound)/]
])('%s is refused in a sentence, and the former document stays', async (name, title) => {
  await editor.dropFile(path(name))
  const message = editor.message(title)
  await message.waitFor()
  expect(await message.textContent()).toContain('Nothing was changed.')
  expect(await message.getByRole('button', { name: 'Choose another…' }).isVisible()).toBe(true)
  await message.getByRole('button', { name: 'Close' }).click()
  await message.waitFor({ state: 'detached' })
  expect(await editor.title()).toBe('good.unweave – Unweave')
  expect(await editor.isOn('Mute component 2')).toBe(true)
  expect(await editor.recentNames()).toEqual(['good.unweave', 'good.wav'])
  await editor.button('Play').click()
  await expect.poll(() => editor.positionSeconds()).toBeGreaterThan(0)
  await editor.button('Pause').click()
})

test('a recording that is cut short opens, and a dialog says how much of it is there', async () => {
  await editor.dropFile(path('short.wav'))
  const message = editor.message('“short.wav” is cut short')
  await message.waitFor()
  const text = await message.textContent()
  expect(text).toContain('it says it holds 0:04.0, but there are only 0:01.0')
  expect(text).toContain('copy the file again from where it came from')
  await message.getByRole('button', { name: /^Use the 0:01\.0$/ }).click()
  await message.waitFor({ state: 'detached' })
  await editor.waitForTitle('short.wav')
  expect(await editor.button('Separate').isEnabled()).toBe(true)
})

test('a recording that can be used all the same opens with a note, which stays until it is read', async () => {
  await editor.dropFile(path('loud.wav'))
  await editor.waitForTitle('loud.wav')
  const note = editor.window.getByRole('contentinfo').getByRole('status')
  expect(await note.textContent()).toContain('“loud.wav” goes over full scale (peak +6.0 dBFS).')
  await editor.button('Dismiss message').click()
  await note.waitFor({ state: 'detached' })
  expect(running.errors).toEqual([])
})
