import { z } from 'zod'

const distortionSchema = z.object({ sdr: z.number(), sir: z.number(), sar: z.number(), siSdr: z.number() })
const judgedShape = {
  measures: distortionSchema,
  /** of the recording taken for the source */
  mixture: distortionSchema,
  idealMask: distortionSchema.nullable()
}

/** see judge in core/evaluation; measures in dB */
export const judgementSchema = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      /** place of the group that goes with it; null: none was left */
      estimate: z.int().nonnegative().nullable(),
      ...judgedShape
    })
  ),
  mean: z.object(judgedShape),
  sumErrorDecibels: z.number()
})
export type SourceJudgement = z.infer<typeof judgementSchema>
