import type { SampleRange } from '@core/audio/sample-range'
import { heardEdits } from '@core/project/heard-edits'
import { placeEdits } from '@core/separation/timed-edits'
import { peakBetween, type PeakPyramid } from '../drawing/peak-pyramid'
import { MeterLevel } from '../drawing/meter-level'
import type { Audition } from './audition.svelte'
import type { OpenDocument } from './open-document.svelte'
import { regionGainAt } from './region-gain'
import { componentsBySource } from './rows.svelte'
import { sourceMixes } from './source-mix'
import type { Stems } from './stems.svelte'

/** What a meter shows. */
export interface MeterReading {
  /** left and right; of a mono recording twice the same, of many channels the even and the odd ones */
  readonly bars: readonly { readonly levelDecibels: number; readonly heldDecibels: number }[]
  /** since playing began; −∞ before */
  readonly highestDecibels: number
}

/** What has been heard since the frame before. */
export interface HeardStretch {
  /** the highest absolute sample of each channel that went to the output */
  readonly outputPeaks: readonly number[]
  /** the parts of the recording that were played; several where it jumped */
  readonly parts: readonly SampleRange[]
  /** by the clock */
  readonly elapsedSeconds: number
  /** whether the sources are metered: what is on, or the original that it is compared with, is heard */
  readonly hasSources: boolean
}

const barCount = 2
const settleMilliseconds = 300
/** In longer recordings a stem takes the engine too long to ask for one with every mute: the whole source's stands in for it. */
const longestSeconds = 900
const silentBar = { levelDecibels: -Infinity, heldDecibels: -Infinity }
export const silentReading: MeterReading = { bars: [silentBar, silentBar], highestDecibels: -Infinity }

/** One meter while it moves. */
class Meter {
  readonly #bars = Array.from({ length: barCount }, () => new MeterLevel())
  #highestDecibels = -Infinity

  advance(peaks: readonly number[], seconds: number): MeterReading {
    this.#bars.forEach((bar, index) => {
      const own = peaks.filter((_, channel) => channel % barCount === index)
      bar.advance(Math.max(0, ...(own.length > 0 ? own : peaks)), seconds)
      this.#highestDecibels = Math.max(this.#highestDecibels, bar.levelDecibels)
    })
    const bars = this.#bars.map(({ levelDecibels, heldDecibels }) => ({ levelDecibels, heldDecibels }))
    return { bars, highestDecibels: this.#highestDecibels }
  }
}

/**
 * The levels of the output, measured by the audio thread, and of each source: the peaks of its stem around the playhead, which the
 * lanes have already, times the gain that it sounds with in what is on. So they tell of the source itself, whether or not the
 * original, a band or matched levels are heard; in the residual there are no sources. They move while it plays.
 */
export class Meters {
  readonly #document: OpenDocument
  readonly #stems: Stems
  readonly #audition: Audition
  #outputMeter = new Meter()
  readonly #sourceMeters = new Map<string, Meter>()
  #output = $state.raw(silentReading)
  #sources = $state.raw<ReadonlyMap<string, MeterReading>>(new Map())
  #isClipped = $state(false)
  readonly #mixes = $derived.by(() => sourceMixes(this.#audition.heardProject))
  readonly #edits = $derived.by(() => {
    const { project, clip } = this.#document
    const { lengthSamples, sampleRate } = clip ?? { lengthSamples: 0, sampleRate: 1 }
    return placeEdits(heardEdits(project), { lengthSamples, sampleRate })
  })
  readonly #members = $derived.by(() => componentsBySource(this.#document.project))

  constructor(document: OpenDocument, stems: Stems, audition: Audition) {
    this.#document = document
    this.#stems = stems
    this.#audition = audition
  }

  get output(): MeterReading {
    return this.#output
  }

  sourceReading(sourceId: string): MeterReading {
    return this.#sources.get(sourceId) ?? silentReading
  }

  /** whether a sample went beyond full scale since that was last seen to */
  get isClipped(): boolean {
    return this.#isClipped
  }

  /** whether all components of a source are metered, whichever of them are on */
  get areSourcesWhole(): boolean {
    return this.#document.durationSeconds > longestSeconds
  }

  resetClip(): void {
    this.#isClipped = false
  }

  /** Playing begins: what was highest before no longer counts. */
  start(): void {
    this.#outputMeter = new Meter()
    this.#sourceMeters.clear()
  }

  advance({ outputPeaks, parts, elapsedSeconds, hasSources }: HeardStretch): void {
    if (outputPeaks.some((peak) => peak > 1)) this.#isClipped = true
    this.#output = this.#outputMeter.advance(outputPeaks, elapsedSeconds)
    if (this.#document.factors === null) return
    const readings = new Map<string, MeterReading>()
    for (const { id } of this.#document.project.sources) {
      const peaks = hasSources ? this.#peaksOf(id, parts) : []
      readings.set(id, this.#meterOf(id).advance(peaks, elapsedSeconds))
    }
    this.#sources = readings
  }

  /** Playing ends: the meters are empty, and keep what was highest. */
  stop(): void {
    const emptied = ({ highestDecibels }: MeterReading) => ({ bars: silentReading.bars, highestDecibels })
    this.#output = emptied(this.#output)
    this.#sources = new Map([...this.#sources].map(([id, reading]) => [id, emptied(reading)]))
  }

  reset(): void {
    this.start()
    this.#output = silentReading
    this.#sources = new Map()
    this.#isClipped = false
  }

  /** Called once while an effect root is there: asks for the stems of sources of which a part is heard; no lane shows these. */
  follow(): void {
    $effect(() => {
      if (this.#document.factors === null || this.areSourcesWhole) return
      const mixes = [...this.#mixes.values()]
      const timer = setTimeout(() => this.#stems.readHeard(mixes), settleMilliseconds)
      return () => clearTimeout(timer)
    })
  }

  #meterOf(sourceId: string): Meter {
    let meter = this.#sourceMeters.get(sourceId)
    if (meter === undefined) this.#sourceMeters.set(sourceId, (meter = new Meter()))
    return meter
  }

  #peaksOf(sourceId: string, parts: readonly SampleRange[]): readonly number[] {
    const mix = this.#mixes.get(sourceId)
    const pyramid = mix === undefined || mix.gain === 0 ? null : this.#pyramidOf(sourceId)
    if (pyramid === null) return []
    const { gain, componentIndices } = mix!
    const gains = parts.map(({ startSample, endSample }) => {
      const regionGain = (sample: number) => regionGainAt(this.#edits, componentIndices, sample)
      return gain * Math.max(regionGain(startSample), regionGain(endSample))
    })
    const peakOf = (channel: number) =>
      parts.map((part, index) => gains[index]! * peakBetween(pyramid, channel, part.startSample, part.endSample))
    return pyramid.levels[0]!.channels.map((_, channel) => Math.max(0, ...peakOf(channel)))
  }

  /** What is heard of the source; while the engine works on it, the whole source as its lane shows it. */
  #pyramidOf(sourceId: string): PeakPyramid | null {
    const { componentIndices, weights } = this.#mixes.get(sourceId)!
    const all = this.#members.get(sourceId)!.map(({ index }) => index)
    return (this.#stems.drawnPeaksOf(componentIndices, weights) ?? this.#stems.drawnPeaksOf(all))?.pyramid ?? null
  }
}
