import { z } from 'zod'
import { projectSchema } from '../project/project-schema'

/** How many stretches a copy's picture has. */
export const overviewWidth = 240

/** A copy of unsaved work that a former run of the program left behind. */
export const recoveryOfferSchema = z.object({
  id: z.string(),
  /** the project file's name, or else the recording's */
  name: z.string(),
  /** milliseconds since 1970 */
  keptAt: z.number(),
  /** of the project file as it is now; null: there is none */
  lastSavedAt: z.number().nullable(),
  project: projectSchema,
  saved: projectSchema,
  /** (components × overviewWidth) activations at a glance; null without a separation */
  overview: z.instanceof(Float32Array).nullable()
})
export type RecoveryOffer = z.infer<typeof recoveryOfferSchema>

export const recoveryOffersSchema = z.object({
  /** newest first */
  offers: z.array(recoveryOfferSchema),
  /** copies that cannot be offered, and where they lie, for display */
  unreadable: z.array(z.object({ reason: z.enum(['damaged', 'newer']), displayPath: z.string() }))
})
export type RecoveryOffers = z.infer<typeof recoveryOffersSchema>
