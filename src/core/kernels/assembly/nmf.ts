export {
  beta,
  denominators,
  denominatorStride,
  freeHeights,
  freeTemplates,
  H,
  heightDenominators,
  numerators,
  numeratorStride,
  paddedRank,
  projectedDenominators,
  projections,
  rows,
  scratch,
  templateRows,
  V,
  W,
  weights
} from './layout'
export { clearSlot, prepare, reduceSlots, updateTemplates } from './templates'
export { accumulateColumns, measure, project, update } from './sweep'
