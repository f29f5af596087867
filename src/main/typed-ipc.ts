import { ipcMain, type IpcMainInvokeEvent, type WebContents, type WebFrameMain } from 'electron'
import { z } from 'zod'
import {
  desktopRequests,
  type DesktopEvent,
  type DesktopEvents,
  type DesktopRequest,
  type DesktopRequests
} from '@core/contract/desktop'
import { AppError, type ErrorData } from '@core/errors'
import { eventChannel, requestChannel } from './channels'

/** T with everything in it read-only: what is sent is only serialized. */
export type Serializable<T> = T extends Float32Array
  ? Float32Array
  : T extends object
    ? { readonly [K in keyof T]: Serializable<T[K]> }
    : T

type RequestParams<N extends DesktopRequest> = z.infer<DesktopRequests[N]['params']>
type RequestResult<N extends DesktopRequest> = Serializable<z.infer<DesktopRequests[N]['result']>>

/** One handler for each request of the contract: a missing one is a type error. */
export type DesktopHandlers = {
  readonly [N in DesktopRequest]: (params: RequestParams<N>) => RequestResult<N> | Promise<RequestResult<N>>
}

type Answer = { readonly isOk: true; readonly value: unknown } | { readonly isOk: false; readonly error: ErrorData }

/** Who may ask: the top frame of one window, while it shows a page of `origin`. */
export interface TrustedPage {
  readonly contents: WebContents
  readonly origin: string
}

/** Whether a message comes from our page: not from a frame inside it, another window, or a page that took its place. */
export function isTrustedSender(event: { sender: unknown; senderFrame: unknown }, page: TrustedPage): boolean {
  const { contents, origin } = page
  const frame = event.senderFrame as WebFrameMain | null
  if (contents.isDestroyed() || frame === null) return false
  return event.sender === contents && frame === contents.mainFrame && frame.origin === origin
}

/** Answers every request of the contract. Refusals and failures are answers too, as data. */
export function serveDesktop(page: TrustedPage, handlers: DesktopHandlers): void {
  for (const name of Object.keys(desktopRequests) as DesktopRequest[]) {
    ipcMain.handle(requestChannel(name), (event, params: unknown) => answer(name, event, params))
  }

  async function answer(name: DesktopRequest, event: IpcMainInvokeEvent, params: unknown): Promise<Answer> {
    try {
      if (!isTrustedSender(event, page))
        throw new AppError('invalid-argument', `${name}: not sent by the window's page`)
      const parsed = desktopRequests[name].params.safeParse(params)
      if (!parsed.success) throw new AppError('invalid-argument', `${name}: ${z.prettifyError(parsed.error)}`)
      const handler = handlers[name] as (params: unknown) => unknown
      return { isOk: true, value: await handler(parsed.data) }
    } catch (thrown) {
      return { isOk: false, error: AppError.from(thrown).toData() }
    }
  }
}

/** Tells the page of a window that something happened; nothing when the page is gone. */
export function sendEvent<N extends DesktopEvent>(
  contents: WebContents,
  name: N,
  payload: Serializable<z.infer<DesktopEvents[N]>>
): void {
  if (contents.isDestroyed() || contents.isCrashed()) return
  contents.send(eventChannel(name), payload)
}
