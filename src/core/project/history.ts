/** Undo by snapshots: values are small and share what did not change. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** the value that the project file holds; null when none does */
  readonly saved: T | null
  /** a record with the same key as the one before replaces it: one drag is one step */
  readonly mergeKey: string | null
}

const pastLimit = 500

export function createHistory<T>(present: T, saved: T | null): History<T> {
  return { past: [], present, future: [], saved, mergeKey: null }
}

/** Records a new present; a value identical to the present changes nothing and keeps redo. */
export function record<T>(history: History<T>, present: T, mergeKey: string | null = null): History<T> {
  if (present === history.present) return history
  const merges = mergeKey !== null && mergeKey === history.mergeKey
  const past = merges ? history.past : [...history.past, history.present].slice(-pastLimit)
  return { ...history, past, present, future: [], mergeKey }
}

/** Ends a merge: the next record starts a step of its own. */
export function closeStep<T>(history: History<T>): History<T> {
  return history.mergeKey === null ? history : { ...history, mergeKey: null }
}

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1)
  if (present === undefined) return history
  return {
    ...history,
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    mergeKey: null
  }
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future
  if (present === undefined) return history
  return { ...history, past: [...history.past, history.present], present, future, mergeKey: null }
}

export function markSaved<T>(history: History<T>): History<T> {
  return { ...closeStep(history), saved: history.present }
}

export function isDirty<T>(history: History<T>): boolean {
  return history.present !== history.saved
}
