import { measureChunk, measureRatios } from './divergence'
import { addHeightProducts, addHeights, copySums, multiplyGram, packHeights, updateHeights } from './heights'
import {
  blockBytes,
  chunkBlocks,
  denominators,
  denominatorStride,
  fallingSlopes,
  form,
  Form,
  H,
  heightDenominators,
  numerators,
  numeratorStride,
  packedHeights,
  paddedRank,
  projectedDenominators,
  projections,
  risingSlopes,
  rows,
  sweptColumns,
  sweptDenominators,
  sweptNumerators,
  templateRows,
  V,
  W,
  wideRank
} from './layout'
import { accumulate, multiply, multiplyTransposed } from './products'
import { computeSlopes } from './slopes'

/** H ← H·(numerator/denominator)^exponent so many times, then the sums for W are added to the slot unless that is −1. */
export function update(first: i32, end: i32, slot: i32, heightUpdates: i32, exponent: f32, measures: bool): f64 {
  let divergence: f64 = 0
  for (let n = first; n < end; n += sweptColumns) {
    const count = min(sweptColumns, end - n)
    for (let i = 0; i < heightUpdates; i++) {
      divergence += multiplyTemplates(n, count, measures && i == 0)
      moveHeights(n, count, exponent)
    }
    if (slot >= 0) divergence += accumulateSlot(n, count, slot, measures && heightUpdates == 0)
  }
  return divergence
}

/** The numerators of H's update, and of the form 'full' its denominators, are written to the projections. */
export function project(first: i32, end: i32, measures: bool): f64 {
  let divergence: f64 = 0
  for (let n = first; n < end; n += sweptColumns) {
    const count = min(sweptColumns, end - n)
    divergence += multiplyTemplates(n, count, measures)
    copySums(sweptNumerators(), projections + heightOffset(n), count)
    if (form() == Form.full) copySums(sweptDenominators(), projectedDenominators + heightOffset(n), count)
  }
  return divergence
}

/** The sums for W are added to the slot. */
export function accumulateColumns(first: i32, end: i32, slot: i32, measures: bool): f64 {
  let divergence: f64 = 0
  for (let n = first; n < end; n += sweptColumns) {
    divergence += accumulateSlot(n, min(sweptColumns, end - n), slot, measures)
  }
  return divergence
}

export function measure(first: i32, end: i32): f64 {
  let divergence: f64 = 0
  for (let n = first; n < end; n += sweptColumns) {
    const count = min(sweptColumns, end - n)
    packHeights(H + heightOffset(n), count)
    for (let block = 0; block < blocks(); block += chunkBlocks) {
      const blockCount = min(chunkBlocks, blocks() - block)
      multiply(W + templateOffset(block), packedHeights(), risingSlopes(), 0, blockCount, count)
      const offset = magnitudeOffset(n, block)
      const isSums = form() == Form.sums
      divergence += isSums ? measureRatios(offset, blockCount, count) : measureChunk(offset, blockCount, count)
    }
  }
  return divergence
}

/** Numerators of H's update, and of the form 'full' its denominators: products with Wᵀ. */
function multiplyTemplates(n: i32, count: i32, measures: bool): f64 {
  let divergence: f64 = 0
  const sumBytes = (<usize>(count * wideRank())) << 2
  memory.fill(sweptNumerators(), 0, sumBytes)
  if (form() == Form.full) memory.fill(sweptDenominators(), 0, sumBytes)
  packHeights(H + heightOffset(n), count)
  for (let block = 0; block < blocks(); block += chunkBlocks) {
    const blockCount = min(chunkBlocks, blocks() - block)
    const w = templateRows + <usize>(block * wideRank()) * blockBytes
    divergence += slopesOfChunk(n, block, count, measures)
    if (form() == Form.gram) {
      const v = V + magnitudeOffset(n, block)
      multiplyTransposed(w, v, (<usize>rows) << 2, blockBytes, sweptNumerators(), blockCount, count)
      continue
    }
    const blockStride = <usize>count * blockBytes
    multiplyTransposed(w, risingSlopes(), blockBytes, blockStride, sweptNumerators(), blockCount, count)
    if (form() == Form.full) {
      multiplyTransposed(w, fallingSlopes(), blockBytes, blockStride, sweptDenominators(), blockCount, count)
    }
  }
  return divergence
}

function moveHeights(n: i32, count: i32, exponent: f32): void {
  const heights = H + heightOffset(n)
  if (form() == Form.sums) {
    updateHeights(heights, sweptNumerators(), heightDenominators, 0, count, exponent)
    return
  }
  if (form() == Form.gram) multiplyGram(sweptDenominators(), count)
  updateHeights(heights, sweptNumerators(), sweptDenominators(), (<usize>wideRank()) << 2, count, exponent)
}

/** Numerators and denominators of W's update: products with Hᵀ. */
function accumulateSlot(n: i32, count: i32, slot: i32, measures: bool): f64 {
  let divergence: f64 = 0
  const heights = H + heightOffset(n)
  const tops = numerators + <usize>slot * numeratorStride
  const bottoms = denominators + <usize>slot * denominatorStride
  if (form() == Form.sums) addHeights(heights, bottoms, count)
  if (form() == Form.gram) addHeightProducts(heights, bottoms, count)
  packHeights(heights, count)
  for (let block = 0; block < blocks(); block += chunkBlocks) {
    const blockCount = min(chunkBlocks, blocks() - block)
    const offset = templateOffset(block)
    divergence += slopesOfChunk(n, block, count, measures)
    if (form() == Form.gram) {
      const v = V + magnitudeOffset(n, block)
      accumulate(v, (<usize>rows) << 2, blockBytes, heights, tops + offset, blockCount, count)
      continue
    }
    const blockStride = <usize>count * blockBytes
    accumulate(risingSlopes(), blockBytes, blockStride, heights, tops + offset, blockCount, count)
    if (form() == Form.full) {
      accumulate(fallingSlopes(), blockBytes, blockStride, heights, bottoms + offset, blockCount, count)
    }
  }
  return divergence
}

/** The slopes of one chunk of rows and, if wanted, its divergence. The form 'gram' has V for its slopes. */
function slopesOfChunk(n: i32, block: i32, count: i32, measures: bool): f64 {
  if (form() == Form.gram && !measures) return 0
  const blockCount = min(chunkBlocks, blocks() - block)
  const offset = magnitudeOffset(n, block)
  const isAllInOne = form() == Form.sums && !measures
  multiply(W + templateOffset(block), packedHeights(), risingSlopes(), isAllInOne ? V + offset : 0, blockCount, count)
  if (isAllInOne) return 0
  if (form() == Form.sums) return measureRatios(offset, blockCount, count)
  const divergence = measures ? measureChunk(offset, blockCount, count) : 0
  if (form() == Form.full) computeSlopes(offset, blockCount, count)
  return divergence
}

function blocks(): i32 {
  return rows >> 3
}

function heightOffset(n: i32): usize {
  return (<usize>n * <usize>paddedRank) << 2
}

function magnitudeOffset(n: i32, block: i32): usize {
  return ((<usize>n * <usize>rows) << 2) + <usize>block * blockBytes
}

function templateOffset(block: i32): usize {
  return <usize>(block * paddedRank) * blockBytes
}
