import { describe, expect, it } from 'vitest'
import { boxOfCells, cellAt, cellCentre, snapHertz, snapSeconds } from '../../../src/renderer/drawing/selection-grid'
import { columnCentreSeconds } from '../../../src/renderer/drawing/time-view'

const timing = { windowSamples: 4096, hopSamples: 1024, sampleRate: 44_100 }
const hop = 1024 / 44_100

describe('the grid of columns and semitones', () => {
  it('snaps time to the middle between two columns', () => {
    const border = columnCentreSeconds(40.5, timing)
    expect(snapSeconds(border + 0.4 * hop, timing)).toBeCloseTo(border, 9)
    expect(snapSeconds(border - 0.4 * hop, timing)).toBeCloseTo(border, 9)
    expect(snapSeconds(border + 0.6 * hop, timing)).toBeCloseTo(border + hop, 9)
  })

  it('snaps frequency to the middle between two notes', () => {
    expect(snapHertz(445)).toBeCloseTo(440 * 2 ** (0.5 / 12), 6)
    expect(snapHertz(430)).toBeCloseTo(440 * 2 ** (-0.5 / 12), 6)
  })

  it('finds the cell of a point, and the point of a cell', () => {
    const point = cellCentre({ column: 7, key: 69 }, timing)
    expect(point.hertz).toBeCloseTo(440, 9)
    expect(cellAt({ seconds: point.seconds + 0.3 * hop, hertz: 450 }, timing)).toEqual({ column: 7, key: 69 })
  })

  it('selects whole cells, both ends included, whichever comes first', () => {
    const box = boxOfCells({ column: 12, key: 69 }, { column: 10, key: 71 }, timing)
    expect(box).toEqual(boxOfCells({ column: 10, key: 71 }, { column: 12, key: 69 }, timing))
    expect(box.time.endSeconds - box.time.startSeconds).toBeCloseTo(3 * hop, 9)
    expect(12 * Math.log2(box.band!.highHertz / box.band!.lowHertz)).toBeCloseTo(3, 9)
  })
})
