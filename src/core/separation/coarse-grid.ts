import type { NmfProblem } from './nmf-problem'

/** Cells of a spectrogram taken together: single bins where tones are narrow, groups of bins above, groups of columns. */
export interface CoarseGrid {
  /** so many of the lowest bins stay single */
  readonly singleBins: number
  readonly binsPerGroup: number
  readonly columnsPerGroup: number
  readonly binCount: number
  readonly columnCount: number
}

export function coarseGrid(
  { binCount, columnCount }: Pick<NmfProblem, 'binCount' | 'columnCount'>,
  grouping: Pick<CoarseGrid, 'singleBins' | 'binsPerGroup' | 'columnsPerGroup'>
): CoarseGrid {
  const { singleBins, binsPerGroup, columnsPerGroup } = grouping
  return {
    ...grouping,
    binCount: singleBins + Math.ceil((binCount - singleBins) / binsPerGroup),
    columnCount: Math.ceil(columnCount / columnsPerGroup)
  }
}

/** First bin of a group; for one past the last group, where the bins end. */
export function firstBin({ singleBins, binsPerGroup, binCount }: CoarseGrid, group: number, fineBinCount: number) {
  if (group >= binCount) return fineBinCount
  return group < singleBins ? group : singleBins + (group - singleBins) * binsPerGroup
}

/** Group of a bin. */
export function binGroup({ singleBins, binsPerGroup }: CoarseGrid, bin: number): number {
  return bin < singleBins ? bin : singleBins + Math.floor((bin - singleBins) / binsPerGroup)
}
