/** Of all that is rendered. */
export const sampleRate = 44_100

/** Two channels of one length. */
export interface StereoSignal {
  readonly left: Float32Array
  readonly right: Float32Array
}

export function stereoSilence(lengthSamples: number): StereoSignal {
  return { left: new Float32Array(lengthSamples), right: new Float32Array(lengthSamples) }
}

/** The same in both channels; the arrays are not shared. */
export function centred(signal: Float32Array): StereoSignal {
  return { left: signal, right: signal.slice() }
}

/** Adds gain·signal to `sum` in place. */
export function addStereo(sum: StereoSignal, signal: StereoSignal, gain: number): void {
  for (let t = 0; t < sum.left.length; t++) {
    sum.left[t] += gain * signal.left[t]
    sum.right[t] += gain * signal.right[t]
  }
}

/** √ of the mean of ((left + right)/2)². */
export function levelOf({ left, right }: StereoSignal): number {
  let sum = 0
  for (let t = 0; t < left.length; t++) sum += ((left[t] + right[t]) / 2) ** 2
  return Math.sqrt(sum / left.length)
}
