/**
 * How W and H make up the spectrogram, and so the masks.
 *
 * product      V(f, n) ≈ Σ_k w_k(f)·h_k(n)
 * stereo       V_c(f, n) ≈ Σ_k q_ck·w_k(f)·h_k(n): each component has a gain in each channel, `channelGains[c * rank + k]`, whose
 *              mean over the channels is 1; the masks differ from channel to channel
 * convolution  V(f, n) ≈ Σ_k Σ_τ w_k(f, τ)·h_k(n − τ): a template is lagCount columns long (NMFD)
 * medians      component 0 is what is steady in time, component 1 what is broad in frequency: the masks come from median filters
 *              over the recording itself; W and H only picture them (HPSS)
 */
export type FactorModel =
  | { readonly kind: 'product' }
  | { readonly kind: 'stereo'; readonly channelGains: Float32Array }
  | { readonly kind: 'convolution'; readonly lagCount: number }
  | { readonly kind: 'medians' }

export const productModel: FactorModel = { kind: 'product' }

/**
 * The factors of one separation, in the layout that every part of the program shares.
 *
 * W (bins × lags × rank): template w_k is contiguous, `W[(k * lagCount + τ) * binCount + f]`; each template sums to 1. The lag
 * count is 1 for every model but convolution.
 * H (rank × columns): activation h_k is contiguous, `H[k * columnCount + n]`; it carries the scale.
 */
export interface Factors {
  readonly rank: number
  readonly binCount: number
  readonly columnCount: number
  readonly model: FactorModel
  readonly W: Float32Array
  readonly H: Float32Array
}

/** How many columns long a template is. */
export function lagCountOf({ model }: Pick<Factors, 'model'>): number {
  return model.kind === 'convolution' ? model.lagCount : 1
}
