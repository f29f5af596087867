import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cancelRedraw, requestRedraw } from '../../../src/renderer/drawing/redraw-queue'

let frames: (() => void)[] = []
let clockMilliseconds = 0

beforeEach(() => {
  frames = []
  vi.spyOn(performance, 'now').mockImplementation(() => clockMilliseconds)
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function nextFrame(): void {
  for (const draw of frames.splice(0)) draw()
}

test('draws all that was asked for in one frame, each once', () => {
  const drawn: string[] = []
  const [a, b] = [() => drawn.push('a'), () => drawn.push('b')]
  requestRedraw(a)
  requestRedraw(b)
  requestRedraw(a)
  nextFrame()
  expect(drawn).toEqual(['a', 'b'])
  expect(frames).toHaveLength(0)
})

test('leaves what takes too long to the next frame, in which it comes first', () => {
  const drawn: string[] = []
  const slow = (name: string) => () => {
    drawn.push(name)
    clockMilliseconds += 5
  }
  const lanes = ['a', 'b', 'c', 'd'].map(slow)
  lanes.forEach(requestRedraw)
  nextFrame()
  expect(drawn).toEqual(['a', 'b'])
  requestRedraw(lanes[0])
  nextFrame()
  expect(drawn).toEqual(['a', 'b', 'c', 'd'])
  nextFrame()
  expect(drawn).toEqual(['a', 'b', 'c', 'd', 'a'])
})

test('draws what a draw asks for in the next frame', () => {
  let count = 0
  const again = () => {
    if (++count < 2) requestRedraw(again)
  }
  requestRedraw(again)
  nextFrame()
  expect(count).toBe(1)
  nextFrame()
  expect(count).toBe(2)
})

test('forgets what was cancelled', () => {
  const draw = vi.fn()
  requestRedraw(draw)
  cancelRedraw(draw)
  nextFrame()
  expect(draw).not.toHaveBeenCalled()
})
