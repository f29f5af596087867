import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { EditorDriver } from '../support/editor-driver'
import { launchApp, type RunningApp } from '../support/electron-app'
import { answerDialogs } from '../support/native-dialogs'
import { writeShortRecording } from '../support/short-recording'

let running: RunningApp | undefined
let folder: string | undefined

afterEach(async () => {
  await running?.close()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

/** What the page's policy has refused since the page was loaded, also before anybody listened. */
function violations(): Promise<string[]> {
  return running!.window.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const observer = new ReportingObserver(() => undefined, { types: ['csp-violation'], buffered: true })
        observer.observe()
        resolve(
          observer.takeRecords().map(({ body }) => (body as { effectiveDirective?: string })?.effectiveDirective ?? '')
        )
      })
  )
}

test('the page does nothing that its own policy forbids: not at the start, nor opening, separating, playing, saving', async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-policy-'))
  await writeShortRecording(join(folder, 'one.wav'))
  running = await launchApp({ args: [join(folder, 'one.wav')] })
  const editor = new EditorDriver(running)
  await editor.waitUntilOpened()
  await editor.separate({ components: 2, iterations: 3 })
  await editor.button('Play').click()
  await answerDialogs(running.app, { save: join(folder, 'one.unweave') })
  await editor.choose('file.save')
  await editor.waitForTitle('one.unweave')
  expect(await violations()).toEqual([])
  expect(running.errors).toEqual([])

  // The observer does see what is refused.
  await running.window.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'void 0'
    document.head.append(script)
  })
  await expect.poll(violations).toEqual(['script-src-elem'])
})
