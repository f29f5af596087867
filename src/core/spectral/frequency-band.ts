/** The frequencies between two limits. */
export interface FrequencyBand {
  readonly lowHertz: number
  readonly highHertz: number
}
