import { z } from 'zod'
import { groupingKinds, verdicts, type GroupingProposals } from '../grouping/proposal'

const groupDescriptionSchema = z.object({
  names: z.array(z.string()).min(1).readonly(),
  sentence: z.string(),
  energyShare: z.number().min(0)
})

const likenessSchema = z.object({ onsets: z.number(), timbre: z.number(), course: z.number() })
/** pairs of components, by their places */
const pairsSchema = z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()]).readonly()).readonly()

/** see GroupingProposals in core/grouping */
export const groupingProposalsSchema = z.object({
  sourceCount: z.int().positive(),
  estimatedCount: z.int().positive(),
  proposals: z
    .array(
      z.object({
        kind: z.enum(groupingKinds),
        groups: z.array(z.int().nonnegative()).readonly(),
        margins: z.array(z.number()).readonly(),
        seconds: z.array(z.int().nonnegative()).readonly(),
        likeness: z.array(z.object({ own: likenessSchema, second: likenessSchema })).readonly(),
        descriptions: z.array(groupDescriptionSchema).readonly(),
        confidence: z.number(),
        verdict: z.enum(verdicts)
      })
    )
    .readonly(),
  previews: z.object({
    groups: z.array(z.int().nonnegative()).readonly(),
    descriptions: z.array(groupDescriptionSchema).readonly()
  }),
  questions: z.array(z.int().nonnegative()).readonly(),
  features: z.array(z.array(z.number()).readonly()).readonly()
}) satisfies z.ZodType<GroupingProposals>

/** what a person said of pairs of components, see ComponentLinks */
export const componentLinksSchema = z.object({ together: pairsSchema, apart: pairsSchema })
