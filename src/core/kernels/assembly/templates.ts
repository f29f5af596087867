import { storeTransposed, updated } from './arithmetic'
import { copySums } from './heights'
import {
  blockBytes,
  denominatorStride,
  denominators,
  form,
  Form,
  freeTemplates,
  heightDenominators,
  numeratorStride,
  numerators,
  packedHeights,
  paddedRank,
  rows,
  scratch,
  templateRows,
  W,
  wideRank
} from './layout'
import { accumulate, multiplyTransposed } from './products'

/** W row after row, as multiplyTransposed reads it. */
function packTemplates(): void {
  const rowBytes = (<usize>wideRank()) << 2
  // Past the last component nothing counts, but what lies there could be denormal, and slow.
  memory.fill(templateRows, 0, <usize>rows * rowBytes)
  let w = W
  for (let f = 0; f < rows; f += 8) {
    const target = templateRows + <usize>f * rowBytes
    for (let k = 0; k < paddedRank; k += 4) {
      const row = target + ((<usize>k) << 2)
      storeTransposed(v128.load(w), v128.load(w, 32), v128.load(w, 64), v128.load(w, 96), row, rowBytes)
      const lower = row + 4 * rowBytes
      storeTransposed(v128.load(w, 16), v128.load(w, 48), v128.load(w, 80), v128.load(w, 112), lower, rowBytes)
      w += 128
    }
  }
}

/** W row after row, and the denominators of H that are the same in all columns, Σ_f w_k or WᵀW. */
export function prepare(): void {
  packTemplates()
  if (form() == Form.sums) sumTemplates()
  if (form() == Form.gram) {
    const products = packedHeights()
    memory.fill(products, 0, (<usize>(paddedRank * wideRank())) << 2)
    // W has the layout of slopes, its components in the place of columns.
    const blockStride = <usize>paddedRank * blockBytes
    multiplyTransposed(templateRows, W, blockBytes, blockStride, products, rows >> 3, paddedRank)
    copySums(products, heightDenominators, paddedRank)
  }
}

function sumTemplates(): void {
  const blockStride = <usize>paddedRank * blockBytes
  const end = blockStride * <usize>(rows >> 3)
  for (let k = 0; k < paddedRank; k++) {
    let sum: f32 = 0
    let lanes = f32x4.splat(0)
    for (let at = <usize>k * blockBytes; at != end + <usize>k * blockBytes; at += blockStride) {
      lanes = f32x4.add(lanes, f32x4.add(v128.load(W + at), v128.load(W + at, 16)))
    }
    sum += f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1)
    sum += f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3)
    store<f32>(heightDenominators + ((<usize>k) << 2), sum)
  }
}

export function clearSlot(slot: i32): void {
  memory.fill(numerators + <usize>slot * numeratorStride, 0, templateBytes())
  memory.fill(denominators + <usize>slot * denominatorStride, 0, denominatorBytes())
}

export function reduceSlots(slotCount: i32): void {
  for (let slot = 1; slot < slotCount; slot++) {
    add(numerators, numerators + <usize>slot * numeratorStride, templateBytes())
    add(denominators, denominators + <usize>slot * denominatorStride, denominatorBytes())
  }
}

function add(sums: usize, terms: usize, byteCount: usize): void {
  for (let i: usize = 0; i < byteCount; i += 16) {
    v128.store(sums + i, f32x4.add(v128.load(sums + i), v128.load(terms + i)))
  }
}

/** The update of W from slot 0. */
export function updateTemplates(exponent: f32): void {
  const templateBlockBytes = <usize>paddedRank * blockBytes
  let block: usize = 0
  for (const end = templateBytes(); block != end; block += templateBlockBytes) {
    if (form() == Form.gram) {
      // W·(HHᵀ): components of W in the place of columns.
      memory.fill(scratch, 0, templateBlockBytes)
      accumulate(W + block, blockBytes, 0, denominators, scratch, 1, paddedRank)
    }
    for (let k = 0; k < paddedRank; k++) {
      const free = v128.load32_splat(freeTemplates + ((<usize>k) << 2))
      for (let half: usize = 0; half < blockBytes; half += 16) {
        const within = <usize>k * blockBytes + half
        const at = block + within
        const moved = updated(
          v128.load(W + at),
          v128.load(numerators + at),
          templateDenominator(k, within, at),
          exponent,
          free
        )
        v128.store(W + at, moved)
      }
    }
  }
}

function templateDenominator(k: i32, within: usize, at: usize): v128 {
  if (form() == Form.sums) return v128.load32_splat(denominators + ((<usize>k) << 2))
  return v128.load(form() == Form.gram ? scratch + within : denominators + at)
}

function templateBytes(): usize {
  return (<usize>(rows * paddedRank)) << 2
}

function denominatorBytes(): usize {
  if (form() == Form.full) return templateBytes()
  return (<usize>(form() == Form.sums ? paddedRank : paddedRank * paddedRank)) << 2
}
