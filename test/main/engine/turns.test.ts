import { expect, it } from 'vitest'
import { runInSlices } from '../../../src/main/engine/time-slices'
import { nextTurn } from '../../../src/main/engine/turns'

it('one piece of work goes on in each turn, in the order in which they came', async () => {
  const done: string[] = []
  const work = async (name: string): Promise<void> => {
    for (let step = 0; step < 3; step++) {
      await nextTurn()
      done.push(name)
    }
  }
  const turns = new Promise<void>((resolve) => {
    const next = (count: number): void => {
      if (count > 0) done.push('|')
      if (count === 9) resolve()
      else setImmediate(next, count + 1)
    }
    next(0)
  })
  await Promise.all([work('a'), work('b'), work('c'), turns])
  expect(done.join('')).toBe('|a|b|c|a|b|c|a|b|c')
})

it('a request is answered after one slice of many jobs', async () => {
  let slices = 0
  function* busy(): Generator<void, void> {
    for (let step = 0; step < 4; step++) {
      const end = performance.now() + 21
      while (performance.now() < end);
      slices++
      yield
    }
  }
  const jobs = Array.from({ length: 5 }, () => runInSlices(busy(), { isCancelled: () => false }))
  await new Promise((resolve) => setTimeout(resolve, 1))
  const first = slices
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(slices - first).toBeLessThanOrEqual(2)
  await Promise.all(jobs)
  expect(slices).toBe(20)
})
