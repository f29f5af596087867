const dragType = 'application/x-unweave-components'

/** Begins to drag the selected components; which ones they are stays in the editor, this only marks the drag as ours. */
export function startComponentDrag(event: DragEvent, count: number): void {
  if (event.dataTransfer === null) return
  event.dataTransfer.setData(dragType, String(count))
  event.dataTransfer.effectAllowed = 'move'
}

export function draggedComponents(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(dragType) ?? false
}

/** Whether the drag left the element that listens, and not only one of its parts for another. */
export function hasLeft(event: DragEvent & { currentTarget: HTMLElement }): boolean {
  return !event.currentTarget.contains(event.relatedTarget as Node | null)
}
