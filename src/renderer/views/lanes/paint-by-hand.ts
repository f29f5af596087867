import type { HintArea } from '@core/separation/hints'
import { pixelsToHertz } from '../../drawing/frequency-axis'
import type { Place } from '../../drawing/hint-shape'
import { pixelsToSeconds } from '../../drawing/time-view'
import type { Editor } from '../../editor/editor.svelte'

/** half of the brush, in pixels */
const brushPixels = 9
/** a brush that moves less than this gets no new point */
const stepPixels = 3

/**
 * Lets a lane with a frequency axis be painted on with the tool in the hand; Escape takes a stroke back. Returns the way to stop.
 */
export function paintByHand(editor: Editor, element: HTMLElement): () => void {
  const { painting, timeline, spectrogramView } = editor
  let from: { readonly x: number; readonly y: number; readonly place: Place; readonly step: string } | null = null
  let last = { x: 0, y: 0 }
  const stop = new AbortController()
  const { signal } = stop

  const placeAt = (x: number, y: number): Place => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const inside = (value: number, length: number): number => Math.min(length, Math.max(0, value))
    return {
      seconds: pixelsToSeconds(inside(x - left, width), timeline.view, width),
      hertz: Math.max(1, pixelsToHertz(inside(y - top, height), spectrogramView.frequencyView, height))
    }
  }
  /** As large as the brush is seen, where the stroke begins. */
  const radiiAt = (x: number, y: number) => {
    const [lower, upper] = [placeAt(x, y + brushPixels), placeAt(x, y - brushPixels)]
    return {
      radiusSeconds: placeAt(x + brushPixels, y).seconds - placeAt(x, y).seconds || 0.01,
      radiusOctaves: Math.max(0.02, Math.log2(upper.hertz / lower.hertz) / 2)
    }
  }
  const drawn = (x: number, y: number): HintArea | null => {
    if (from === null) return null
    const place = placeAt(x, y)
    if (painting.tool === 'box') {
      const [a, b] = [from.place, place]
      return {
        kind: 'box',
        startSeconds: Math.min(a.seconds, b.seconds),
        endSeconds: Math.max(a.seconds, b.seconds),
        lowHertz: Math.min(a.hertz, b.hertz),
        highHertz: Math.max(a.hertz, b.hertz)
      }
    }
    const { draft } = painting
    const points = draft?.kind === 'stroke' ? draft.points : [from.place]
    return { kind: 'stroke', points: [...points, place], ...radiiAt(from.x, from.y) }
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || event.altKey || painting.tool === 'select') return
      from = {
        x: event.clientX,
        y: event.clientY,
        place: placeAt(event.clientX, event.clientY),
        step: crypto.randomUUID()
      }
      last = { x: event.clientX, y: event.clientY }
      element.setPointerCapture(event.pointerId)
      if (painting.tool === 'erase') painting.erase(from.place, from.step)
      else if (painting.tool === 'brush')
        painting.draft = { kind: 'stroke', points: [from.place], ...radiiAt(from.x, from.y) }
    },
    { signal }
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      if (painting.tool !== 'select') element.style.cursor = 'crosshair'
      if (from === null || Math.hypot(event.clientX - last.x, event.clientY - last.y) < stepPixels) return
      last = { x: event.clientX, y: event.clientY }
      if (painting.tool === 'erase') painting.erase(placeAt(last.x, last.y), from.step)
      else painting.draft = drawn(last.x, last.y)
    },
    { signal }
  )
  const finish = (): void => {
    const { draft, tool } = painting
    const isErasing = tool === 'erase'
    from = null
    if (isErasing) editor.document.closeStep()
    // A press of the box tool that did not move paints nothing.
    else if (draft !== null) painting.paint(draft)
  }
  const takeBack = (): void => {
    from = null
    painting.draft = null
  }
  element.addEventListener('pointerup', () => from !== null && finish(), { signal })
  element.addEventListener('pointercancel', takeBack, { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || (from === null && painting.tool === 'select') || editor.hasModal) return
      // First the stroke, then the tool; the next Escape is for the selection.
      event.preventDefault()
      event.stopPropagation()
      if (from !== null) takeBack()
      else painting.choose('select')
    },
    { signal, capture: true }
  )
  return () => stop.abort()
}
