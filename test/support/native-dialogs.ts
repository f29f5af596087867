import type { ElectronApplication } from 'playwright-core'

export interface DialogAnswers {
  /** paths chosen in the next open dialogs; null cancels */
  open?: string[] | null
  /** path chosen in the next save dialogs; null cancels */
  save?: string | null
  /** label or index of the button pressed in the next message boxes */
  button?: string | number
}

export interface DialogCall {
  kind: 'open' | 'save' | 'message'
  options: { title?: string; message?: string; detail?: string; buttons?: string[]; defaultPath?: string }
}

interface Recorder {
  unweaveDialogCalls?: DialogCall[]
}

/** Playwright cannot press buttons of the system's own dialogs: main answers them itself, and notes that it was asked. */
export async function answerDialogs(app: ElectronApplication, answers: DialogAnswers): Promise<void> {
  await app.evaluate(({ dialog }, given) => {
    const recorder = globalThis as Recorder
    const calls = (recorder.unweaveDialogCalls ??= [])
    const note = (kind: DialogCall['kind'], args: unknown[]): void => {
      // The window is the first of two arguments; the options are always the last.
      calls.push({ kind, options: JSON.parse(JSON.stringify(args.at(-1))) as DialogCall['options'] })
    }
    if (given.open !== undefined) {
      const paths = given.open
      dialog.showOpenDialog = (...args: unknown[]) => {
        note('open', args)
        return Promise.resolve({ canceled: paths === null, filePaths: paths ?? [] })
      }
    }
    if (given.save !== undefined) {
      const path = given.save
      dialog.showSaveDialog = (...args: unknown[]) => {
        note('save', args)
        return Promise.resolve({ canceled: path === null, filePath: path ?? '' })
      }
    }
    if (given.button !== undefined) {
      const { button } = given
      dialog.showMessageBox = (...args: unknown[]) => {
        note('message', args)
        const { buttons = [] } = args.at(-1) as { buttons?: string[] }
        const response = typeof button === 'number' ? button : buttons.indexOf(button)
        if (response < 0) throw new Error(`no button ${button} among ${buttons.join(', ')}`)
        return Promise.resolve({ response, checkboxChecked: false })
      }
    }
  }, answers)
}

/** The dialogs asked for since the first answerDialogs. */
export function readDialogCalls(app: ElectronApplication): Promise<DialogCall[]> {
  return app.evaluate(() => (globalThis as Recorder).unweaveDialogCalls ?? [])
}
