import { z } from 'zod'
import { hintSchema } from '../separation/hints'
import type { TimedEdits } from '../separation/timed-edits'
import { clipId, float32, separationId } from './shapes'

/* What an export is asked for, and what it tells of the files that it wrote. */

export const exportFormats = ['wav16', 'wav24', 'wav32f'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** One file to write: which components it holds. */
export const stemRequestSchema = z.object({
  fileName: z.string().min(1).max(240),
  componentIndices: z.array(z.int().nonnegative())
})

const rangeShape = { startSample: z.int().nonnegative(), endSample: z.int().positive() }
const timedGainShape = {
  ...rangeShape,
  shape: z.enum(['constant', 'fade-in', 'fade-out']),
  gain: z.number().nonnegative()
}

/** see TimedEdits in core/separation */
const timedEditsSchema = z.object({
  mix: z.array(z.object(timedGainShape)).readonly(),
  components: z
    .array(z.object({ ...timedGainShape, componentIndices: z.array(z.int().nonnegative()).readonly() }))
    .readonly(),
  action: z.enum(['scale', 'fill']),
  cuts: z.array(z.object(rangeShape)).readonly()
}) satisfies z.ZodType<TimedEdits>

/** Which component is of which source, by the sources' numbers in `sources`; −1 is none. */
export const sourcesShape = {
  /** ids, as hints name them */
  sources: z.array(z.string().min(1)),
  componentSources: z.array(z.int().min(-1))
}

/** What was painted of which source. */
export const paintedShapingSchema = z.object({ ...sourcesShape, hints: z.array(hintSchema) })
export type PaintedShaping = z.infer<typeof paintedShapingSchema>

/** What is changed of the masks of whole sources, see SourceShaping in core/separation. */
export const stemShapingSchema = paintedShapingSchema.extend({
  /** 1 leaves the masks as they are */
  maskExponent: z.number().min(0.5).max(4),
  /** a multichannel Wiener filter after the masks; only for two channels, of others it is left out */
  isWiener: z.boolean()
})
export type StemShaping = z.infer<typeof stemShapingSchema>

export const exportParamsSchema = z.object({
  clipId,
  separationId,
  folderGrant: z.string(),
  stems: z.array(stemRequestSchema),
  /** file name of the residual: the mix minus all stems; null leaves it out */
  residualFileName: z.string().min(1).max(240).nullable(),
  format: z.enum(exportFormats),
  /** g_k for each component; all 1 makes stems that add up to the mix */
  gains: float32,
  /** over time; those of the mix and the cuts hold for the mix that the stems add up to, too; missing: none */
  edits: timedEditsSchema.optional(),
  /** missing: nothing */
  shaping: stemShapingSchema.optional(),
  /** false refuses, naming them, when files of these names and other content exist */
  mayOverwrite: z.boolean()
})

/** How exactly the written files add up to the mix, measured on the written values. */
export const nullTestSchema = z.object({
  /** whether the files were meant to add up: all gains 1 at all times, every component in a stem or in the residual */
  isExpected: z.boolean(),
  isExact: z.boolean(),
  /** largest difference in dBFS; null stands for −∞ */
  peakDecibels: z.number().nullable()
})
export type NullTest = z.infer<typeof nullTestSchema>

export const exportResultSchema = z.object({
  files: z.array(
    z.object({
      fileName: z.string(),
      peakDecibels: z.number().nullable(),
      /** samples that did not fit an integer format and were cut at full scale */
      clippedSamples: z.int().nonnegative()
    })
  ),
  nullTest: nullTestSchema,
  /** of the whole export */
  seconds: z.number().nonnegative()
})
export type ExportResult = z.infer<typeof exportResultSchema>
