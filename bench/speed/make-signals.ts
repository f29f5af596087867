import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SampleSource } from '@core/audio/sample-source'
import { MagnitudeAnalysis } from '@core/spectral/magnitudes'
import { stftLayout } from '@core/spectral/stft-layout'
import { decodeAudioFile } from '../../src/main/files/decode-audio'
import { synthesizeMixture, transposedCopies } from './signals'

/*
 * Writes the spectrograms of the bench as raw float32, column after column, scaled to mean 1, and tells their shapes on stdout.
 * Arguments: folder, the music, whether it is repeated to fill the length, then for each shape its seconds and window, as 180:4096.
 */

const [folder, musicPath, isRepeated, ...shapeTexts] = process.argv.slice(2) as [string, string, string, ...string[]]
const smallestMagnitude = 1e-12

const { signal, sampleRate } = await readMono(musicPath)
const shapes = []
for (const text of shapeTexts) {
  const [seconds, window] = text.split(':').map(Number) as [number, number]
  const lengthSamples = Math.round(seconds * sampleRate)
  const music = isRepeated === 'true' ? transposedCopies(signal, lengthSamples) : signal.subarray(0, lengthSamples)
  const signals = { music, synthetic: synthesizeMixture(lengthSamples, sampleRate) }
  for (const [signalName, samples] of Object.entries(signals)) {
    const name = `${signalName}-${seconds}-${window}`
    shapes.push({ name, signal: signalName, seconds, window, ...(await writeMagnitudes(name, samples, window)) })
  }
}
console.log(JSON.stringify(shapes))

async function readMono(path: string): Promise<{ signal: Float32Array; sampleRate: number }> {
  const quiet = { onProgress: () => {}, isCancelled: () => false }
  const { samples } = (await decodeAudioFile({ path, name: path, range: null }, quiet))!
  const mono = new Float32Array(samples.lengthSamples)
  const channel = new Float32Array(samples.lengthSamples)
  for (let index = 0; index < samples.channelCount; index++) {
    samples.read(index, 0, channel)
    for (let i = 0; i < mono.length; i++) mono[i]! += channel[i]! / samples.channelCount
  }
  const { sampleRate } = samples
  samples.close()
  return { signal: mono, sampleRate }
}

async function writeMagnitudes(
  name: string,
  samples: Float32Array,
  window: number
): Promise<{ binCount: number; columnCount: number }> {
  const source: SampleSource = {
    channelCount: 1,
    lengthSamples: samples.length,
    read(_, start, out) {
      for (let i = 0; i < out.length; i++) out[i] = samples[start + i] ?? 0
    }
  }
  const layout = stftLayout(samples.length, window, window / 4)
  const { binCount, columnCount } = layout
  const V = new Float32Array(binCount * columnCount)
  new MagnitudeAnalysis(source, layout).compute(0, columnCount, V, 0)
  const scale = V.length / V.reduce((sum, value) => sum + value, 0)
  for (let i = 0; i < V.length; i++) V[i] = V[i]! * scale < smallestMagnitude ? 0 : V[i]! * scale
  await writeFile(join(folder, `${name}.f32`), new Uint8Array(V.buffer))
  return { binCount, columnCount }
}
