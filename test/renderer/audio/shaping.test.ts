import { describe, expect, test } from 'vitest'
import { clipSource } from '@core/audio/sample-source'
import { hintField } from '@core/separation/hint-field'
import type { Hint } from '@core/separation/hints'
import { MaskStream } from '@core/separation/mask-stream'
import type { SourceShaping } from '@core/separation/weighted-masks'
import { stftLayout } from '@core/spectral/stft-layout'
import { hopSamples, noise, Rig, sampleRate, splitFactors, steepest, tones, windowSamples } from './playback-fixture'
import { levelAt } from './spectra'

const length = 40_000
const layout = stftLayout(length, windowSamples, hopSamples)

/** Everything around 2 kHz was painted as the other source's; both components share it half and half. */
function painted(exponent = 1): SourceShaping {
  const hint: Hint = {
    source: 'a',
    sign: 'is',
    area: { kind: 'box', startSeconds: 0, endSeconds: 1, lowHertz: 1500, highHertz: 2500 }
  }
  const hints = hintField([hint], ['a', 'b'], layout, sampleRate)
  return { componentSources: Int32Array.of(0, 1), sourceCount: 2, hints, exponent }
}

const evenFactors = () => {
  const factors = splitFactors(length)
  return { ...factors, W: factors.W.slice().fill(1) }
}

function play(rig: Rig, count = length): Float32Array {
  rig.playback.command({ kind: 'play' })
  return rig.render(count)[0].subarray(0, count)
}

describe('what was painted', () => {
  test('is heard as it is exported, sample by sample', () => {
    const rig = new Rig(noise(length))
    rig.separate(splitFactors(length), [1, 0])
    rig.playback.setShaping(painted(1.3))
    const heard = play(rig)
    const source = clipSource({ sampleRate, lengthSamples: length, channels: rig.channels })
    const factors = splitFactors(length)
    const options = { source, factors, windowSamples, hopSamples, sampleRate, shaping: painted(1.3) }
    const stream = new MaskStream(options)
    stream.setGains(Float32Array.of(1, 0))
    const exported = [new Float32Array(length), new Float32Array(length)]
    stream.read(exported, length)
    expect(heard).toEqual(exported[0])
  })

  test('lets less of the others through, from the next column on and without a click', () => {
    const [free, rig] = [new Rig(tones(length)), new Rig(tones(length))]
    for (const each of [free, rig]) each.separate(evenFactors(), [0, 1])
    const before = play(rig, 20_096)
    rig.playback.setShaping(painted())
    const after = rig.render(length - 20_096)[0]
    const plain = play(free)
    expect(before).toEqual(plain.subarray(0, 20_096))
    // half of it before; 0.3 of 1.3 after
    const settled = after.subarray(2 * windowSamples, 16_000)
    const expected = 20 * Math.log10(0.3 / 1.3 / 0.5)
    const change = levelAt(settled, 2000) - levelAt(plain.subarray(20_096 + 2 * windowSamples, 36_096), 2000)
    expect(Math.abs(change - expected)).toBeLessThan(0.3)
    expect(steepest(Float32Array.of(...before.subarray(-2000), ...after.subarray(0, 3000)))).toBeLessThan(
      1.05 * steepest(plain)
    )
  })

  test('waits for the separation that it is of, and goes with it', () => {
    const rig = new Rig(tones(length))
    rig.playback.setShaping(painted())
    rig.separate(evenFactors(), [0, 1])
    const shaped = play(rig)
    const other = new Rig(tones(length))
    other.separate(evenFactors(), [0, 1])
    other.playback.setShaping({ ...painted(), componentSources: Int32Array.of(0, 1, 1) })
    expect(levelAt(shaped.subarray(8000, 30_000), 2000)).toBeLessThan(
      levelAt(play(other).subarray(8000, 30_000), 2000) - 3
    )
  })
})
