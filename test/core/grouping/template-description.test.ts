import { describe, expect, it } from 'vitest'
import { createRandom } from '@core/math/random'
import { describeTemplate } from '@core/grouping/template-description'

/** Magnitudes of a Hann-windowed tone with harmonics. */
function toneTemplate(hertz: number, windowSamples: number, sampleRate: number): Float32Array {
  const template = new Float32Array(windowSamples / 2 + 1).fill(1e-5)
  for (let harmonic = 1; harmonic <= 5; harmonic++) {
    const centre = (harmonic * hertz * windowSamples) / sampleRate
    for (let f = Math.ceil(centre - 2); f <= centre + 2; f++) {
      const distance = f - centre
      const lobe =
        Math.abs(distance) < 1e-9 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance * (1 - distance ** 2))
      template[f] += Math.abs(Number.isFinite(lobe) ? lobe : 0.5) / harmonic
    }
  }
  return template
}

describe('describeTemplate', () => {
  it.each([
    [440, 'A4', 0],
    [233.08, 'A♯3', 0],
    [261.63 * 2 ** (20 / 1200), 'C4', 20],
    [987.77 * 2 ** (-30 / 1200), 'B5', -30]
  ])('names %d Hz %s', (hertz, name, cents) => {
    const description = describeTemplate(toneTemplate(hertz, 4096, 44_100), 44_100, 4096)
    expect(description).toMatchObject({ kind: 'note', name })
    expect(Math.abs(description.cents - cents)).toBeLessThanOrEqual(5)
    expect(Math.abs(description.hertz / hertz - 1)).toBeLessThan(0.003)
  })

  it('knows the same note in other windows and rates', () => {
    expect(describeTemplate(toneTemplate(880, 1024, 16_000), 16_000, 1024).name).toBe('A5')
    expect(describeTemplate(toneTemplate(880, 8192, 48_000), 48_000, 8192).name).toBe('A5')
  })

  it('calls a broad spectrum noise, at its centroid', () => {
    const random = createRandom(1)
    const noise = Float32Array.from({ length: 2049 }, () => 0.5 + random())
    const description = describeTemplate(noise, 44_100, 4096)
    expect(description).toMatchObject({ kind: 'noise', name: 'noise', cents: 0 })
    expect(description.hertz).toBeGreaterThan(10_000)
    expect(description.hertz).toBeLessThan(12_000)
  })

  it('makes no note of silence or of what nobody hears', () => {
    expect(describeTemplate(new Float32Array(2049), 44_100, 4096)).toMatchObject({ kind: 'noise', hertz: 0 })
    const rumble = new Float32Array(2049)
    rumble[0] = 1
    expect(describeTemplate(rumble, 44_100, 4096)).toMatchObject({ kind: 'noise', hertz: 0 })
  })
})
