import { afterAll, beforeAll, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'

/* Help → How it works. */

let running: RunningApp
let editor: EditorDriver

beforeAll(async () => {
  running = await launchApp()
  editor = new EditorDriver(running)
})

afterAll(() => running?.close())

const guide = () => editor.message('How it works')

/** How much of a picture is painted. */
function inkOf(label: RegExp): Promise<number> {
  return guide()
    .getByRole('img', { name: label })
    .first()
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return data.filter((value, i) => i % 4 === 3 && value > 40).length / (data.length / 4)
    })
}

test('explains with a computed example while nothing is separated, from the empty window', async () => {
  await editor.button('How it works').click()
  await guide().waitFor()
  expect(await guide().textContent()).toContain('a small example, computed on this computer')
  expect(await guide().textContent()).toMatch(/have \d+ % of their spectrum\s+in the same places/)
  for (const label of [/^Template/, /^Activation/, /^Product/, /^Sum of all 3/])
    await expect.poll(() => inkOf(label)).toBeGreaterThan(0.02)
  await running.window.keyboard.press('Escape')
  await guide().waitFor({ state: 'detached' })
})

test('shows the person’s own templates and activations once there are some', async () => {
  await editor.openDemo()
  await editor.separate({ components: 4, iterations: 10 })
  await editor.choose('help.guide')
  await guide().waitFor()
  expect(await guide().textContent()).toContain('The pictures show your own separation.')
  await guide().getByRole('combobox', { name: 'Component' }).selectOption('Component 3')
  await guide().getByRole('img', { name: 'Template of Component 3: its level over frequency' }).waitFor()
  await expect.poll(() => inkOf(/^Sum of all 4/)).toBeGreaterThan(0.05)
})

test('can be scrolled by keyboard in the smallest window, and leads to the options', async () => {
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1024, 640))
  const link = guide().getByRole('button', { name: 'About the separation options' })
  await link.focus()
  const box = (await link.boundingBox())!
  expect(box.y + box.height).toBeLessThan(640)
  await running.window.keyboard.press('Enter')
  await editor.message('About the separation options').waitFor()
  expect(running.errors).toEqual([])
})
