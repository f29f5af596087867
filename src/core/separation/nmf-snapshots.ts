import type { NmfArena, FactorSnapshot } from './nmf-arena'
import type { NmfState } from './nmf-state'

/*
 * Factors whose cost is known are kept: what is handed out early, and what a cost that rose is undone with. Two places take
 * turns, for a cost is known only when H has changed already.
 */

/** Copies columns of H to the place of the factors that are being measured. */
export function keepHeights(arena: NmfArena, state: NmfState, firstColumn: number, endColumn: number): void {
  const { paddedRank } = arena.shape
  const from = firstColumn * paddedRank
  candidate(arena, state).H.set(arena.H.subarray(from, endColumn * paddedRank), from)
}

/** Accepts the factors that were measured. W has not changed since. */
export function acceptFactors(arena: NmfArena, state: NmfState): void {
  candidate(arena, state).W.set(arena.W)
  state.accepted = state.accepted === 0 ? 1 : 0
}

/** W and H as they were at the newest accepted cost. */
export function restoreFactors(arena: NmfArena, state: NmfState): void {
  const { W, H } = acceptedFactors(arena, state) ?? arena
  arena.W.set(W)
  arena.H.set(H)
}

/** Those of the newest accepted cost; null before the first. */
export function acceptedFactors(arena: NmfArena, state: NmfState): FactorSnapshot | null {
  return state.accepted === null ? null : arena.snapshots[state.accepted]
}

function candidate(arena: NmfArena, state: NmfState): FactorSnapshot {
  return arena.snapshots[state.accepted === 0 ? 1 : 0]
}
