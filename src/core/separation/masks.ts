/**
 * Soft masks of weighted components, column by column: what each model of Factors says about a bin, as one number. Masks of a
 * partition of the components (gains 1 inside a part, 0 outside) sum to one in every bin of every channel; where nothing sounds
 * the mask is the mean of the gains. Nothing allocates after construction.
 */
export interface ColumnMasks {
  /** whether the mask differs from channel to channel */
  readonly isPerChannel: boolean
  /** how many columns before and after a column it looks at */
  readonly reachColumns: number
  /**
   * @param column  0 … columnCount − 1
   * @param channel of the recording, also one that the model does not know; of no account unless isPerChannel
   * @param gains   g_k ≥ 0, one for each component
   * @param mask    (bins), written
   */
  compute(column: number, channel: number, gains: Float32Array, mask: Float32Array): void
}
