import type { ComponentOrder } from '@core/grouping/component-order'

interface SortName {
  readonly name: string
  /** what comes first, or how they lie */
  readonly detail: string
}

/** What each order of the components is called. */
export const sortNames: Readonly<Record<ComponentOrder, SortName>> = {
  separation: { name: 'Template', detail: 'as separated' },
  loudness: { name: 'Loudness', detail: 'loudest first' },
  pitch: { name: 'Pitch', detail: 'lowest first' },
  time: { name: 'Time', detail: 'earliest first' },
  similarity: { name: 'Similarity', detail: 'alike together' }
}
