import { z } from 'zod'

/** What a person sets before a separation. The names are those of the papers and of the command line. */
export const separationParametersSchema = z.object({
  /** rank K */
  componentCount: z.int().min(2).max(128),
  /** the β of the divergence: 0 Itakura–Saito, 1 Kullback–Leibler, 2 Euclidean, and what lies between */
  beta: z.number().min(0).max(2),
  iterationCount: z.int().min(1).max(5000),
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
  hopSamples: z.int().min(128).max(4096)
})

export type SeparationParameters = z.infer<typeof separationParametersSchema>

export const windowSizes = [512, 1024, 2048, 4096, 8192, 16384] as const
export type WindowSamples = (typeof windowSizes)[number]

export const defaultParameters: SeparationParameters = {
  componentCount: 16,
  beta: 1,
  iterationCount: 200,
  seed: 1,
  windowSamples: 4096,
  hopSamples: 1024
}
