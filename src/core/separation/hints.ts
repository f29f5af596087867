import { z } from 'zod'

/** What a person painted on the spectrogram: cells that are of a source, or not of it. Plain data, in times and frequencies. */
const box = z.object({
  kind: z.literal('box'),
  startSeconds: z.number().nonnegative(),
  endSeconds: z.number().positive(),
  lowHertz: z.number().nonnegative(),
  highHertz: z.number().positive()
})

/** A brush drawn along straight lines between points: a cell is in it when some place of the lines is within both radii of it. */
const stroke = z.object({
  kind: z.literal('stroke'),
  points: z.array(z.object({ seconds: z.number(), hertz: z.number().positive() })).min(1),
  radiusSeconds: z.number().nonnegative(),
  /** up and down; a stroke is as high in music wherever it is */
  radiusOctaves: z.number().nonnegative()
})

export const hintSchema = z.object({
  /** of the source that it is about: its id in a project, its name or number on the command line */
  source: z.string().min(1),
  /** 'is': what sounds here is of the source · 'is-not': it is of another */
  sign: z.enum(['is', 'is-not']),
  area: z.discriminatedUnion('kind', [box, stroke])
})
export type Hint = z.infer<typeof hintSchema>
export type HintArea = Hint['area']

export const hintsFileSchema = z.object({
  format: z.literal('unweave-hints'),
  version: z.literal(1),
  hints: z.array(hintSchema)
})
