import { columnStart, type StftLayout } from '../spectral/stft-layout'
import type { Hint, HintArea } from './hints'

/** How much less a source may have where a hint speaks against it. */
export const hintFactor = 0.3

/**
 * Hints laid on the cells of a transform, in arrays that threads can share. A run is four numbers: first bin, end bin, source and sign,
 * 1 for 'is', −1 for 'is-not'; column n has the runs columnOffsets[n] … columnOffsets[n + 1].
 */
export interface HintField {
  readonly sourceCount: number
  readonly columnOffsets: Int32Array
  readonly runs: Int32Array
}

export const runLength = 4

/** A stretch of bins in one column. */
interface Cells {
  readonly column: number
  readonly firstBin: number
  readonly endBin: number
}

/**
 * Lays hints on cells: those whose middle, in time and frequency, is inside; at least one in each direction, however small it was
 * painted. What lies outside of the recording is left out.
 *
 * @param sources ids of the sources, in the order of their numbers; hints about others are left out
 */
export function hintField(
  hints: readonly Hint[],
  sources: readonly string[],
  layout: StftLayout,
  sampleRate: number
): HintField {
  const columns = Array.from({ length: layout.columnCount }, (): number[] => [])
  for (const { source, sign, area } of hints) {
    const index = sources.indexOf(source)
    if (index < 0) continue
    for (const { column, firstBin, endBin } of cellsOf(area, layout, sampleRate)) {
      columns[column].push(firstBin, endBin, index, sign === 'is' ? 1 : -1)
    }
  }
  const columnOffsets = new Int32Array(layout.columnCount + 1)
  columns.forEach((runs, column) => (columnOffsets[column + 1] = columnOffsets[column] + runs.length / runLength))
  return { sourceCount: sources.length, columnOffsets, runs: Int32Array.from(columns.flat()) }
}

/** The cells of an area, column by column. */
export function* cellsOf(area: HintArea, layout: StftLayout, sampleRate: number): Generator<Cells> {
  if (area.kind === 'box') {
    const [first, end] = columnRange(area.startSeconds, area.endSeconds, layout, sampleRate)
    const [firstBin, endBin] = binRange(area.lowHertz, area.highHertz, layout, sampleRate)
    if (firstBin >= endBin) return
    for (let column = first; column < end; column++) yield { column, firstBin, endBin }
    return
  }
  const { points, radiusSeconds, radiusOctaves } = area
  const times = points.map(({ seconds }) => seconds)
  const [startSeconds, endSeconds] = [Math.min(...times) - radiusSeconds, Math.max(...times) + radiusSeconds]
  const [first, end] = columnRange(startSeconds, endSeconds, layout, sampleRate)
  for (let column = first; column < end; column++) {
    const seconds = middleOf(column, layout, sampleRate)
    for (const [low, high] of pitchesNear(points, seconds, Math.max(radiusSeconds, halfHop(layout, sampleRate)))) {
      const lowHertz = 2 ** (low - radiusOctaves)
      const [firstBin, endBin] = binRange(lowHertz, 2 ** (high + radiusOctaves), layout, sampleRate)
      if (firstBin < endBin) yield { column, firstBin, endBin }
    }
  }
}

/** For each line that comes within the radius of a time, the lowest and highest log2 Hz that it has there. */
function* pitchesNear(
  points: Extract<HintArea, { kind: 'stroke' }>['points'],
  seconds: number,
  radius: number
): Generator<[number, number]> {
  for (let i = 0; i < Math.max(1, points.length - 1); i++) {
    const [a, b] = [points[i], points[i + 1] ?? points[i]]
    const [pitchA, pitchB] = [Math.log2(a.hertz), Math.log2(b.hertz)]
    const [from, to] = [seconds - radius, seconds + radius]
    if (Math.max(a.seconds, b.seconds) < from || Math.min(a.seconds, b.seconds) > to) continue
    const at = (time: number) => {
      if (a.seconds === b.seconds) return null
      const share = Math.min(1, Math.max(0, (time - a.seconds) / (b.seconds - a.seconds)))
      return pitchA + share * (pitchB - pitchA)
    }
    const ends = [at(from) ?? pitchA, at(to) ?? pitchB]
    yield [Math.min(...ends), Math.max(...ends)]
  }
}

function middleOf(column: number, layout: StftLayout, sampleRate: number): number {
  return (columnStart(layout, column) + layout.windowSamples / 2) / sampleRate
}

function halfHop(layout: StftLayout, sampleRate: number): number {
  return layout.hopSamples / sampleRate / 2
}

function columnRange(start: number, end: number, layout: StftLayout, sampleRate: number): [number, number] {
  const { hopSamples, windowSamples, columnCount, lengthSamples } = layout
  if (end < 0 || start * sampleRate > lengthSamples) return [0, 0]
  const columnAt = (seconds: number) => (seconds * sampleRate + windowSamples / 2) / hopSamples - 1
  return roundedRange(columnAt(start), columnAt(end), columnCount)
}

function binRange(lowHertz: number, highHertz: number, layout: StftLayout, sampleRate: number): [number, number] {
  const binHertz = sampleRate / layout.windowSamples
  if (lowHertz / binHertz > layout.binCount - 0.5) return [0, 0]
  return roundedRange(lowHertz / binHertz, highHertz / binHertz, layout.binCount)
}

/** Whole numbers from `from` to `to`, or the nearest one to their middle where there is none. */
function roundedRange(from: number, to: number, count: number): [number, number] {
  const [first, end] = [Math.ceil(from), Math.floor(to) + 1]
  const clamped = (value: number) => Math.min(count, Math.max(0, value))
  if (first < end) return [clamped(first), clamped(end)]
  const nearest = Math.min(count - 1, Math.max(0, Math.round((from + to) / 2)))
  return [nearest, nearest + 1]
}
