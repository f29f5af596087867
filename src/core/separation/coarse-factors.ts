import { blockRows, factorFloor } from '../kernels/nmf-kernel'
import type { CoarseStageArena } from './coarse-arena'
import { binGroup, firstBin } from './coarse-grid'
import { initialFactors } from './initial-factors'
import { mergeComponents } from './merge-components'
import { templateIndex, type NmfArena } from './nmf-arena'
import type { NmfProblem } from './nmf-problem'
import type { NmfValues } from './nmf-values'

/** Makes the seed of the components that are too many another than that of the start. */
const surplusSeed = 0x9e3779b9

/**
 * The factors of the first stage: those that the problem starts with, one bin and one column of each group standing for the
 * others, which keeps their contrast; and random ones for the components that are too many.
 */
export function startCoarseFactors(problem: NmfProblem, fine: NmfArena, target: CoarseStageArena): void {
  const { rank, binCount, columnCount, seed } = problem
  const { grid, rank: crowdedRank } = target.stage
  clearFactors(target)
  const share = rank / crowdedRank
  for (let k = 0; k < rank; k++) {
    for (let g = 0; g < grid.binCount; g++) {
      const first = firstBin(grid, g, binCount)
      const width = firstBin(grid, g + 1, binCount) - first
      setTemplate(target, g, k, width * fine.W[templateIndex(fine.shape.paddedRank, first, k)])
    }
    for (let g = 0; g < grid.columnCount; g++) {
      const first = g * grid.columnsPerGroup
      const width = Math.min(columnCount, first + grid.columnsPerGroup) - first
      setHeight(target, g, k, share * width * fine.H[first * fine.shape.paddedRank + k])
    }
  }
  const surplus = crowdedRank - rank
  const W = new Float32Array(surplus * grid.binCount)
  const H = new Float32Array(surplus * grid.columnCount)
  const mean = (binCount * columnCount) / (grid.binCount * grid.columnCount)
  const gains = new Float32Array(surplus)
  const shape = { rank: surplus, binCount: grid.binCount, columnCount: grid.columnCount, channelCount: 1 }
  initialFactors({ ...shape, seed: (seed ^ surplusSeed) >>> 0, mean, W, H, gains })
  for (let k = 0; k < surplus; k++) {
    for (let g = 0; g < grid.binCount; g++) setTemplate(target, g, rank + k, W[k * grid.binCount + g])
    for (let g = 0; g < grid.columnCount; g++) setHeight(target, g, rank + k, (1 - share) * H[k * grid.columnCount + g])
  }
}

/** The factors of a stage with too many components, merged, on the same grid. */
export function mergeCoarseFactors(source: CoarseStageArena, target: CoarseStageArena): void {
  const { grid, rank } = source.stage
  const { paddedRank } = source.shape
  const rows = (length: number, valueAt: (i: number, k: number) => number): Float64Array[] =>
    Array.from({ length: rank }, (_, k) => Float64Array.from({ length }, (_, i) => valueAt(i, k)))
  const templates = rows(grid.binCount, (g, k) => source.W[templateIndex(paddedRank, g, k)])
  const activations = rows(grid.columnCount, (g, k) => source.H[g * paddedRank + k])
  const merged = mergeComponents({ templates, activations }, target.stage.rank)
  clearFactors(target)
  merged.templates.forEach((template, k) => template.forEach((value, g) => setTemplate(target, g, k, value)))
  merged.activations.forEach((activation, k) => activation.forEach((value, g) => setHeight(target, g, k, value)))
}

/** The factors of a stage on the next one's finer grid. */
export function refineCoarseFactors(
  problem: NmfProblem,
  values: NmfValues,
  source: CoarseStageArena,
  target: CoarseStageArena
): void {
  clearFactors(target)
  const { grid } = target.stage
  spreadTemplates(problem, source, target, (group) => firstBin(grid, group, problem.binCount), grid.binCount)
  spreadHeights(problem, values, source, target, grid.columnsPerGroup)
}

/** The factors of the last stage on all cells. */
export function spreadCoarseFactors(
  problem: NmfProblem,
  values: NmfValues,
  source: CoarseStageArena,
  target: NmfArena
): void {
  spreadTemplates(problem, source, target, (bin) => bin, problem.binCount)
  spreadHeights(problem, values, source, target, 1)
}

type Factors = Pick<NmfArena, 'W' | 'H' | 'shape'>

/** Templates on finer bins, as if all bins of a group were alike. */
function spreadTemplates(
  { rank, binCount }: NmfProblem,
  { stage, shape, W }: CoarseStageArena,
  target: Factors,
  firstOf: (row: number) => number,
  rowCount: number
): void {
  const { grid } = stage
  for (let row = 0; row < rowCount; row++) {
    const first = firstOf(row)
    const group = binGroup(grid, first)
    const width = firstBin(grid, group + 1, binCount) - firstBin(grid, group, binCount)
    const share = (row + 1 < rowCount ? firstOf(row + 1) - first : binCount - first) / width
    const from = templateIndex(shape.paddedRank, group, 0)
    const to = templateIndex(target.shape.paddedRank, row, 0)
    for (let k = 0; k < rank; k++) {
      target.W[to + k * blockRows] = Math.max(factorFloor, share * W[from + k * blockRows])
    }
  }
}

/** Activations on finer columns: each has the part of its group's height that it has of the group's magnitudes. */
function spreadHeights(
  { rank }: NmfProblem,
  { columnSums }: NmfValues,
  { stage, shape, H }: CoarseStageArena,
  target: Factors,
  columnsPerGroup: number
): void {
  const ratio = stage.grid.columnsPerGroup / columnsPerGroup
  const sums = groupSums(columnSums, columnsPerGroup)
  const sourceSums = groupSums(columnSums, stage.grid.columnsPerGroup)
  for (let n = 0; n < sums.length; n++) {
    const group = Math.floor(n / ratio)
    const share = sourceSums[group] > 0 ? sums[n] / sourceSums[group] : 0
    const from = group * shape.paddedRank
    const to = n * target.shape.paddedRank
    for (let k = 0; k < rank; k++) target.H[to + k] = Math.max(factorFloor, share * H[from + k])
  }
}

function groupSums(columnSums: Float64Array, columnsPerGroup: number): Float64Array {
  const sums = new Float64Array(Math.ceil(columnSums.length / columnsPerGroup))
  columnSums.forEach((sum, n) => (sums[Math.floor(n / columnsPerGroup)] += sum))
  return sums
}

function clearFactors({ W, H, stage, freeHeights, freeTemplates }: CoarseStageArena): void {
  W.fill(0)
  H.fill(0)
  for (const free of [freeHeights, freeTemplates]) free.fill(0).fill(-1, 0, stage.rank)
}

function setTemplate({ W, shape }: CoarseStageArena, group: number, k: number, value: number): void {
  W[templateIndex(shape.paddedRank, group, k)] = Math.max(factorFloor, value)
}

function setHeight({ H, shape }: CoarseStageArena, group: number, k: number, value: number): void {
  H[group * shape.paddedRank + k] = Math.max(factorFloor, value)
}
