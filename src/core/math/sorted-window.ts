/*
 * A window of values kept in order, for medians of a sliding one: `values[offset … offset + count)` rises. Windows of a dozen to
 * a hundred values are moved on faster so than by any tree.
 */

/** Puts a value in; the window then holds count + 1. */
export function insertSorted(values: Float32Array, offset: number, count: number, value: number): void {
  let i = offset + count
  while (i > offset && values[i - 1] > value) {
    values[i] = values[i - 1]
    i--
  }
  values[i] = value
}

/** Takes out a value that the window holds; it then holds count − 1. */
export function removeSorted(values: Float32Array, offset: number, count: number, value: number): void {
  const last = offset + count - 1
  for (let i = positionOf(values, offset, count, value); i < last; i++) values[i] = values[i + 1]
}

/** Takes out one value that the window holds and puts another in. */
export function replaceSorted(
  values: Float32Array,
  offset: number,
  count: number,
  leaving: number,
  entering: number
): void {
  const last = offset + count - 1
  let i = positionOf(values, offset, count, leaving)
  while (i < last && values[i + 1] < entering) {
    values[i] = values[i + 1]
    i++
  }
  while (i > offset && values[i - 1] > entering) {
    values[i] = values[i - 1]
    i--
  }
  values[i] = entering
}

function positionOf(values: Float32Array, offset: number, count: number, value: number): number {
  let low = offset
  let high = offset + count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
