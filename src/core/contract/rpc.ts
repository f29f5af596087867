import { z } from 'zod'
import { AppError, errorCodes, type ErrorData } from '../errors'

/** What both ends of any port need: Electron's, the browser's and Node's ports are wrapped to this shape. */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
}

/** One callable method: its parameters and result, and the progress it reports if it takes long. */
export interface Method {
  readonly params: z.ZodType
  readonly result: z.ZodType
  readonly progress?: z.ZodType
}
export type Methods = Readonly<Record<string, Method>>

export type Params<M extends Method> = z.infer<M['params']>
export type Result<M extends Method> = z.infer<M['result']>
export type Progress<M extends Method> = M['progress'] extends z.ZodType ? z.infer<M['progress']> : never

/** What a call came to. Cancelled is a result, not an error. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ErrorData }

/** The caller's wish while a call runs: drop it, or (where the method allows) end early and keep what there is. */
export type Interruption = 'cancel' | 'finish'

const errorDataSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
})

const toServer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.int(), method: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('interrupt'), id: z.int(), wish: z.enum(['cancel', 'finish']) })
])
const toClient = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), id: z.int(), value: z.unknown() }),
  z.object({
    type: z.literal('outcome'),
    id: z.int(),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('done'), value: z.unknown() }),
      z.object({ kind: z.literal('cancelled') }),
      z.object({ kind: z.literal('failed'), error: errorDataSchema })
    ])
  })
])

/** A call under way. */
export interface Call<T> {
  readonly outcome: Promise<Outcome<T>>
  interrupt(wish: Interruption): void
}

export interface Client<Ms extends Methods> {
  /** Starts a call whose progress and end the caller follows. */
  start<N extends keyof Ms & string>(
    method: N,
    params: Params<Ms[N]>,
    onProgress?: (progress: Progress<Ms[N]>) => void
  ): Call<Result<Ms[N]>>
  /** Calls and waits; throws AppError when the call fails or is cancelled. */
  call<N extends keyof Ms & string>(method: N, params: Params<Ms[N]>): Promise<Result<Ms[N]>>
}

/**
 * The calling end. When the port closes every pending call fails with 'engine-died', and so does every later one.
 */
export function createClient<Ms extends Methods>(methods: Ms, port: Port): Client<Ms> {
  interface Pending {
    readonly method: Method
    readonly settle: (outcome: Outcome<unknown>) => void
    readonly onProgress: ((progress: unknown) => void) | undefined
  }
  const pending = new Map<number, Pending>()
  const died: Outcome<never> = {
    kind: 'failed',
    error: { code: 'engine-died', message: 'the port closed while the call was under way', details: {} }
  }
  let nextId = 1
  let isOpen = true

  const settle = (id: number, outcome: Outcome<unknown>) => {
    pending.get(id)?.settle(outcome)
    pending.delete(id)
  }

  port.onMessage((raw) => {
    const parsed = toClient.safeParse(raw)
    if (!parsed.success) return settle(idOf(raw) ?? 0, contractBreach('the message', parsed.error))
    const message = parsed.data
    const call = pending.get(message.id)
    if (call === undefined) return
    if (message.type === 'progress') {
      const progress = call.method.progress?.safeParse(message.value)
      if (progress?.success) call.onProgress?.(progress.data)
      else if (progress !== undefined) settle(message.id, contractBreach('the progress', progress.error))
      return
    }
    const { outcome } = message
    settle(message.id, outcome.kind === 'done' ? parsedResult(call.method, outcome.value) : outcome)
  })
  port.onClose(() => {
    isOpen = false
    for (const call of pending.values()) call.settle(died)
    pending.clear()
  })

  const start: Client<Ms>['start'] = (name, params, onProgress) => {
    const id = nextId++
    const outcome = new Promise<Outcome<unknown>>((resolve) => {
      if (!isOpen) return resolve(died)
      pending.set(id, { method: methods[name]!, settle: resolve, onProgress: onProgress as Pending['onProgress'] })
      try {
        port.post({ type: 'call', id, method: name, params })
      } catch (thrown) {
        // What a port cannot copy (a function, a proxy) is refused before anything was sent.
        settle(id, { kind: 'failed', error: AppError.from(thrown).toData() })
      }
    })
    return {
      outcome: outcome as Promise<Outcome<Result<Ms[typeof name]>>>,
      interrupt: (wish) => {
        if (pending.has(id)) port.post({ type: 'interrupt', id, wish })
      }
    }
  }
  return {
    start,
    call: async (name, params) => {
      const outcome = await start(name, params).outcome
      if (outcome.kind === 'done') return outcome.value
      if (outcome.kind === 'cancelled') throw new AppError('unexpected', `${name} was cancelled`)
      throw AppError.fromData(outcome.error)
    }
  }
}

function parsedResult(method: Method, value: unknown): Outcome<unknown> {
  const parsed = method.result.safeParse(value)
  return parsed.success ? { kind: 'done', value: parsed.data } : contractBreach('the answer', parsed.error)
}

function contractBreach(what: string, error: z.ZodError): Outcome<never> {
  const message = `${what} does not fit the contract: ${z.prettifyError(error)}`
  return { kind: 'failed', error: { code: 'unexpected', message, details: {} } }
}

/** The id of a message that is otherwise not understood. */
function idOf(raw: unknown): number | undefined {
  return z.object({ id: z.int() }).safeParse(raw).data?.id
}

/** What a handler is given besides its parameters. */
export interface CallContext<P> {
  readonly interruption: () => Interruption | null
  readonly reportProgress: (progress: P) => void
}

export type Handlers<Ms extends Methods> = {
  readonly [N in keyof Ms]: (
    params: Params<Ms[N]>,
    context: CallContext<Progress<Ms[N]>>
  ) => Promise<Outcome<Result<Ms[N]>> | Result<Ms[N]>>
}

/** A handler returns this (or an Outcome) when it stopped because of a cancel. */
export const cancelled: Outcome<never> = { kind: 'cancelled' }

/**
 * The serving end: parses what arrives, runs the handler, answers with its outcome. A handler that throws, and a message that
 * is not understood, are answered with the error as data; the port stays usable. When the port closes all calls under way are
 * cancelled. A 'cancel' is never taken back by a later 'finish'.
 */
export function serve<Ms extends Methods>(methods: Ms, port: Port, handlers: Handlers<Ms>): void {
  const wishes = new Map<number, Interruption | null>()
  port.onClose(() => {
    for (const id of wishes.keys()) wishes.set(id, 'cancel')
  })
  port.onMessage((raw) => {
    const parsed = toServer.safeParse(raw)
    if (!parsed.success) {
      const id = idOf(raw)
      if (id !== undefined) answer(id, contractBreach('the message', parsed.error))
      return
    }
    const message = parsed.data
    if (message.type === 'interrupt') {
      if (wishes.has(message.id) && wishes.get(message.id) !== 'cancel') wishes.set(message.id, message.wish)
      return
    }
    const { id } = message
    wishes.set(id, null)
    void run(message.method, message.params, {
      interruption: () => wishes.get(id) ?? null,
      reportProgress: (value) => port.post({ type: 'progress', id, value })
    }).then((outcome) => {
      wishes.delete(id)
      answer(id, outcome)
    })
  })

  function answer(id: number, outcome: Outcome<unknown>): void {
    try {
      port.post({ type: 'outcome', id, outcome })
    } catch (thrown) {
      port.post({ type: 'outcome', id, outcome: { kind: 'failed', error: AppError.from(thrown).toData() } })
    }
  }

  async function run(name: string, params: unknown, context: CallContext<unknown>): Promise<Outcome<unknown>> {
    try {
      const method = Object.hasOwn(methods, name) ? methods[name] : undefined
      if (method === undefined) throw new AppError('invalid-argument', `there is no method ${name}`, { method: name })
      const parsed = method.params.safeParse(params)
      if (!parsed.success) {
        throw new AppError('invalid-argument', `${name}: ${z.prettifyError(parsed.error)}`, { method: name })
      }
      const handler = handlers[name as keyof Ms] as (params: unknown, context: CallContext<unknown>) => Promise<unknown>
      const value = await handler(parsed.data, context)
      return isOutcome(value) ? value : { kind: 'done', value }
    } catch (thrown) {
      return { kind: 'failed', error: AppError.from(thrown).toData() }
    }
  }
}

function isOutcome(value: unknown): value is Outcome<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    ['done', 'cancelled', 'failed'].includes(value.kind as string)
  )
}
