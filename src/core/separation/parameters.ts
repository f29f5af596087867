import { z } from 'zod'

/** Ways to pull a spectrogram apart; all give a set of non-negative components. */
export const separationMethods = ['nmf', 'nmfd', 'hpss', 'bands'] as const
export type SeparationMethod = (typeof separationMethods)[number]

/** What a person sets before a separation. The names are those of the papers and of the command line. */
export const separationParametersSchema = z.object({
  method: z.enum(separationMethods),
  /** rank K; the number of bands for 'bands'; 2 for 'hpss' */
  componentCount: z.int().min(2).max(128),
  /** the β of the divergence: 0 Itakura–Saito, 1 Kullback–Leibler, 2 Euclidean, and what lies between */
  beta: z.number().min(0).max(2),
  iterationCount: z.int().min(1).max(5000),
  /** ends early when ten iterations together lowered the cost by less than this share of it; 0 never does */
  tolerance: z.number().min(0).max(0.1),
  /** 'exact': the classical updates; 'fast': the same cost sooner, by a start on coarser cells or samples of the columns and guarded over-relaxation */
  updates: z.enum(['fast', 'exact']),
  initialisation: z.enum(['random', 'nndsvda']),
  /** so many seeded starts, of which the best goes on */
  startCount: z.int().min(1).max(32),
  /** so many independent factorizations, of componentCount / runCount components each, are pooled into one model */
  runCount: z.int().min(1).max(8),
  seed: z.int().min(0).max(0xffff_ffff),
  windowSamples: z.union([
    z.literal(512),
    z.literal(1024),
    z.literal(2048),
    z.literal(4096),
    z.literal(8192),
    z.literal(16384)
  ]),
  /** always a quarter of the window: the squared Hann window then adds to a constant */
  hopSamples: z.int().min(128).max(4096),
  /** one model for all channels with a gain of each component in each */
  isStereo: z.boolean(),
  /** weight of temporal continuity, how strongly activations are kept from jumping; 0 is none */
  continuity: z.number().min(0).max(1000),
  /** weight of sparsity, how strongly small activations are pulled to nothing; 0 is none */
  sparsity: z.number().min(0).max(1000),
  /** length of an NMFD template in columns */
  templateColumns: z.int().min(1).max(32),
  /** the first templates are learned from this stretch of the recording and kept as they are */
  learn: z
    .object({
      startSeconds: z.number().nonnegative(),
      endSeconds: z.number().positive(),
      componentCount: z.int().min(1).max(127)
    })
    .nullable(),
  /** how many of the first templates (after the learned ones) were given from outside and kept as they are */
  givenTemplateCount: z.int().min(0).max(128),
  /** after the iterations with templates that are kept, so many in which these go on with the others; projects from before have none */
  jointIterationCount: z.int().min(0).max(5000).default(0)
})

export type SeparationParameters = z.infer<typeof separationParametersSchema>

export const windowSizes = [512, 1024, 2048, 4096, 8192, 16384] as const
export type WindowSamples = (typeof windowSizes)[number]

export const defaultParameters: SeparationParameters = {
  method: 'nmf',
  componentCount: 16,
  beta: 1,
  iterationCount: 200,
  tolerance: 0,
  updates: 'fast',
  initialisation: 'random',
  startCount: 3,
  runCount: 1,
  seed: 1,
  windowSamples: 4096,
  hopSamples: 1024,
  isStereo: false,
  continuity: 0,
  sparsity: 0,
  templateColumns: 8,
  learn: null,
  givenTemplateCount: 0,
  jointIterationCount: 0
}

/** A cost that was measured: relative, after that iteration. Between two of them it was not looked at. */
export const costPointSchema = z.object({ iteration: z.int().positive(), cost: z.number().nonnegative() })
export type CostPoint = z.infer<typeof costPointSchema>
