import type { PlaybackState } from './playback-status'

/**
 * Which sample of the clip is heard now. What is rendered is heard a little later, so just after a loop's jump the end of the
 * loop is still sounding. While a run lasts the answer never goes back, whatever the clocks' jitter.
 */
export class PlayheadClock {
  #run = Number.NaN
  #latest = 0

  /** @param heardFrame the context's frame that leaves the loudspeaker now */
  heardSample(state: Readonly<PlaybackState>, heardFrame: number): number {
    if (!state.isMoving) {
      this.#run = Number.NaN
      return state.positionSample
    }
    const sinceStart = heardFrame - state.runStartFrame
    if (sinceStart < 0 && !Number.isNaN(state.previousRunEnd)) {
      const heard = state.previousRunEnd + sinceStart
      // a jump ahead, over a cut, has no bound: what was before it is not known
      return state.previousRunEnd < state.runStartSample ? Math.max(0, heard) : Math.max(state.runStartSample, heard)
    }
    const heard = Math.min(state.positionSample, state.runStartSample + Math.max(0, sinceStart))
    this.#latest = this.#run === state.runStartFrame ? Math.max(this.#latest, heard) : heard
    this.#run = state.runStartFrame
    return this.#latest
  }
}
