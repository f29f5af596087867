import type { Bounds } from './stored-state'

export const minimumSize = { width: 1024, height: 640 } as const
const defaultSize = { width: 1440, height: 900 } as const

/** How much of the window's top edge must be on a screen for a hand to get hold of it. */
const graspable = { width: 160, height: 32 } as const

/** Bounds to open the window with: those kept, if a screen still shows them; otherwise the middle of the first screen. */
export function openingBounds(kept: Bounds | null, workAreas: readonly Bounds[]): Bounds {
  if (kept !== null && workAreas.some((area) => isGraspable(kept, area))) {
    return {
      ...kept,
      width: Math.max(kept.width, minimumSize.width),
      height: Math.max(kept.height, minimumSize.height)
    }
  }
  const area = workAreas[0] ?? { x: 0, y: 0, ...defaultSize }
  const width = Math.max(minimumSize.width, Math.min(defaultSize.width, area.width))
  const height = Math.max(minimumSize.height, Math.min(defaultSize.height, area.height))
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height
  }
}

function isGraspable(bounds: Bounds, area: Bounds): boolean {
  const shownWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const topIsShown = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height
  return topIsShown && shownWidth >= graspable.width
}
