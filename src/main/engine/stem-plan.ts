import { AppError } from '@core/errors'
import { noTimedEdits, type TimedEdits } from '@core/separation/timed-edits'

/** What an export was asked for: the part of exportStems' parameters that decides what each file holds. */
export interface StemRequests {
  readonly stems: readonly { readonly fileName: string; readonly componentIndices: readonly number[] }[]
  readonly residualFileName: string | null
  /** g_k for each component */
  readonly gains: Float32Array
  /** missing: none */
  readonly edits?: TimedEdits | undefined
}

export interface StemPlan {
  /** in the order in which they are written */
  readonly files: readonly PlannedFile[]
  /** whether the files are meant to add up to the mix */
  readonly isPartition: boolean
}

export interface PlannedFile {
  readonly fileName: string
  /** g_k for each component; null: the mix minus all other files, so that the files add up to the mix */
  readonly gains: Float32Array | null
  /** whether the gains of components over time hold for it */
  readonly isTimed: boolean
}

/**
 * Decides what each file holds.
 *
 * A stem holds its components at their gains. The residual is what no stem owns, at 0 dB: the components of no stem, whatever
 * their gains. When all gains of the stems are 1 at all times and no component is left out, the last file is the mix minus the
 * others and takes their rounding with it. What is changed over time of the mix is changed of all files alike.
 *
 * @throws AppError 'invalid-argument', 'shape-mismatch'
 */
export function planStems(request: StemRequests, rank: number): StemPlan {
  const { stems, residualFileName, gains, edits = noTimedEdits } = request
  if (gains.length !== rank) {
    throw new AppError('shape-mismatch', `${gains.length} gains for ${rank} components`, { gains: gains.length, rank })
  }
  if (!gains.every((gain) => gain >= 0 && gain < Infinity)) {
    throw new AppError('invalid-argument', 'a gain must be finite and not negative', {})
  }
  if (stems.length === 0 && residualFileName === null) {
    throw new AppError('invalid-argument', 'there is no file to write', {})
  }
  const owned = ownedComponents(stems, rank)
  const files: PlannedFile[] = stems.map(({ fileName, componentIndices }) => {
    const own = new Float32Array(rank)
    for (const index of componentIndices) own[index] = gains[index]!
    return { fileName, gains: own, isTimed: true }
  })
  const rest = Float32Array.from(owned, (isOwned) => (isOwned ? 0 : 1))
  if (residualFileName !== null) files.push({ fileName: residualFileName, gains: rest, isTimed: false })

  const isComplete = residualFileName !== null || owned.every((isOwned) => isOwned)
  const timed = new Set(edits.components.flatMap(({ componentIndices }) => componentIndices))
  const isPartition = isComplete && gains.every((gain, index) => !owned[index] || (gain === 1 && !timed.has(index)))
  if (isPartition) files.push({ fileName: files.pop()!.fileName, gains: null, isTimed: false })
  return { files, isPartition }
}

function ownedComponents(stems: StemRequests['stems'], rank: number): boolean[] {
  const owned = new Array<boolean>(rank).fill(false)
  for (const { fileName, componentIndices } of stems) {
    for (const index of componentIndices) {
      if (index >= rank) {
        throw new AppError('invalid-argument', `${fileName}: there is no component ${index}`, { fileName, index })
      }
      if (owned[index]) {
        const message = `${fileName}: component ${index} is in a stem already`
        throw new AppError('invalid-argument', message, { fileName, index })
      }
      owned[index] = true
    }
  }
  return owned
}
