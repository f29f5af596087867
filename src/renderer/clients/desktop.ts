import {
  audioFileSchema,
  desktopAnswerSchema,
  desktopEvents,
  desktopRequests,
  openedFileSchema,
  type AudioFile,
  type Desktop,
  type DesktopEvent,
  type DesktopEvents,
  type DesktopRequest,
  type DesktopRequests,
  type OpenedFile
} from '@core/contract/desktop'
import { AppError } from '@core/errors'
import { z } from 'zod'
import { toErrorData } from './error-messages'

declare global {
  interface Window {
    readonly desktop: Desktop
  }
}

type RequestParams<N extends DesktopRequest> = z.infer<DesktopRequests[N]['params']>
type RequestResult<N extends DesktopRequest> = z.infer<DesktopRequests[N]['result']>

/** Asks main; throws AppError when main answers with an error or with something the contract does not know. */
export async function request<N extends DesktopRequest>(
  name: N,
  ...[params]: RequestParams<N> extends null ? [] : [RequestParams<N>]
): Promise<RequestResult<N>> {
  const answer = await window.desktop.request(name, params ?? null)
  return readAnswer(desktopRequests[name].result, answer, name) as RequestResult<N>
}

/** Opens a file that was dropped on the window; the preload knows its path, the page does not. */
export async function openDropped(file: File): Promise<OpenedFile | null> {
  return readAnswer(openedFileSchema.nullable(), await window.desktop.openDropped(file), 'open-dropped')
}

/** Lets the engine read a file that was dropped, beside what is open. */
export async function grantDropped(file: File): Promise<AudioFile> {
  return readAnswer(audioFileSchema, await window.desktop.grantDropped(file), 'grant-dropped')
}

/** Follows an event of main's; the function given back ends that. */
export function on<N extends DesktopEvent>(
  name: N,
  listener: (payload: z.infer<DesktopEvents[N]>) => void
): () => void {
  const schema: z.ZodType = desktopEvents[name]
  return window.desktop.on(name, (payload) => {
    listener(readPayload(schema, payload, name) as z.infer<DesktopEvents[N]>)
  })
}

function readAnswer<S extends z.ZodType>(schema: S, raw: unknown, name: string): z.infer<S> {
  const answer = readPayload(desktopAnswerSchema, raw, name)
  if (!answer.isOk) throw AppError.fromData(toErrorData(answer.error))
  return readPayload(schema, answer.value, name)
}

function readPayload<S extends z.ZodType>(schema: S, raw: unknown, name: string): z.infer<S> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('unexpected', `${name} does not fit the contract: ${z.prettifyError(parsed.error)}`, {
    channel: name
  })
}
