import { engineMethods, type EngineMethods } from '@core/contract/engine'
import { createClient, type Call, type Client, type Interruption, type Outcome, type Port } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import * as desktop from './desktop'

/** How long a call waits for the engine to be started (again) before it fails. */
const patienceMilliseconds = 5000

export interface EngineConnection {
  /** Calls the engine as it is now; a call made while there is none waits a few seconds for the next one. */
  readonly client: Client<EngineMethods>
  readonly isConnected: boolean
  /** Tells of each engine that is started, the first one too: it knows no clips and no separations. */
  onReconnect(listener: () => void): () => void
}

interface OpenPort {
  readonly client: Client<EngineMethods>
  close(): void
}

const died: Outcome<never> = {
  kind: 'failed',
  error: { code: 'engine-died', message: 'no engine answered the call', details: {} }
}

/** Takes the engine's port from the preload, each time the engine starts; the newest one counts. */
export function createEngineConnection(): EngineConnection {
  const reconnectListeners = new Set<() => void>()
  const waiting = new Set<(client: Client<EngineMethods>) => void>()
  let current: OpenPort | null = null

  const disconnect = () => {
    current?.close()
    current = null
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window || event.origin !== window.location.origin || event.data !== 'engine-port') return
    const [port] = event.ports
    if (port === undefined) return
    disconnect()
    const opened = openPort(port, () => {
      if (current === opened) current = null
    })
    current = opened
    for (const resume of waiting) resume(opened.client)
    // In a task of its own: whoever made a call that just failed must be able to listen first.
    setTimeout(() => {
      for (const listener of reconnectListeners) listener()
    })
  })
  // A MessagePort does not reliably tell that the process at its other end has died; main does.
  desktop.on('engine-exited', disconnect)

  const nextClient = () =>
    new Promise<Client<EngineMethods> | null>((resolve) => {
      const settle = (client: Client<EngineMethods> | null) => {
        clearTimeout(timer)
        waiting.delete(settle)
        resolve(client)
      }
      const timer = setTimeout(() => settle(null), patienceMilliseconds)
      waiting.add(settle)
    })

  const start: Client<EngineMethods>['start'] = (method, params, onProgress) =>
    current === null
      ? startLater(nextClient(), (client) => client.start(method, params, onProgress))
      : current.client.start(method, params, onProgress)

  return {
    client: {
      start,
      call: async (method, params) => {
        const outcome = await start(method, params).outcome
        if (outcome.kind === 'done') return outcome.value
        if (outcome.kind === 'cancelled') throw new AppError('unexpected', `${method} was cancelled`)
        throw AppError.fromData(outcome.error)
      }
    },
    get isConnected() {
      return current !== null
    },
    onReconnect: (listener) => {
      reconnectListeners.add(listener)
      return () => reconnectListeners.delete(listener)
    }
  }
}

/** A call that begins when there is an engine; a cancel in the meantime ends it at once. */
function startLater<T>(
  next: Promise<Client<EngineMethods> | null>,
  begin: (client: Client<EngineMethods>) => Call<T>
): Call<T> {
  let call: Call<T> | null = null
  let wish: Interruption | null = null
  const begun = next.then((client): Outcome<T> | Promise<Outcome<T>> => {
    if (wish === 'cancel') return { kind: 'cancelled' }
    if (client === null) return died
    call = begin(client)
    if (wish !== null) call.interrupt(wish)
    return call.outcome
  })
  let giveUp: (outcome: Outcome<T>) => void
  const givenUp = new Promise<Outcome<T>>((resolve) => (giveUp = resolve))
  return {
    outcome: Promise.race([begun, givenUp]),
    interrupt: (newWish) => {
      if (wish !== 'cancel') wish = newWish
      if (call !== null) call.interrupt(newWish)
      else if (newWish === 'cancel') giveUp({ kind: 'cancelled' })
    }
  }
}

function openPort(port: MessagePort, onClose: () => void): OpenPort {
  const closeListeners: (() => void)[] = [onClose]
  let isOpen = true
  const close = () => {
    if (!isOpen) return
    isOpen = false
    port.close()
    for (const listener of closeListeners) listener()
  }
  const adapted: Port = {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    onClose: (listener) => closeListeners.push(listener)
  }
  const client = createClient(engineMethods, adapted)
  port.addEventListener('close', close)
  port.start()
  return { client, close }
}
