import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FLACDecoder } from '@wasm-audio-decoders/flac'

/*
 * Writes a long stereo recording for measurements: the demo over and over, each channel's gain swaying slowly and out of step, so
 * that no two rounds are alike.
 *
 *   node bench/long/make-long-file.mjs 120 /tmp/two-hours.wav
 */

const demoPath = join(import.meta.dirname, '../../assets/demo/drums-and-guitar.flac')
const blockSamples = 65_536
const frameBytes = 4
const swaySeconds = [97, 61]

const [minutes, path] = [Number(process.argv[2]), process.argv[3]]
if (!(minutes > 0) || path === undefined) throw new Error('usage: make-long-file.mjs <minutes> <file.wav>')

const decoder = new FLACDecoder()
await decoder.ready
const { channelData, sampleRate } = await decoder.decodeFile(await readFile(demoPath))
decoder.free()

const lengthSamples = Math.round(minutes * 60 * sampleRate)
const dataBytes = lengthSamples * frameBytes
if (dataBytes > 0xffff_ffff - 36) throw new Error('a WAV file holds at most 4 GiB, about 6 hours and 45 minutes')

const file = await open(path, 'w')
try {
  await file.write(wavHeader())
  for (let start = 0; start < lengthSamples; start += blockSamples) {
    await file.write(makeBlock(start, Math.min(blockSamples, lengthSamples - start)))
  }
} finally {
  await file.close()
}
process.stdout.write(`${path}: ${minutes} min, ${(dataBytes / 2 ** 20).toFixed(0)} MiB\n`)

function makeBlock(start, count) {
  const block = Buffer.alloc(count * frameBytes)
  for (const [channel, period] of swaySeconds.entries()) {
    const samples = channelData[channel] ?? channelData[0]
    for (let i = 0; i < count; i++) {
      const gain = 0.6 + 0.35 * Math.sin((2 * Math.PI * (start + i)) / (period * sampleRate))
      const value = Math.round(32_767 * gain * samples[(start + i) % samples.length])
      block.writeInt16LE(value, i * frameBytes + 2 * channel)
    }
  }
  return block
}

function wavHeader() {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * frameBytes, 28)
  header.writeUInt16LE(frameBytes, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(dataBytes, 40)
  return header
}
