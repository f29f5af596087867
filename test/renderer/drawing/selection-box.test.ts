import { describe, expect, it } from 'vitest'
import {
  anchorFarFrom,
  anchorOfGrip,
  gripAt,
  gripCursor,
  stretchTo,
  type SelectionBox
} from '../../../src/renderer/drawing/selection-box'

const box: SelectionBox = { time: { startSeconds: 2, endSeconds: 4 }, band: { lowHertz: 300, highHertz: 1200 } }
const pixels = { left: 100, right: 300, vertical: { top: 50, bottom: 150 } }

describe('edges and corners of a selection', () => {
  it('are caught within 12 pixels, corners by both of their edges', () => {
    expect(gripAt(90, 100, pixels)).toEqual({ time: 'start', frequency: null })
    expect(gripAt(200, 160, pixels)).toEqual({ time: null, frequency: 'low' })
    expect(gripAt(307, 44, pixels)).toEqual({ time: 'end', frequency: 'high' })
  })

  it('leave the inside and what is farther away alone', () => {
    expect(gripAt(200, 100, pixels)).toBeNull()
    expect(gripAt(87, 100, pixels)).toBeNull()
    expect(gripAt(100, 30, pixels)).toBeNull()
  })

  it('leave half of a small box free in its middle', () => {
    const small = { left: 100, right: 120, vertical: { top: 50, bottom: 66 } }
    expect(gripAt(110, 58, small)).toBeNull()
    expect(gripAt(104, 58, small)).toEqual({ time: 'start', frequency: null })
  })

  it('have no top and bottom where there is no band', () => {
    expect(gripAt(300, 9999, { ...pixels, vertical: null })).toEqual({ time: 'end', frequency: null })
  })

  it('show in which direction they go', () => {
    expect(gripCursor({ time: 'start', frequency: null })).toBe('ew-resize')
    expect(gripCursor({ time: null, frequency: 'high' })).toBe('ns-resize')
    expect(gripCursor({ time: 'start', frequency: 'high' })).toBe('nwse-resize')
    expect(gripCursor({ time: 'end', frequency: 'high' })).toBe('nesw-resize')
  })
})

describe('stretching a selection', () => {
  it('by a corner keeps the corner opposite', () => {
    const anchor = anchorOfGrip(box, { time: 'end', frequency: 'high' })
    expect(stretchTo(box, anchor, { seconds: 5, hertz: 2000 })).toEqual({
      time: { startSeconds: 2, endSeconds: 5 },
      band: { lowHertz: 300, highHertz: 2000 }
    })
  })

  it('by an edge leaves the other direction as it is', () => {
    const anchor = anchorOfGrip(box, { time: 'start', frequency: null })
    expect(stretchTo(box, anchor, { seconds: 1, hertz: 9999 })).toEqual({
      time: { startSeconds: 1, endSeconds: 4 },
      band: box.band
    })
  })

  it('past its other edge turns it round', () => {
    const anchor = anchorOfGrip(box, { time: 'start', frequency: 'low' })
    expect(stretchTo(box, anchor, { seconds: 6, hertz: 5000 })).toEqual({
      time: { startSeconds: 4, endSeconds: 6 },
      band: { lowHertz: 1200, highHertz: 5000 }
    })
  })

  it('onto its other edge leaves nothing', () => {
    const anchor = anchorOfGrip(box, { time: 'start', frequency: 'low' })
    expect(stretchTo(box, anchor, { seconds: 4, hertz: 5000 })).toBeNull()
    expect(stretchTo(box, anchor, { seconds: 3, hertz: 1200 })).toBeNull()
  })

  it('from a point takes the nearer edges along', () => {
    expect(anchorFarFrom(box, { seconds: 3.5, hertz: 2000 })).toEqual({ seconds: 2, hertz: 300 })
    expect(anchorFarFrom({ ...box, band: null }, { seconds: 0, hertz: 2000 })).toEqual({ seconds: 4, hertz: null })
  })
})
