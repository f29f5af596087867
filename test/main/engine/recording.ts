import { productModel } from '@core/separation/factors'
import { writeFile } from 'node:fs/promises'
import type { AudioClip } from '@core/audio/audio-clip'
import { createRandom } from '@core/math/random'
import { encodeFloats, encodeIntegers, integerSteps, wavHeader, type WavFormat } from '@core/audio/wav-writer'
import type { Factors } from '@core/separation/factors'
import { defaultParameters, type SeparationParameters } from '@core/separation/parameters'
import { stftLayout } from '@core/spectral/stft-layout'

export const testParameters: SeparationParameters = {
  ...defaultParameters,
  componentCount: 4,
  iterationCount: 10,
  windowSamples: 512,
  hopSamples: 128
}

/** Short noise bursts over a steady tone, different in each channel, in steps of 16 bit. */
export function makeClip(options: { channelCount?: number; lengthSamples?: number; peak?: number } = {}): AudioClip {
  const { channelCount = 2, lengthSamples = 11_025, peak = 0.9 } = options
  const random = createRandom(7)
  const channels = Array.from({ length: channelCount }, (_, channel) =>
    Float32Array.from({ length: lengthSamples }, (_, i) => {
      const tone = 0.4 * Math.sin(0.05 * (channel + 1) * i)
      const burst = i % 2000 < 300 ? 0.6 * (2 * random() - 1) : 0
      // + 0 turns −0 into 0
      return Math.round(peak * (tone + burst) * 32768) / 32768 + 0
    })
  )
  return { sampleRate: 22_050, lengthSamples, channels }
}

export function makeSilence(channelCount: number, lengthSamples = 4000): AudioClip {
  const channels = Array.from({ length: channelCount }, () => new Float32Array(lengthSamples))
  return { sampleRate: 22_050, lengthSamples, channels }
}

/** Factors of the right shape for a clip; masks need not mean anything to add up. */
export function makeFactors(clip: AudioClip, { componentCount, windowSamples, hopSamples } = testParameters): Factors {
  const { binCount, columnCount } = stftLayout(clip.lengthSamples, windowSamples, hopSamples)
  const random = createRandom(3)
  const W = Float32Array.from({ length: componentCount * binCount }, random)
  const H = Float32Array.from({ length: componentCount * columnCount }, random)
  return { rank: componentCount, binCount, columnCount, model: productModel, W, H }
}

export async function writeWav(path: string, clip: AudioClip, format: WavFormat = 'wav16'): Promise<void> {
  const { sampleRate, lengthSamples, channels } = clip
  const header = wavHeader({ format, sampleRate, channelCount: channels.length, lengthSamples })
  const body =
    format === 'wav32f'
      ? encodeFloats([...channels], lengthSamples)
      : encodeIntegers(
          format,
          channels.map((samples) => Int32Array.from(samples, (value) => value * integerSteps(format))),
          lengthSamples
        )
  await writeFile(path, Buffer.concat([header, body]))
}
