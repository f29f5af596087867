const dragType = 'application/x-unweave-components'
const sourceDragType = 'application/x-unweave-source'

/** Begins to drag the selected components; which ones they are stays in the editor, this only marks the drag as ours. */
export function startComponentDrag(event: DragEvent, count: number): void {
  if (event.dataTransfer === null) return
  event.dataTransfer.setData(dragType, String(count))
  event.dataTransfer.effectAllowed = 'move'
  showDragImage(event.dataTransfer, count === 1 ? '1 component' : `${count} components`)
}

export function startSourceDrag(event: DragEvent, id: string, name: string): void {
  if (event.dataTransfer === null) return
  event.stopPropagation()
  event.dataTransfer.setData(sourceDragType, id)
  event.dataTransfer.effectAllowed = 'move'
  showDragImage(event.dataTransfer, name)
}

export function isSourceDrag(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(sourceDragType) ?? false
}

/** Known only when it is dropped. */
export function droppedSourceId(event: DragEvent): string {
  return event.dataTransfer?.getData(sourceDragType) ?? ''
}

/** The picture is taken of an element of the page before the next task. */
function showDragImage(transfer: DataTransfer, text: string): void {
  const image = document.createElement('div')
  image.className = 'drag-image'
  image.textContent = text
  document.body.append(image)
  transfer.setDragImage(image, -12, 10)
  setTimeout(() => image.remove(), 0)
}

export function draggedComponents(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(dragType) ?? false
}

/** Whether the drag left the element that listens, and not only one of its parts for another. */
export function hasLeft(event: DragEvent & { currentTarget: HTMLElement }): boolean {
  return !event.currentTarget.contains(event.relatedTarget as Node | null)
}
