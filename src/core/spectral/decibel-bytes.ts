/** Half decibels: byte b stands for (b − 255)/2 dBFS, 255 is full scale or more, 0 is −127.5 dB or less. */
export function magnitudeToByte(magnitude: number): number {
  const byte = Math.round(255 + 40 * Math.log10(magnitude))
  return byte < 0 ? 0 : byte > 255 ? 255 : byte
}

/** The highest bits of a float32 that are looked at: sign, exponent, 6 of the mantissa. Half a decibel is more than such a step. */
const droppedBits = 17
const float = new Float32Array(1)
const floatBits = new Uint32Array(float.buffer)
const firstStep = stepOf(2 ** -22)
const bytesOfSteps = Uint8Array.from({ length: stepOf(1) - firstStep }, (_, index) => {
  floatBits[0] = (firstStep + index) << droppedBits
  return magnitudeToByte(float[0])
})
/** From this magnitude on it is the next byte. */
const upperLimits = Float64Array.from({ length: 256 }, (_, byte) => 10 ** ((byte + 0.5 - 255) / 40))

/** magnitudeToByte of each, without its logarithms: they take as long as the STFT. */
export function magnitudesToBytes(magnitudes: Float32Array): Uint8Array {
  const bytes = new Uint8Array(magnitudes.length)
  const bits = new Uint32Array(magnitudes.buffer, magnitudes.byteOffset, magnitudes.length)
  for (let i = 0; i < bytes.length; i++) {
    const step = (bits[i] >>> droppedBits) - firstStep
    if (step < 0) continue
    if (step >= bytesOfSteps.length) {
      bytes[i] = 255
      continue
    }
    const byte = bytesOfSteps[step]
    bytes[i] = magnitudes[i] >= upperLimits[byte] ? byte + 1 : byte
  }
  return bytes
}

function stepOf(magnitude: number): number {
  float[0] = magnitude
  return floatBits[0] >>> droppedBits
}
