import { describe, expect, it } from 'vitest'
import { sourceColour } from '@core/project/source-colours'
import { activityStrips, drawActivity } from '../../../src/renderer/drawing/source-activity-drawing'
import { edited, separatedProject } from '../../core/project/project-fixture'

const project = edited(
  separatedProject(3),
  { type: 'make-source', id: 'drums', name: 'Drums', componentIds: ['component-1', 'component-3'] },
  { type: 'make-source', id: 'empty', name: 'Empty', componentIds: [] }
)

describe('when each source sounds', () => {
  it('is the sum of its components, against the loudest of all, and the rest comes last', () => {
    const overview = Float32Array.from([1, 0, 0, 0.5, 3, 4])
    const strips = activityStrips(project, overview, 'dark')
    expect(strips.map(({ colourCss }) => colourCss)).toEqual([
      sourceColour(project.sources[0]!.colour, 'dark').css,
      sourceColour(null, 'dark').css
    ])
    expect(strips[0]!.levels).toEqual([1, 1])
    expect(strips[1]!.levels[0]).toBe(0)
    expect(strips[1]!.levels[1]).toBeCloseTo((0.5 / 4) ** 0.6, 9)
  })

  it('is nothing where all is silent, rather than no number', () => {
    const strips = activityStrips(project, new Float32Array(6), 'light')
    expect(strips.flatMap(({ levels }) => levels)).toEqual([0, 0, 0, 0])
  })

  it('is drawn within its own strip, around its middle', () => {
    const rectangles: number[][] = []
    const context = { fillStyle: '', fillRect: (...rectangle: number[]) => rectangles.push(rectangle) }
    const strips = [
      { colourCss: '#111', levels: [1, 0] },
      { colourCss: '#222', levels: [0.5, 1] }
    ]
    drawActivity(context as unknown as CanvasRenderingContext2D, { width: 100, height: 40, ratio: 1 }, strips)
    const spans = rectangles.map(([, top, , height]) => [top, top! + height!])
    expect(spans).toEqual([
      [1, 19],
      [10, 10],
      [25.5, 34.5],
      [21, 39]
    ])
  })
})
