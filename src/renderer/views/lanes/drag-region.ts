import type { Region } from '@core/project/project'
import type { Editor } from '../../editor/editor.svelte'

const edgePixels = 6
const startPixels = 2
const decibelsPerPixel = 0.2

type Grip = 'start' | 'end' | 'gain'

/**
 * Drags a region by its edges, and one of gain up and down by what lies between them. Every drag is one step of undo; Esc takes
 * it back. The lane under it does not see the pointer. Returns the way to stop.
 */
export function dragRegion(
  element: HTMLElement,
  { editor, region, samplesPerPixel }: { editor: Editor; region: () => Region; samplesPerPixel: () => number }
): () => void {
  const { document, regions, run } = editor
  const stop = new AbortController()
  const { signal } = stop
  let drag: { x: number; y: number; grip: Grip; before: Region; isMoving: boolean } | null = null

  const gripAt = (event: PointerEvent): Grip => {
    const box = element.getBoundingClientRect()
    if (event.clientX - box.left < Math.min(edgePixels, box.width / 2)) return 'start'
    return box.right - event.clientX < edgePixels ? 'end' : 'gain'
  }
  const follow = (event: PointerEvent, { x, y, grip, before }: NonNullable<typeof drag>) => {
    const bySamples = Math.round((event.clientX - x) * samplesPerPixel())
    if (grip === 'start')
      regions.change(before.id, {
        startSample: Math.min(before.endSample - 1, Math.max(0, before.startSample + bySamples))
      })
    else if (grip === 'end') {
      const last = document.clip?.lengthSamples ?? before.endSample
      regions.change(before.id, {
        endSample: Math.max(before.startSample + 1, Math.min(last, before.endSample + bySamples))
      })
    } else if (before.effect.kind === 'gain') {
      const gainDecibels = Math.round((before.effect.gainDecibels + (y - event.clientY) * decibelsPerPixel) * 10) / 10
      regions.change(before.id, { effect: { kind: 'gain', gainDecibels } })
    }
  }
  const end = () => {
    drag = null
    document.closeStep()
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      event.stopPropagation()
      if (event.button !== 0 || run.isRunning) return
      document.closeStep()
      regions.select(region().id)
      element.setPointerCapture(event.pointerId)
      drag = { x: event.clientX, y: event.clientY, grip: gripAt(event), before: region(), isMoving: false }
    },
    { signal }
  )
  element.addEventListener(
    'pointermove',
    (event) => {
      event.stopPropagation()
      if (!drag) {
        const grip = gripAt(event)
        element.style.cursor = grip !== 'gain' ? 'ew-resize' : region().effect.kind === 'gain' ? 'ns-resize' : 'default'
        return
      }
      drag.isMoving ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > startPixels
      if (drag.isMoving) follow(event, drag)
    },
    { signal }
  )
  element.addEventListener('pointerup', end, { signal })
  element.addEventListener('pointercancel', end, { signal })
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !drag) return
      event.preventDefault()
      if (region() !== drag.before) document.undo()
      drag = null
    },
    { signal, capture: true }
  )
  return () => stop.abort()
}
