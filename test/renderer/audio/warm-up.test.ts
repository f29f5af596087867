import { expect, test } from 'vitest'
import { warmUp } from '../../../src/renderer/audio/warm-up'

test.each([1, 2, 6])(
  'the audio code is run through for %i channels, whatever the rate, in a moment',
  (channelCount) => {
    const started = performance.now()
    for (const sampleRate of [8000, 44_100, 192_000]) warmUp(channelCount, sampleRate)
    expect(performance.now() - started).toBeLessThan(10_000)
  }
)
