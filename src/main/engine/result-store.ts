import { createHash } from 'node:crypto'
import type { EngineMethods, SeparationResult } from '@core/contract/engine'
import type { Result } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { channelGainsOf, modelOf } from '@core/separation/factor-model'
import { lagCountOf, type Factors } from '@core/separation/factors'
import type { SeparationParameters } from '@core/separation/parameters'
import { stftLayout } from '@core/spectral/stft-layout'
import { ByteCache } from './byte-cache'
import type { StemPeaks } from './stem-peaks'

/** those of eight sources in two hours of stereo: what is painted is computed on top of them */
const stemPeaksLimitBytes = 192 * 2 ** 20
const shareTilesLimitBytes = 64 * 2 ** 20

export type ShareTileData = Result<EngineMethods['readShareTile']>

export interface Separation {
  readonly id: string
  readonly parameters: SeparationParameters
  readonly factors: Factors
}

/** The separations of one clip, by id, and what was computed from them. */
export class ResultStore {
  readonly stemPeaks = new ByteCache<StemPeaks>(stemPeaksLimitBytes)
  /** of separations by medians; see share-tiles */
  readonly shareTiles = new ByteCache<ShareTileData>(shareTilesLimitBytes)
  readonly #separations = new Map<string, Separation>()

  put(separation: Separation): void {
    this.#separations.set(separation.id, separation)
  }

  /** @throws AppError 'unknown-id' {separationId} */
  get(separationId: string): Separation {
    const separation = this.#separations.get(separationId)
    if (separation === undefined) {
      throw new AppError('unknown-id', `there is no separation ${separationId}`, { separationId })
    }
    return separation
  }
}

/** A name for a result that is the same wherever the same result comes out: files written from it do not differ. */
export function separationId(parameters: SeparationParameters, factors: Factors): string {
  const hash = createHash('sha256').update(JSON.stringify(parameters))
  for (const matrix of matricesOf(factors).values()) {
    hash.update(new Uint8Array(matrix.buffer, matrix.byteOffset, matrix.byteLength))
  }
  return hash.digest('hex').slice(0, 24)
}

/** Factors in memory of their own, as a port needs them: neither shared nor a view of something larger. */
export type OwnFactors = SeparationResult['factors']

export function copyFactors({ W, H, model, ...shape }: Factors): OwnFactors {
  const channelGains = channelGainsOf(model)?.slice() ?? null
  const copiedModel = channelGains ? ({ kind: 'stereo', channelGains } as const) : (model as OwnFactors['model'])
  return { ...shape, model: copiedModel, W: W.slice(), H: H.slice() }
}

/**
 * Checks factors that come from outside against the recording and the parameters that they claim.
 *
 * @throws AppError 'shape-mismatch', 'negative-value'
 */
export function checkFactors(
  factors: Factors,
  parameters: SeparationParameters,
  recording: { readonly lengthSamples: number; readonly channelCount: number }
): void {
  const layout = stftLayout(recording.lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const { rank, binCount, columnCount, model, W, H } = factors
  const isStereo = parameters.isStereo && recording.channelCount > 1
  const expected = modelOf(parameters, isStereo ? new Float32Array(recording.channelCount * rank) : null)
  if (
    rank !== (parameters.method === 'hpss' ? 2 : parameters.componentCount) ||
    binCount !== layout.binCount ||
    columnCount !== layout.columnCount ||
    model.kind !== expected.kind ||
    channelGainsOf(model)?.length !== channelGainsOf(expected)?.length ||
    lagCountOf(factors) !== lagCountOf({ model: expected }) ||
    W.length !== binCount * lagCountOf(factors) * rank ||
    H.length !== rank * columnCount
  ) {
    const message =
      `factors (${model.kind}) of ${binCount} bins × ${rank} × ${columnCount} columns (${W.length}, ${H.length} values) ` +
      `for a recording of ${layout.binCount} bins × ${layout.columnCount} columns (${expected.kind})`
    throw new AppError('shape-mismatch', message, { binCount, rank, columnCount })
  }
  for (const [name, matrix] of matricesOf(factors)) {
    const index = matrix.findIndex((value) => !(value >= 0 && value < Infinity))
    if (index >= 0) {
      throw new AppError('negative-value', `${name} holds ${matrix[index]}`, {
        matrix: name,
        value: String(matrix[index])
      })
    }
  }
}

function matricesOf({ W, H, model }: Factors): Map<string, Float32Array> {
  const channelGains = channelGainsOf(model)
  return new Map([['W', W], ['H', H], ...(channelGains ? [['channel gains', channelGains] as const] : [])])
}

/** @throws AppError 'invalid-argument': the hop must be a quarter of the window */
export function checkParameters({ windowSamples, hopSamples }: SeparationParameters): void {
  if (hopSamples * 4 === windowSamples) return
  const message = `hop ${hopSamples} is not a quarter of window ${windowSamples}`
  throw new AppError('invalid-argument', message, {
    argument: 'The hop',
    value: hopSamples,
    problem: `it is a quarter of the window, ${windowSamples / 4} samples`
  })
}
