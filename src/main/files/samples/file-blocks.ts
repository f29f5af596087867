import { fstatSync, readSync } from 'node:fs'
import { SignalCheck } from '@core/audio/signal-check'
import { convertWavSamples, type SampleEncoding } from '@core/audio/wav-samples'
import { AppError } from '@core/errors'
import { blockSamples, type SampleBlocks } from './sample-blocks'

/** Interleaved samples in an open file: a recording's own, or a temporary one. */
export interface FileBlocks {
  /** of this process, so that its threads can use it */
  readonly descriptor: number
  readonly dataOffset: number
  readonly encoding: SampleEncoding
  /** null for a file that nobody else can reach */
  readonly file: FileState | null
}

/** By what a person's file is known to be as it was when it was opened. */
export interface FileState {
  readonly name: string
  readonly path: string
  readonly byteLength: number
  readonly modifiedMilliseconds: number
}

/** Enough for the columns of a few readers near one place; a block of stereo is 256 KiB. */
const cachedBlocks = 8

/**
 * Reads blocks from a file and keeps those used last.
 *
 * @throws on reading, AppError 'file-changed' {name, path}, 'file-unreadable' {name, path, reason}
 */
export function openFileBlocks(
  place: FileBlocks,
  { channelCount, lengthSamples }: { readonly channelCount: number; readonly lengthSamples: number }
): SampleBlocks {
  const frameBytes = place.encoding.sampleBytes * channelCount
  const bytes = new Uint8Array(blockSamples * frameBytes)
  /** the one used last comes last */
  const cache: { index: number; samples: Float32Array }[] = []

  return (wanted) => {
    const newest = cache.at(-1)
    if (newest?.index === wanted) return newest.samples
    const at = cache.findIndex(({ index }) => index === wanted)
    if (at >= 0) {
      const [entry] = cache.splice(at, 1)
      cache.push(entry!)
      return entry!.samples
    }
    const samples = cache.length < cachedBlocks ? new Float32Array(channelCount * blockSamples) : cache.shift()!.samples
    const start = wanted * blockSamples
    const count = Math.min(blockSamples, lengthSamples - start)
    const run = bytes.subarray(0, count * frameBytes)
    readRun(place, place.dataOffset + start * frameBytes, run)
    const outputs = Array.from({ length: channelCount }, (_, channel) =>
      samples.subarray(channel * blockSamples, channel * blockSamples + count)
    )
    convertWavSamples(run, place.encoding, outputs)
    const check = new SignalCheck()
    for (const output of outputs) check.clean(output)
    cache.push({ index: wanted, samples })
    return samples
  }
}

function readRun({ descriptor, file }: FileBlocks, position: number, run: Uint8Array): void {
  const { name, path } = file ?? { name: 'The temporary file', path: '' }
  try {
    if (file !== null) requireUnchanged(descriptor, file)
    for (let done = 0; done < run.length;) {
      const count = readSync(descriptor, run, done, run.length - done, position + done)
      if (count === 0) throw new AppError('file-unreadable', `${path} ends early`, { name, path, reason: 'ends early' })
      done += count
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const { code = 'unknown' } = thrown as NodeJS.ErrnoException
    throw new AppError('file-unreadable', `${path}: ${code}`, { name, path, reason: code }, { cause: thrown })
  }
}

/** What another program writes into the recording would otherwise be separated along with it. */
function requireUnchanged(descriptor: number, { name, path, byteLength, modifiedMilliseconds }: FileState): void {
  const { size, mtimeMs } = fstatSync(descriptor)
  if (size === byteLength && mtimeMs === modifiedMilliseconds) return
  throw new AppError('file-changed', `${path} was changed while it was open`, { name, path, isOpen: true })
}
