import type { SampleSource } from '../audio/sample-source'
import { AppError } from '../errors'
import { MagnitudeAnalysis } from './magnitudes'
import {
  computeBaseTile,
  firstSampledLevel,
  joinTiles,
  sampleTile,
  tileCountAt,
  type SpectrogramTile
} from './spectrogram-tile'
import type { StftLayout } from './stft-layout'

/**
 * Up to so many columns, 6 minutes with the usual window, every level is joined from all of the STFT. Of more, only the fine
 * levels: half a minute of computing before the first picture of two hours would be too long.
 */
const defaultJoinedColumns = 2 ** 14
const defaultCacheBytes = 128 * 2 ** 20

export interface PyramidLimits {
  readonly cacheBytes?: number
  readonly joinedColumns?: number
}

/**
 * Spectrogram tiles of a recording at every level, computed when first asked for. Tiles are kept, the longest unused are dropped
 * beyond a limit, so a tile is computed from those below it rather than from the samples; but the coarse ones of a very long
 * recording from samples here and there, see `sampleTile`.
 */
export class SpectrogramPyramid {
  readonly #analysis: MagnitudeAnalysis
  /** oldest first */
  readonly #tiles = new Map<string, SpectrogramTile>()
  #cachedBytes = 0
  readonly #isSampled: boolean
  readonly cacheBytes: number

  constructor(
    source: SampleSource,
    readonly layout: StftLayout,
    limits: PyramidLimits = {}
  ) {
    this.#analysis = new MagnitudeAnalysis(source, layout)
    this.#isSampled = layout.columnCount > (limits.joinedColumns ?? defaultJoinedColumns)
    this.cacheBytes = limits.cacheBytes ?? defaultCacheBytes
  }

  /** @throws AppError 'invalid-argument' when there is no such tile */
  tile(level: number, tileIndex: number): SpectrogramTile {
    const steps = this.tileSteps(level, tileIndex)
    for (;;) {
      const step = steps.next()
      if (step.done) return step.value
    }
  }

  /**
   * The same, yielding before each tile of the STFT that must be computed (tens of milliseconds each): a whole recording at
   * once would hold up whoever asks.
   *
   * @throws AppError 'invalid-argument' when there is no such tile
   */
  *tileSteps(level: number, tileIndex: number): Generator<void, SpectrogramTile> {
    if (!(tileIndex >= 0 && tileIndex < tileCountAt(this.layout, level))) {
      throw new AppError('invalid-argument', `no tile ${tileIndex} at level ${level}`, { level, tileIndex })
    }
    const key = `${level}/${tileIndex}`
    const kept = this.#tiles.get(key)
    if (kept) {
      this.#tiles.delete(key)
      this.#tiles.set(key, kept)
      return kept
    }
    const tile = yield* this.#compute(level, tileIndex)
    this.#keep(key, tile)
    return tile
  }

  #compute(level: number, tileIndex: number): Generator<void, SpectrogramTile> {
    if (level === 0) return this.#baseTile(tileIndex)
    if (this.#isSampled && level >= firstSampledLevel) return sampleTile(this.#analysis, level, tileIndex)
    return this.#joinedTile(level, tileIndex)
  }

  *#baseTile(tileIndex: number): Generator<void, SpectrogramTile> {
    yield
    return computeBaseTile(this.#analysis, tileIndex)
  }

  *#joinedTile(level: number, tileIndex: number): Generator<void, SpectrogramTile> {
    const left = yield* this.tileSteps(level - 1, 2 * tileIndex)
    const hasRight = 2 * tileIndex + 1 < tileCountAt(this.layout, level - 1)
    return joinTiles(left, hasRight ? yield* this.tileSteps(level - 1, 2 * tileIndex + 1) : null)
  }

  #keep(key: string, tile: SpectrogramTile): void {
    // two callers may have computed it at the same time, step by step
    if (this.#tiles.has(key)) return
    this.#tiles.set(key, tile)
    this.#cachedBytes += tile.decibels.length
    for (const [oldest, { decibels }] of this.#tiles) {
      if (this.#cachedBytes <= this.cacheBytes || oldest === key) break
      this.#tiles.delete(oldest)
      this.#cachedBytes -= decibels.length
    }
  }
}
