import { EditorDriver } from '../test/support/editor-driver'
import type { RunningApp } from '../test/support/electron-app'
import { answerDialogs } from '../test/support/native-dialogs'

/** Opens a file by the keyboard and the system's dialog. Returns when it began, by performance.now(). */
export async function startOpening(running: RunningApp, path: string): Promise<number> {
  await answerDialogs(running.app, { open: [path] })
  await new EditorDriver(running).button('Open…').waitFor()
  await running.window.waitForTimeout(1000)
  await running.window.keyboard.press('Control+o')
  return performance.now()
}
