import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource } from '@core/audio/sample-source'
import { bandEdges, separateBands } from '@core/separation/bands'
import type { Factors } from '@core/separation/factors'
import { separateMedians } from '@core/separation/hpss'
import { MaskStream } from '@core/separation/mask-stream'
import { FactorMasks } from '@core/separation/masks-of-factors'
import { medianShareTile } from '@core/separation/share-tile'
import { stftLayout } from '@core/spectral/stft-layout'
import { noiseClip } from './example-factors'

const sampleRate = 8000
const [windowSamples, hopSamples] = [512, 128]
const lengthSamples = 24_000
const layout = stftLayout(lengthSamples, windowSamples, hopSamples)

function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function heard(clip: AudioClip, factors: Factors, k: number): Float32Array {
  const stream = new MaskStream({ source: clipSource(clip), factors, windowSamples, hopSamples, sampleRate })
  stream.setGains(Float32Array.from({ length: factors.rank }, (_, i) => (i === k ? 1 : 0)))
  const outputs = clip.channels.map(() => new Float32Array(clip.lengthSamples))
  stream.read(outputs, clip.lengthSamples)
  return outputs[0]
}

/** How much louder a signal is than its difference to another, in dB. */
function agreement(signal: Float32Array, other: Float32Array): number {
  const energy = signal.reduce((sum, value) => sum + value ** 2, 0)
  return 10 * Math.log10(energy / signal.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0))
}

function clipOf(samples: Float32Array): AudioClip {
  return { sampleRate, lengthSamples: samples.length, channels: [samples] }
}

const tone = (hertz: number) =>
  Float32Array.from({ length: lengthSamples }, (_, i) => 0.4 * Math.sin((2 * Math.PI * hertz * i) / sampleRate))

describe('bands', () => {
  it('are distinct, cover every bin, and are log-spaced from 50 Hz where bins are fine enough', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(512, 4096, 16_384),
        fc.integer({ min: 1, max: 128 }),
        fc.constantFrom(60, 8000, 44_100, 192_000),
        (window, bandCount, rate) => {
          const edges = bandEdges(stftLayout(50_000, window, window / 4), bandCount, rate)
          expect(edges.length).toBe(bandCount + 1)
          expect([edges[0], edges.at(-1)]).toEqual([0, window / 2 + 1])
          for (let band = 0; band < bandCount; band++) expect(edges[band + 1]).toBeGreaterThan(edges[band])
        }
      )
    )
    const hertz = bandEdges(stftLayout(50_000, 16_384, 4096), 4, 44_100).map((bin) => (bin * 44_100) / 16_384)
    expect(hertz[2]).toBeCloseTo(Math.sqrt(50 * 22_050), -1)
    expect(hertz[2] / hertz[1]).toBeCloseTo(hertz[3] / hertz[2], 1)
  })

  it('refuse more bands than bins, saying how many there can be', () => {
    const tiny = stftLayout(100, 16, 4)
    expect(bandEdges(tiny, 9, sampleRate)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(() => bandEdges(tiny, 10, sampleRate)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', details: { bandCount: 10, mostBands: 9 } })
    )
  })

  it('have masks that are 1 in the band and 0 outside, templates that sum to 1, and add up to the recording', () => {
    const clip = noiseClip(2, lengthSamples, 3)
    const bandCount = 7
    const options = { source: clipSource(clip), layout, bandCount, sampleRate }
    const factors = finish(separateBands(options))
    const edges = bandEdges(layout, bandCount, sampleRate)
    const mask = new Float32Array(layout.binCount)
    const masks = new FactorMasks(factors)
    const sum = new Float32Array(lengthSamples)
    for (let band = 0; band < bandCount; band++) {
      const gains = Float32Array.from({ length: bandCount }, (_, i) => (i === band ? 1 : 0))
      masks.compute(20, 0, gains, mask)
      mask.forEach((value, f) => expect(value).toBe(f >= edges[band] && f < edges[band + 1] ? 1 : 0))
      const template = factors.W.subarray(band * layout.binCount, (band + 1) * layout.binCount)
      expect(template.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 5)
      heard(clip, factors, band).forEach((value, i) => (sum[i] += value))
    }
    expect(agreement(clip.channels[0], sum)).toBeGreaterThan(110)
  })

  it('tell two tones apart that lie in different bands, and cope with silence', () => {
    const [low, high] = [tone(120), tone(3000)]
    const clip = clipOf(low.map((value, i) => value + high[i]))
    const factors = finish(separateBands({ source: clipSource(clip), layout, bandCount: 2, sampleRate }))
    expect(agreement(low, heard(clip, factors, 0))).toBeGreaterThan(30)
    expect(agreement(high, heard(clip, factors, 1))).toBeGreaterThan(30)
    const silence = clipOf(new Float32Array(lengthSamples))
    const silent = finish(separateBands({ source: clipSource(silence), layout, bandCount: 3, sampleRate }))
    expect(silent.H.every((value) => value === 0)).toBe(true)
    expect(silent.W.every((value) => Number.isFinite(value))).toBe(true)
  })

  it('tell how many columns are done', () => {
    const source = clipSource(noiseClip(1, lengthSamples, 3))
    const done = [...separateBands({ source, layout, bandCount: 2, sampleRate })]
    expect(done[0]).toBe(32)
    expect(done.at(-1)).toBe(layout.columnCount)
  })
})

describe('harmonic and percussive', () => {
  const steady = tone(440)
  const clicks = Float32Array.from({ length: lengthSamples }, (_, i) => (i % 4000 === 2000 ? 0.9 : 0))
  const clip = clipOf(steady.map((value, i) => value + clicks[i]))
  const source = clipSource(clip)
  const factors = finish(separateMedians({ source, layout, sampleRate }))

  it('pull a tone and clicks apart', () => {
    expect(factors.model).toEqual({ kind: 'medians' })
    expect(agreement(steady, heard(clip, factors, 0))).toBeGreaterThan(20)
    expect(agreement(clicks, heard(clip, factors, 1))).toBeGreaterThan(4)
  })

  it('are pictured by their mean spectra and their course', () => {
    const { W, H } = factors
    const { binCount, columnCount } = layout
    const harmonic = W.subarray(0, binCount)
    expect(harmonic.indexOf(Math.max(...harmonic))).toBe(Math.round((440 / sampleRate) * windowSamples))
    for (const k of [0, 1]) {
      const sum = W.subarray(k * binCount, (k + 1) * binCount).reduce((total, value) => total + value, 0)
      expect(sum).toBeCloseTo(1, 5)
    }
    const click = Math.round((2000 + windowSamples / 2) / hopSamples) - 1
    expect(H[columnCount + click]).toBeGreaterThan(10 * H[columnCount + click + 8])
  })

  it('cope with silence', () => {
    const silence = clipSource(clipOf(new Float32Array(lengthSamples)))
    const silent = finish(separateMedians({ source: silence, layout, sampleRate }))
    expect(silent.H.every((value) => value === 0)).toBe(true)
    expect(silent.W.every((value) => Number.isFinite(value))).toBe(true)
  })

  it('colour a tile of the spectrogram by the share of the harmonic', () => {
    const tile = finish(medianShareTile({ source, layout, sampleRate, level: 0, tileIndex: 0 }))
    expect([tile.columnCount, tile.binCount]).toEqual([Math.min(256, layout.columnCount), layout.binCount])
    const share = (column: number, hertz: number) =>
      tile.shares[column * tile.binCount + Math.round((hertz / sampleRate) * windowSamples)]
    const click = Math.round((2000 + windowSamples / 2) / hopSamples) - 1
    expect(share(click, 440)).toBeGreaterThan(200)
    expect(share(click, 2500)).toBeLessThan(60)
  })

  it('have tiles of coarser levels too, joined by what is loud, up to the end of the recording', () => {
    const fine = finish(medianShareTile({ source, layout, sampleRate, level: 0, tileIndex: 0 }))
    const coarse = finish(medianShareTile({ source, layout, sampleRate, level: 2, tileIndex: 0 }))
    expect(coarse.columnCount).toBe(Math.ceil(layout.columnCount / 4))
    for (let column = 0; column < coarse.columnCount; column++) {
      const joined = [0, 1, 2, 3].flatMap((i) => {
        const n = 4 * column + i
        return n < fine.columnCount ? [fine.shares[n * fine.binCount + 100]] : []
      })
      const share = coarse.shares[column * fine.binCount + 100]
      expect(share).toBeGreaterThanOrEqual(Math.min(...joined) - 1)
      expect(share).toBeLessThanOrEqual(Math.max(...joined) + 1)
    }
    expect(finish(medianShareTile({ source, layout, sampleRate, level: 9, tileIndex: 0 })).columnCount).toBe(1)
    expect(() => finish(medianShareTile({ source, layout, sampleRate, level: 0, tileIndex: 1 }))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' })
    )
  })
})
