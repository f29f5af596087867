/** The options as `parseArgs` of node:util wants them. */
export const optionTypes = {
  method: { type: 'string', short: 'm' },
  components: { type: 'string', short: 'k' },
  divergence: { type: 'string', short: 'd' },
  iterations: { type: 'string', short: 'i' },
  seed: { type: 'string' },
  window: { type: 'string', short: 'w' },
  fast: { type: 'boolean' },
  exact: { type: 'boolean' },
  tolerance: { type: 'string' },
  init: { type: 'string' },
  starts: { type: 'string' },
  runs: { type: 'string' },
  quality: { type: 'string' },
  stereo: { type: 'boolean' },
  continuity: { type: 'string' },
  sparsity: { type: 'string' },
  'template-columns': { type: 'string' },
  learn: { type: 'string' },
  'learn-components': { type: 'string' },
  'fixed-templates': { type: 'string' },
  warm: { type: 'string' },
  example: { type: 'string', multiple: true },
  'example-components': { type: 'string' },
  rest: { type: 'string' },
  templates: { type: 'string', multiple: true },
  'save-templates': { type: 'string' },
  hints: { type: 'string' },
  'hints-without-learning': { type: 'boolean' },
  'mask-exponent': { type: 'string' },
  wiener: { type: 'boolean' },
  compare: { type: 'boolean' },
  threads: { type: 'string' },
  sources: { type: 'string', short: 's' },
  groups: { type: 'string' },
  labels: { type: 'string' },
  'per-component': { type: 'boolean' },
  format: { type: 'string', short: 'f' },
  out: { type: 'string', short: 'o' },
  project: { type: 'string', short: 'p' },
  picture: { type: 'string' },
  'save-factors': { type: 'string' },
  truth: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  overwrite: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' }
} as const

export type OptionName = keyof typeof optionTypes

/** What was given, by the names of the options. */
export type OptionValues = {
  readonly [Name in OptionName]?: (typeof optionTypes)[Name]['type'] extends 'string'
    ? (typeof optionTypes)[Name] extends { multiple: true }
      ? string[]
      : string
    : boolean
}
