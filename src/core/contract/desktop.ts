import { z } from 'zod'
import { colourNames } from '../project/project'
import { projectSchema } from '../project/project-schema'
import { templateFactsSchema } from '../separation/template-set'
import { commandIds } from './commands'
import { recoveryOffersSchema } from './recovery'

/*
 * Renderer ↔ main. The renderer never sends a path: it names what main gave it.
 */

const float32 = z.instanceof(Float32Array)

/** channelGains: of a stereo separation, else null */
const factorMatricesSchema = z.object({ W: float32, H: float32, channelGains: float32.nullable() })

/** A recent file, by an id that means something to main only. */
export const recentFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** shortened for display, never sent back */
  displayPath: z.string(),
  kind: z.enum(['audio', 'project']),
  openedAt: z.number()
})
export type RecentFile = z.infer<typeof recentFileSchema>

/** A file that main opened for the renderer. The audio is read by the engine under `grant`. */
export const openedFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('audio'), grant: z.string(), name: z.string() }),
  z.object({
    kind: z.literal('project'),
    grant: z.string(),
    name: z.string(),
    project: projectSchema,
    isAudioEmbedded: z.boolean(),
    /** W and H of the project's separation; null when it has none */
    factors: factorMatricesSchema.nullable()
  })
])
export type OpenedFile = z.infer<typeof openedFileSchema>

/** A recording that the engine may read under its grant. */
export const audioFileSchema = z.object({ grant: z.string(), name: z.string() })
export type AudioFile = z.infer<typeof audioFileSchema>

/** A set of the template library; facts: null where its files cannot be read, and what is wrong with them */
const libraryEntriesSchema = z.array(
  z.object({ id: z.string(), facts: templateFactsSchema.nullable(), problem: z.string().nullable() })
)
export type LibraryEntry = z.infer<typeof libraryEntriesSchema>[number]

export const saveParamsSchema = z.object({
  project: projectSchema,
  factors: factorMatricesSchema.nullable(),
  /** the grant under which the recording was opened */
  grant: z.string(),
  isAudioEmbedded: z.boolean(),
  /** true asks for a name even if the project has a file */
  mustAskName: z.boolean()
})
export type SaveParams = z.infer<typeof saveParamsSchema>

/** Unsaved work to keep; factors: null where main has those of the project's separation already */
export const keepCopyParamsSchema = z.object({
  project: projectSchema,
  /** what the changes are measured from */
  saved: projectSchema,
  factors: factorMatricesSchema.nullable(),
  grant: z.string(),
  isAudioEmbedded: z.boolean()
})
export type KeepCopyParams = z.infer<typeof keepCopyParamsSchema>

/** A document as it was before the program ended; fileName: of its project file, null when it has none yet */
export const restoredDocumentSchema = z.object({
  opened: openedFileSchema,
  fileName: z.string().nullable(),
  saved: projectSchema
})
export type RestoredDocument = z.infer<typeof restoredDocumentSchema>

const opened = openedFileSchema.nullable()
const copyId = z.object({ id: z.string() })

/**
 * Renderer → main, each a request with an answer; null as result of an open or choose: the person cancelled it.
 * A failure comes back as ErrorData.
 */
export const desktopRequests = {
  /** shouldSeparate: the program was started to show the demo, so what was opened is to be separated right away */
  ready: {
    params: z.null(),
    result: z.object({ opened, error: z.unknown().nullable(), shouldSeparate: z.boolean() })
  },
  'open-dialog': { params: z.null(), result: opened },
  'open-recent': { params: z.object({ id: z.string() }), result: opened },
  'open-demo': { params: z.null(), result: opened },
  /** the preload turns a dropped File into its path; the renderer cannot name one */
  'open-dropped': { params: z.object({ path: z.string() }), result: opened },
  /** the engine could read what main opened: it is one of the recent files from now on */
  'document-opened': { params: z.object({ grant: z.string() }), result: z.null() },
  'read-recent': { params: z.null(), result: z.array(recentFileSchema) },
  'clear-recent': { params: z.null(), result: z.null() },
  'save-project': { params: saveParamsSchema, result: z.object({ name: z.string() }).nullable() },
  /** false: it needs the factors */
  'keep-recovery-copy': { params: keepCopyParamsSchema, result: z.object({ isKept: z.boolean() }) },
  'forget-recovery-copy': { params: z.null(), result: z.null() },
  'read-recovery-offers': { params: z.null(), result: recoveryOffersSchema },
  /** mustChooseRecording asks where the recording is now; null: the person cancelled that */
  'restore-recovery-copy': {
    params: z.object({ id: z.string(), mustChooseRecording: z.boolean() }),
    result: restoredDocumentSchema.nullable()
  },
  /** the document of a restored copy is open: the copy is this window's from now on */
  'adopt-recovery-copy': { params: copyId, result: z.null() },
  'open-saved-version': { params: copyId, result: openedFileSchema },
  'discard-recovery-copy': { params: copyId, result: z.null() },
  /** recordings beside the open one */
  'choose-audio-files': {
    params: z.object({ purpose: z.enum(['true-stems', 'example']) }),
    result: z.array(audioFileSchema).nullable()
  },
  /** the same for a file that was dropped */
  'grant-dropped': { params: z.object({ path: z.string() }), result: audioFileSchema },
  /** templates that a person kept; each change answers with what there is then */
  'read-template-library': { params: z.null(), result: libraryEntriesSchema },
  'open-templates': { params: z.object({ id: z.string() }), result: templateFactsSchema.extend({ W: float32 }) },
  'keep-templates': { params: z.object({ facts: templateFactsSchema, W: float32 }), result: libraryEntriesSchema },
  'rename-templates': { params: z.object({ id: z.string(), name: z.string().min(1) }), result: libraryEntriesSchema },
  'delete-templates': { params: z.object({ id: z.string() }), result: libraryEntriesSchema },
  'import-templates': { params: z.null(), result: libraryEntriesSchema.nullable() },
  'export-templates': {
    params: z.object({ id: z.string() }),
    result: z.object({ displayPath: z.string() }).nullable()
  },
  'choose-export-folder': {
    params: z.null(),
    result: z.object({ grant: z.string(), displayPath: z.string() }).nullable()
  },
  /** the folder used last, or a new one named after the recording in Music */
  'suggest-export-folder': {
    params: z.object({ recordingName: z.string() }),
    result: z.object({ grant: z.string(), displayPath: z.string() })
  },
  /** a new folder for a stem that is going to be dragged out */
  'make-stem-folder': { params: z.null(), result: z.object({ grant: z.string() }) },
  /** in reaction to a dragstart that was prevented: the system drags the file from there on */
  'start-stem-drag': {
    params: z.object({ grant: z.string(), fileName: z.string(), colour: z.enum(colourNames).nullable() }),
    result: z.null()
  },
  'reveal-export-folder': { params: z.object({ grant: z.string() }), result: z.null() },
  /** title, dirty mark, menu state */
  'update-window': {
    params: z.object({
      documentName: z.string().nullable(),
      isDirty: z.boolean(),
      commands: z.record(z.enum(commandIds), z.object({ isEnabled: z.boolean(), isChecked: z.boolean().nullable() }))
    }),
    result: z.null()
  },
  /** before the open document is replaced: true when it may go (it was not dirty, was saved or is to be discarded) */
  'confirm-discard': { params: z.null(), result: z.enum(['discard', 'save', 'cancel']) },
  /** the answer to 'close-requested': the window may close now */
  'close-window': { params: z.null(), result: z.null() },
  'set-theme': { params: z.object({ theme: z.enum(['system', 'light', 'dark']) }), result: z.null() },
  'show-menu': { params: z.object({ x: z.number(), y: z.number() }), result: z.null() },
  /** for tests and the status bar: process id of the engine, null while there is none */
  'read-engine-status': { params: z.null(), result: z.object({ processId: z.int().nullable(), restarts: z.int() }) }
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>

export type DesktopRequests = typeof desktopRequests
export type DesktopRequest = keyof DesktopRequests

/** Main → renderer. The engine's port arrives apart, as a window message 'engine-port' that carries it. */
export const desktopEvents = {
  command: z.object({ id: z.enum(commandIds) }),
  /** by argument, second launch, the system's "open with": to be opened after the usual question */
  'file-requested': openedFileSchema,
  'open-failed': z.object({ error: z.unknown(), name: z.string() }),
  'engine-exited': z.object({ reason: z.string() }),
  /** the person closes the window; the renderer saves or not and answers 'close-window' */
  'close-requested': z.null(),
  'recent-changed': z.array(recentFileSchema)
} as const satisfies Record<string, z.ZodType>

export type DesktopEvents = typeof desktopEvents
export type DesktopEvent = keyof DesktopEvents

/** What a request comes back as: errors cross processes as data. */
export const desktopAnswerSchema = z.discriminatedUnion('isOk', [
  z.object({ isOk: z.literal(true), value: z.unknown() }),
  z.object({ isOk: z.literal(false), error: z.unknown() })
])

/** What the preload puts on `window.desktop`. */
export interface Desktop {
  readonly platform: string
  request(name: DesktopRequest, params: unknown): Promise<unknown>
  /** the path stays between preload and main */
  openDropped(file: unknown): Promise<unknown>
  grantDropped(file: unknown): Promise<unknown>
  on(name: DesktopEvent, listener: (payload: unknown) => void): () => void
}
