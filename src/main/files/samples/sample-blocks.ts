/** Samples of each channel in one block. */
export const blockSamples = 32_768

/** A block: all of channel 0, then all of channel 1, and so on. The last one of a recording may hold more than its samples. */
export type SampleBlocks = (index: number) => Float32Array

export function createBlock(channelCount: number): SharedArrayBuffer {
  return new SharedArrayBuffer(channelCount * blockSamples * Float32Array.BYTES_PER_ELEMENT)
}

export function memoryBlocks(buffers: readonly SharedArrayBuffer[]): SampleBlocks {
  const blocks = buffers.map((buffer) => new Float32Array(buffer))
  return (index) => blocks[index]!
}

/** Fills `out` with the samples of a channel from `start` on; zeros outside the recording. */
export function readBlocks(
  blocks: SampleBlocks,
  { lengthSamples }: { readonly lengthSamples: number },
  channel: number,
  start: number,
  out: Float32Array
): void {
  const from = Math.min(out.length, Math.max(0, -start))
  const to = Math.max(from, Math.min(out.length, lengthSamples - start))
  out.fill(0, 0, from)
  for (let at = from; at < to;) {
    const sample = start + at
    const index = Math.floor(sample / blockSamples)
    const offset = sample - index * blockSamples
    const count = Math.min(to - at, blockSamples - offset)
    const first = channel * blockSamples + offset
    out.set(blocks(index).subarray(first, first + count), at)
    at += count
  }
  out.fill(0, to)
}
