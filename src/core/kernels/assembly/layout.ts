/*
 * Where everything lies, set from outside on each instance: these are globals of the instance, not of the memory, so that threads
 * with one memory have their own. Nothing here may need static memory: the memory belongs to the caller to the last byte.
 * The layout of the arrays is told in nmf-kernel.ts.
 */

export let rows: i32 = 0
export let paddedRank: i32 = 0
/** 0, 1 or 2 */
export let beta: i32 = 1

export let V: usize = 0
export let weights: usize = 0
export let W: usize = 0
export let templateRows: usize = 0
export let H: usize = 0
export let numerators: usize = 0
export let numeratorStride: usize = 0
export let denominators: usize = 0
export let denominatorStride: usize = 0
export let heightDenominators: usize = 0
export let projections: usize = 0
export let projectedDenominators: usize = 0
export let freeHeights: usize = 0
export let freeTemplates: usize = 0
export let scratch: usize = 0

/** How denominators come about; see nmf-kernel.ts. */
export enum Form {
  sums,
  gram,
  full
}

export function form(): Form {
  if (weights != 0 || beta == 0) return Form.full
  return beta == 1 ? Form.sums : Form.gram
}

/** Bytes of one packed block of one column: 8 rows. */
export const blockBytes: usize = 32

/** Columns that are swept together: a tile. */
export const sweptColumns: i32 = 16

/** Blocks of rows that are worked on together: one or two such chunks of slopes stay in the first cache. */
export const chunkBlocks: i32 = 16

/** Components of W and of products with it where they are handled eight at a time. */
export function wideRank(): i32 {
  return (paddedRank + 7) & ~7
}

// The scratch, part after part; scratchBytes in nmf-kernel.ts counts them.

/** H of the swept columns, transposed four columns at a time: `[⌊n/4⌋][k][n % 4]`. */
export function packedHeights(): usize {
  return scratch
}

/** Numerators and denominators of the swept heights, `[n][k]`, wideRank() components wide. */
export function sweptNumerators(): usize {
  return packedHeights() + sweptHeightBytes()
}
export function sweptDenominators(): usize {
  return sweptNumerators() + sweptHeightBytes()
}

/** The divergence's two slopes in one chunk of rows: `[⌊f/8⌋][n][f % 8]`. */
export function risingSlopes(): usize {
  return sweptDenominators() + sweptHeightBytes()
}
export function fallingSlopes(): usize {
  return risingSlopes() + <usize>(sweptColumns * min(chunkBlocks, rows >> 3)) * blockBytes
}

function sweptHeightBytes(): usize {
  return (<usize>(sweptColumns * wideRank())) << 2
}
