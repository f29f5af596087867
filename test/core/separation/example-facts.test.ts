import { describe, expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { describeExampleProblem } from '@core/contract/example-sentences'
import { exampleProblems, measureExample } from '@core/separation/example-facts'

const sampleRate = 8000
const source = (sample: (t: number) => number, seconds = 8) => {
  const count = seconds * sampleRate
  return clipSource({
    sampleRate,
    lengthSamples: count,
    channels: [Float32Array.from({ length: count }, (_, t) => sample(t))]
  })
}
const tone = (t: number) => 0.5 * Math.sin(0.3 * t)

describe('the facts of an example', () => {
  test('are how long it is and sounds, hits with pauses counting as sound', () => {
    expect(measureExample(source(tone), null)).toEqual({ seconds: 8, soundingSeconds: 8, clippedSamples: 0 })
    const late = source((t) => (t < 6 * sampleRate ? 0 : tone(t)))
    expect(measureExample(late, null)).toMatchObject({ seconds: 8, soundingSeconds: 2 })
    const hits = source((t) => (t % 3000 < 100 ? tone(t) : 0))
    expect(measureExample(hits, null).soundingSeconds).toBe(8)
    expect(
      measureExample(late, [
        { startSeconds: 5, endSeconds: 7 },
        { startSeconds: 7.5, endSeconds: 9 }
      ])
    ).toMatchObject({
      seconds: 2.5,
      soundingSeconds: 1.5
    })
    expect(
      measureExample(
        source(() => 0),
        null
      ).soundingSeconds
    ).toBe(0)
  })

  test('count samples that are cut at full scale, not those that only touch it', () => {
    const touched = source((t) => (t % 100 === 0 ? 1 : 0.2))
    expect(measureExample(touched, null).clippedSamples).toBe(0)
    const cut = source((t) => Math.max(-1, Math.min(1, 3 * Math.sin(0.3 * t))))
    expect(measureExample(cut, null).clippedSamples).toBeGreaterThan(20_000)
  })
})

describe('problems of an example', () => {
  const good = { seconds: 10, soundingSeconds: 10, clippedSamples: 0 }

  test('are none where it is long and clean', () => {
    expect(exampleProblems(good, 0.1)).toEqual([])
    expect(exampleProblems(good, null)).toEqual([])
  })

  test('are each said in sentences with the values and what to do', () => {
    const problems = exampleProblems({ seconds: 3, soundingSeconds: 1.5, clippedSamples: 300 }, 0.4)
    const sentences = problems.map((problem) => describeExampleProblem(problem, 'drums'))
    expect(sentences).toEqual([
      expect.stringMatching(/“drums” sounds for only 1\.5 s.*give it at least/),
      expect.stringMatching(/is clipped: 300 samples.*Take a copy/),
      expect.stringMatching(/explain 40 % of it.*Take a passage/)
    ])
  })
})
