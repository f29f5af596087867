import { z } from 'zod'
import { clipWarningKinds, type ClipWarning } from '../audio/audio-clip'
import { costPointSchema, separationParametersSchema, windowSizes } from '../separation/parameters'
import { hintSchema } from '../separation/hints'
import { partCounts } from '../separation/split-obstacle'
import { exampleFactsSchema } from '../separation/example-facts'
import { exportParamsSchema, exportResultSchema, paintedShapingSchema, sourcesShape } from './export-schemas'
import { componentLinksSchema, groupingProposalsSchema } from './grouping-schemas'
import { judgementSchema } from './judgement'
import type { Methods } from './rpc'
import { clipId, float32, separationId } from './shapes'

/*
 * Renderer → engine. Files are named by grants: main gives a path to the engine under a random id and tells the renderer only
 * the id. Clips and separations are named by ids; samples, V and the complex STFT stay in the engine.
 */

export const clipWarningSchema = z.object({
  kind: z.enum(clipWarningKinds),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
}) satisfies z.ZodType<ClipWarning>

export const clipInfoSchema = z.object({
  clipId,
  name: z.string(),
  sampleRate: z.int().positive(),
  channelCount: z.int().positive(),
  lengthSamples: z.int().positive(),
  /** e.g. "FLAC 24 bit", "MP3" */
  format: z.string(),
  byteLength: z.int().nonnegative(),
  sha256: z.string(),
  warnings: z.array(clipWarningSchema)
})
export type ClipInfo = z.infer<typeof clipInfoSchema>

const factorModelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('product') }),
  z.object({ kind: z.literal('stereo'), channelGains: float32 }),
  z.object({ kind: z.literal('convolution'), lagCount: z.int().positive() }),
  z.object({ kind: z.literal('medians') })
])

const factorsSchema = z.object({
  rank: z.int().positive(),
  binCount: z.int().positive(),
  columnCount: z.int().positive(),
  model: factorModelSchema,
  W: float32,
  H: float32
})

/** What a decode or a separation tells while it runs. */
export const separationProgressSchema = z.object({
  /** templates: those that are learned from a passage first · starts: which seed goes on · activations: H of a long recording · runs: those after the first, to be pooled */
  phase: z.enum(['spectrogram', 'templates', 'starts', 'factorizing', 'activations', 'runs']),
  /** of the whole run, 0 … 1, and never less than before */
  fraction: z.number().min(0).max(1),
  /** of the factorization itself; 0 before it */
  iteration: z.int().nonnegative(),
  iterationCount: z.int().positive(),
  /** the newest cost that was measured in the factorization; null before the first */
  costPoint: costPointSchema.nullable(),
  elapsedSeconds: z.number().nonnegative(),
  remainingSeconds: z.number().nonnegative().nullable(),
  /** W and H as they stand, about four times a second */
  preview: factorsSchema.nullable()
})
export type SeparationProgress = z.infer<typeof separationProgressSchema>

export const separationResultSchema = z.object({
  separationId,
  parameters: separationParametersSchema,
  costs: z.array(costPointSchema),
  seconds: z.number().nonnegative(),
  /** the kernel that computed it: results are the same to the last bit per build; null where none was needed */
  build: z.enum(['relaxed-fma', 'mul-add', 'reference']).nullable(),
  factors: factorsSchema
})
export type SeparationResult = z.infer<typeof separationResultSchema>

export const splitResultSchema = z.object({
  separationId,
  parameters: separationParametersSchema,
  seconds: z.number().nonnegative(),
  /** how much all other components together change, see measureRestChange; null stands for −∞ */
  restChangeDecibels: z.number().nullable(),
  factors: factorsSchema
})
export type SplitResult = z.infer<typeof splitResultSchema>

const exampleShape = {
  /** null: all of the clip */
  passages: z
    .array(z.object({ startSeconds: z.number().nonnegative(), endSeconds: z.number().positive() }))
    .min(1)
    .nullable(),
  parameters: separationParametersSchema
}

const stemGroupSchema = z.object({ name: z.string(), componentIndices: z.array(z.int().nonnegative()) })

export const engineMethods = {
  openAudio: {
    params: z.object({ grant: z.string() }),
    result: clipInfoSchema,
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  closeClip: { params: z.object({ clipId }), result: z.null() },
  /** at most 2^18 samples a call; one array per channel */
  readSamples: {
    params: z.object({ clipId, start: z.int().nonnegative(), count: z.int().positive().max(262_144) }),
    result: z.object({ channels: z.array(float32) })
  },
  /** the base level of the peak pyramid: per channel minimum, maximum for each block of samples */
  readPeaks: {
    params: z.object({ clipId }),
    result: z.object({ samplesPerPeak: z.int().positive(), channels: z.array(float32) })
  },
  /** 8-bit magnitudes of 256 columns, column after column, bins from 0 Hz up; see spectrogramTile in core/spectral */
  readSpectrogramTile: {
    params: z.object({
      clipId,
      windowSamples: z.literal(windowSizes),
      /** each level joins two columns of the one below by their maximum; level 0 is the STFT */
      level: z.int().min(0).max(16),
      tileIndex: z.int().nonnegative()
    }),
    result: z.object({
      columnCount: z.int().positive(),
      binCount: z.int().positive(),
      decibels: z.instanceof(Uint8Array)
    })
  },
  /** 'finish' ends it early and keeps what there is */
  separate: {
    params: z.object({
      clipId,
      parameters: separationParametersSchema,
      /** go on from this separation of the clip: its templates and activations as far as they fit; null starts anew */
      warmSeparationId: separationId.nullable(),
      /** (bins × parameters.givenTemplateCount) templates to keep as they are, template after template */
      givenTemplates: float32.nullable()
    }),
    result: separationResultSchema,
    progress: separationProgressSchema
  },
  /**
   * Factorizes what the mask of a component holds, or of several that are merged in one; the parts take the place of the first of
   * them in a separation of its own.
   */
  splitComponent: {
    params: z.object({
      clipId,
      separationId,
      componentIndices: z.array(z.int().nonnegative()).min(1),
      partCount: z.literal(partCounts)
    }),
    result: splitResultSchema,
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /**
   * A separation that has learned from what was painted, see learnFromHints in core/separation. Which component is of which source
   * is not changed by it.
   */
  learnFromHints: {
    params: z.object({ clipId, separationId, ...sourcesShape, hints: z.array(hintSchema).min(1) }),
    result: z.object({
      separationId,
      parameters: separationParametersSchema,
      seconds: z.number().nonnegative(),
      factors: factorsSchema
    }),
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /**
   * Templates learned from an example of a source: a recording, or passages of one, in which it plays alone. Of the parameters window,
   * hop, divergence, updates and seed count.
   */
  learnTemplates: {
    params: z.object({ clipId, ...exampleShape, templateCount: z.int().min(1).max(127) }),
    result: z.object({
      /** (bins × templateCount), each of the sum 1 */
      W: float32,
      /** of what it was learned from */
      facts: exampleFactsSchema,
      seconds: z.number().nonnegative()
    }),
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /** How much of an example other sources' templates explain, 0 … 1; see planExampleOverlap in core/separation. */
  measureOverlap: {
    params: z.object({ clipId, ...exampleShape, templateCount: z.int().min(1).max(127), others: float32 }),
    result: z.object({ share: z.number().min(0).max(1) }),
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /** Ways to group the components of a separation into sources; see proposeGroupings in core/grouping. */
  proposeGrouping: {
    params: z.object({
      clipId,
      separationId,
      /** null: as many as there seem to be */
      sourceCount: z.int().min(1).max(16).nullable(),
      /** for each component the source that a person gave it */
      labels: z.array(z.int().nonnegative().nullable()),
      /** components that a person wants together, and apart */
      links: componentLinksSchema,
      previewCount: z.int().min(2).max(12)
    }),
    result: groupingProposalsSchema
  },
  /** How near groups of components come to true stems, which are open clips of their own. */
  judgeSources: {
    params: z.object({
      clipId,
      separationId,
      groups: z.array(stemGroupSchema).min(1),
      truths: z.array(z.object({ clipId: z.string(), name: z.string() })).min(1)
    }),
    result: judgementSchema,
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /** How many components the recording seems to hold, with what speaks for it; see relevance in core/separation. */
  proposeRank: {
    params: z.object({ clipId, parameters: separationParametersSchema }),
    result: z.object({
      componentCount: z.int().positive(),
      /** share of the recording's magnitude that each of the components tried explains, the largest first */
      shares: z.array(z.number().nonnegative()),
      seconds: z.number().nonnegative()
    }),
    progress: z.object({ fraction: z.number().min(0).max(1) })
  },
  /**
   * Component 0's share of each bin of a tile of readSpectrogramTile, 255 being all of it, for separations whose masks do not
   * follow from W and H ('medians').
   */
  readShareTile: {
    params: z.object({
      clipId,
      separationId,
      level: z.int().min(0).max(16),
      tileIndex: z.int().nonnegative()
    }),
    result: z.object({
      columnCount: z.int().positive(),
      binCount: z.int().positive(),
      shares: z.instanceof(Uint8Array)
    })
  },
  /** Puts factors back that the engine does not have: from a project file, or after it was restarted. */
  putSeparation: {
    params: z.object({ clipId, separationId, parameters: separationParametersSchema, factors: factorsSchema }),
    result: z.null()
  },
  /** peaks of what a set of components sounds like, each times its weight or else at 0 dB */
  readStemPeaks: {
    params: z.object({
      clipId,
      separationId,
      componentIndices: z.array(z.int().nonnegative()),
      weights: z.array(z.number().nonnegative()).optional(),
      /** as it is heard with what was painted; missing: by the masks alone */
      painted: paintedShapingSchema.optional()
    }),
    result: z.object({
      samplesPerPeak: z.int().positive(),
      channels: z.array(float32),
      peakDecibels: z.number().nullable()
    })
  },
  /** which of these files exist in the folder */
  findExisting: {
    params: z.object({ folderGrant: z.string(), fileNames: z.array(z.string()) }),
    result: z.object({ existing: z.array(z.string()) })
  },
  exportStems: {
    params: exportParamsSchema,
    result: exportResultSchema,
    progress: z.object({ fraction: z.number().min(0).max(1), remainingSeconds: z.number().nullable() })
  }
} satisfies Methods

export type EngineMethods = typeof engineMethods

/** Main → engine: what a grant of main's stands for. The range lets a recording be read where it lies inside a project file. */
export const grantSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('audio-file'),
    grant: z.string(),
    path: z.string(),
    name: z.string(),
    range: z.object({ offset: z.int().nonnegative(), byteLength: z.int().nonnegative() }).nullable()
  }),
  z.object({ kind: z.literal('export-folder'), grant: z.string(), path: z.string() })
])
export type Grant = z.infer<typeof grantSchema>

/** What main posts to the engine's parent port; a 'connect' carries the renderer's MessagePort. */
export const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('grant'), grant: grantSchema }),
  z.object({ type: z.literal('connect') })
])
export type HostMessage = z.infer<typeof hostMessageSchema>
