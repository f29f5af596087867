import { engineMethods, type EngineMethods } from '@core/contract/engine'
import { cancelled, serve, type Handlers } from '@core/contract/rpc'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEngineConnection } from '../../../src/renderer/clients/engine'

/** The page's window, as far as the connection needs it: messages, and main's events. */
class FakeWindow extends EventTarget {
  readonly location = { origin: 'app://unweave' }
  readonly exitListeners: ((payload: unknown) => void)[] = []
  readonly desktop = {
    on: (_name: string, listener: (payload: unknown) => void) => {
      this.exitListeners.push(listener)
      return () => undefined
    }
  }

  deliver(port: MessagePort, from: { source?: unknown; origin?: string; data?: unknown } = {}): void {
    const facts = { source: this, origin: this.location.origin, data: 'engine-port', ports: [port], ...from }
    this.dispatchEvent(Object.assign(new Event('message'), facts))
  }
}

let page: FakeWindow
let testEnd: AbortController
const ports: MessagePort[] = []

beforeEach(() => {
  page = new FakeWindow()
  testEnd = new AbortController()
  vi.stubGlobal('window', page)
})
afterEach(() => {
  testEnd.abort()
  vi.unstubAllGlobals()
  vi.useRealTimers()
  for (const port of ports.splice(0)) port.close()
})

/** An engine that answers findExisting with its own name, and separates until it is told to stop. */
function startEngine(name: string): MessagePort {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const { signal } = testEnd
  const handlers: Partial<Handlers<EngineMethods>> = {
    findExisting: () => Promise.resolve({ existing: [name] }),
    closeClip: async (_params, { interruption }) => {
      while (interruption() === null && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 1))
      return cancelled
    }
  }
  serve(
    engineMethods,
    {
      post: (message) => port2.postMessage(message),
      onMessage: (listener) => {
        port2.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data))
        port2.start()
      },
      onClose: () => undefined
    },
    handlers as Handlers<EngineMethods>
  )
  return port1
}

const params = { folderGrant: 'grant', fileNames: [] }

test('calls go to the engine whose port came last', async () => {
  const { client } = createEngineConnection()
  page.deliver(startEngine('first'))
  expect(await client.call('findExisting', params)).toEqual({ existing: ['first'] })
  page.deliver(startEngine('second'))
  expect(await client.call('findExisting', params)).toEqual({ existing: ['second'] })
})

test('a port from another window, another origin or with another message is not taken', () => {
  const connection = createEngineConnection()
  page.deliver(startEngine('x'), { source: new FakeWindow() })
  page.deliver(startEngine('x'), { origin: 'https://example.com' })
  page.deliver(startEngine('x'), { data: 'other-port' })
  expect(connection.isConnected).toBe(false)
})

test('a call that is made before the engine is there waits for it', async () => {
  const { client } = createEngineConnection()
  const call = client.call('findExisting', params)
  page.deliver(startEngine('late'))
  expect(await call).toEqual({ existing: ['late'] })
})

test('a call fails when no engine comes within a few seconds, and a cancel in the meantime ends it at once', async () => {
  vi.useFakeTimers()
  const { client } = createEngineConnection()
  const waiting = client.start('findExisting', params)
  const given = client.start('findExisting', params)
  given.interrupt('cancel')
  expect(await given.outcome).toEqual({ kind: 'cancelled' })
  await vi.advanceTimersByTimeAsync(5001)
  expect(await waiting.outcome).toMatchObject({ kind: 'failed', error: { code: 'engine-died' } })
})

test('when main says that the engine is gone its calls fail, and the next engine is told', async () => {
  const connection = createEngineConnection()
  let starts = 0
  const stop = connection.onReconnect(() => starts++)
  page.deliver(startEngine('first'))
  const pending = connection.client.start('closeClip', { clipId: 'clip' })
  page.exitListeners.forEach((listener) => listener({ reason: 'killed' }))
  expect(await pending.outcome).toMatchObject({ kind: 'failed', error: { code: 'engine-died' } })
  expect(connection.isConnected).toBe(false)
  page.deliver(startEngine('second'))
  expect(connection.isConnected).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(starts).toBe(2)
  stop()
})

test('a cancel reaches the engine', async () => {
  const { client } = createEngineConnection()
  page.deliver(startEngine('first'))
  const call = client.start('closeClip', { clipId: 'clip' })
  call.interrupt('cancel')
  expect(await call.outcome).toEqual({ kind: 'cancelled' })
})
