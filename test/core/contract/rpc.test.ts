import { AppError } from '@core/errors'
import { cancelled, createClient, serve, type Handlers, type Port } from '@core/contract/rpc'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'

const methods = {
  double: { params: z.object({ value: z.number() }), result: z.number() },
  work: { params: z.null(), result: z.string(), progress: z.object({ done: z.number() }) }
}

class FakePort implements Port {
  readonly messageListeners: ((message: unknown) => void)[] = []
  readonly closeListeners: (() => void)[] = []
  peer: FakePort | undefined
  isOpen = true

  post(message: unknown): void {
    const copy = structuredClone(message)
    queueMicrotask(() => {
      if (this.isOpen) this.peer?.messageListeners.forEach((listener) => listener(copy))
    })
  }
  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener)
  }
  onClose(listener: () => void): void {
    this.closeListeners.push(listener)
  }
  close(): void {
    for (const port of [this, this.peer]) {
      if (port === undefined || !port.isOpen) continue
      port.isOpen = false
      port.closeListeners.forEach((listener) => listener())
    }
  }
}

function connect(handlers: Partial<Handlers<typeof methods>> = {}) {
  const [near, far] = [new FakePort(), new FakePort()]
  near.peer = far
  far.peer = near
  serve(methods, far, {
    double: ({ value }) => Promise.resolve(2 * value),
    work: () => Promise.resolve('done'),
    ...handlers
  })
  return { client: createClient(methods, near), near, far }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('calls are answered, each with its own answer', async () => {
  const { client } = connect({ double: async ({ value }) => (await settled(), 2 * value) })
  const answers = await Promise.all([1, 2, 3].map((value) => client.call('double', { value })))
  expect(answers).toEqual([2, 4, 6])
})

test('what a handler throws arrives as an error with code and details, and the port stays usable', async () => {
  const { client } = connect({
    double: ({ value }) =>
      value < 0 ? Promise.reject(new AppError('negative-value', 'below 0', { value })) : Promise.resolve(value)
  })
  const error = await client.call('double', { value: -1 }).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code: 'negative-value', details: { value: -1 } })
  expect(await client.call('double', { value: 3 })).toBe(3)
})

test('parameters, results and progress that do not fit the contract fail the call', async () => {
  const { client } = connect({
    double: () => Promise.resolve('four' as unknown as number),
    work: async (_params, { reportProgress }) => {
      reportProgress({ done: 'half' } as unknown as { done: number })
      await settled()
      return 'done'
    }
  })
  expect(await client.start('double', { value: 2 }).outcome).toMatchObject({
    kind: 'failed',
    error: { code: 'unexpected' }
  })
  expect(await client.start('work', null, vi.fn()).outcome).toMatchObject({ kind: 'failed' })
  const badParams = { value: 'two' } as unknown as { value: number }
  expect(await client.start('double', badParams).outcome).toMatchObject({ error: { code: 'invalid-argument' } })
  const noMethod = 'toString' as 'double'
  expect(await client.start(noMethod, { value: 1 }).outcome).toMatchObject({ error: { code: 'invalid-argument' } })
})

test('progress arrives in order, before the end and not after it', async () => {
  const { client } = connect({
    work: async (_params, { reportProgress }) => {
      reportProgress({ done: 1 })
      reportProgress({ done: 2 })
      setTimeout(() => reportProgress({ done: 3 }), 5)
      await Promise.resolve()
      return 'done'
    }
  })
  const seen: number[] = []
  await client.start('work', null, ({ done }) => seen.push(done)).outcome
  expect(seen).toEqual([1, 2])
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(seen).toEqual([1, 2])
})

test('a cancel reaches the handler, is an outcome and not an error, and is not taken back by a finish', async () => {
  const { client } = connect({
    work: async (_params, { interruption }) => {
      while (interruption() === null) await settled()
      await settled()
      return interruption() === 'cancel' ? cancelled : 'finished early'
    }
  })
  const one = client.start('work', null)
  one.interrupt('cancel')
  one.interrupt('finish')
  expect(await one.outcome).toEqual({ kind: 'cancelled' })
  const other = client.start('work', null)
  other.interrupt('finish')
  expect(await other.outcome).toEqual({ kind: 'done', value: 'finished early' })
})

test('when the port closes every pending call fails, later ones too, and handlers are told to stop', async () => {
  const wishes: unknown[] = []
  const { client, near } = connect({
    work: async (_params, { interruption }) => {
      await settled()
      wishes.push(interruption())
      return 'done'
    }
  })
  const pending = client.start('work', null)
  await Promise.resolve()
  near.close()
  expect(await pending.outcome).toMatchObject({ kind: 'failed', error: { code: 'engine-died' } })
  expect(await client.start('double', { value: 1 }).outcome).toMatchObject({ error: { code: 'engine-died' } })
  await settled()
  await settled()
  expect(wishes).toEqual(['cancel'])
})

test('what cannot be copied fails its own call, on either side', async () => {
  const { client } = connect({ work: () => Promise.resolve((() => 'uncopyable') as unknown as string) })
  const uncopyable = { value: (() => 1) as unknown as number }
  expect(await client.start('double', uncopyable).outcome).toMatchObject({ kind: 'failed' })
  expect(await client.start('work', null).outcome).toMatchObject({ kind: 'failed' })
  expect(await client.call('double', { value: 1 })).toBe(2)
})

test('messages that are not understood do no harm', async () => {
  const { client, near, far } = connect()
  for (const nonsense of [
    null,
    'call',
    7,
    { type: 'call' },
    { type: 'call', id: 1 },
    { type: 'interrupt', id: 1, wish: 'no' }
  ]) {
    near.post(nonsense)
    far.post(nonsense)
  }
  await settled()
  expect(await client.call('double', { value: 4 })).toBe(8)
})
