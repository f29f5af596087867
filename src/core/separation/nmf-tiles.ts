import { chunkStart, factorFloor, valueFloor, type NmfMemory } from './nmf-memory'
import { blockBins, tileColumns, type TemplateBlock } from './tile-products'

/** Up to four neighbouring columns; where fewer are left, the columns beyond `count` are 0. */
export interface Tile {
  readonly first: number
  readonly count: number
}

/** The tiles of a chunk, in order; ends early when asked to stop. */
export function* chunkTiles(memory: NmfMemory, chunk: number, shouldStop: () => boolean): Generator<Tile, void> {
  const end = chunkStart(memory.problem, chunk + 1)
  for (let first = chunkStart(memory.problem, chunk); first < end; first += tileColumns) {
    if (shouldStop()) return
    yield { first, count: Math.min(tileColumns, end - first) }
  }
}

/** The bins in equal blocks of at most blockBins. */
export function templateBlocks(memory: NmfMemory): TemplateBlock[] {
  const { binCount } = memory.problem
  const blockCount = Math.ceil(binCount / blockBins)
  return Array.from({ length: blockCount }, (_, index) => {
    const first = Math.floor((index * binCount) / blockCount)
    const count = Math.floor(((index + 1) * binCount) / blockCount) - first
    return { W: memory.W, binCount, rank: memory.paddedRank, first, count }
  })
}

/** heights ← the tile's columns of H */
export function loadHeights(memory: NmfMemory, tile: Tile): void {
  const { scratch, paddedRank, H } = memory
  const { columnCount } = memory.problem
  scratch.heights.fill(0)
  for (let k = 0; k < paddedRank; k++) {
    for (let t = 0; t < tile.count; t++) scratch.heights[4 * k + t] = H[k * columnCount + tile.first + t]
  }
}

/** H and heights ← h·factor(4k + t), not below the floor, rounded as H is. */
export function updateHeights(memory: NmfMemory, tile: Tile, factor: (index: number) => number): void {
  const { scratch, H } = memory
  const { columnCount, rank } = memory.problem
  for (let k = 0; k < rank; k++) {
    for (let t = 0; t < tile.count; t++) {
      const at = k * columnCount + tile.first + t
      H[at] = Math.max(factorFloor, scratch.heights[4 * k + t] * factor(4 * k + t))
      scratch.heights[4 * k + t] = H[at]
    }
  }
}

/** values ← V of the tile's block of bins, scaled to mean 1, for β < 1 not below valueFloor */
export function loadValues(memory: NmfMemory, tile: Tile, block: TemplateBlock): void {
  const { values } = memory.scratch
  const { V } = memory
  const scale = memory.numbers[0]
  const floor = memory.beta < 1 ? valueFloor : 0
  for (let t = 0; t < tileColumns; t++) {
    const to = t * blockBins
    const from = (tile.first + t) * memory.problem.binCount + block.first
    if (t >= tile.count) values.fill(0, to, to + block.count)
    else for (let f = 0; f < block.count; f++) values[to + f] = Math.max(floor, scale * V[from + f])
  }
}
