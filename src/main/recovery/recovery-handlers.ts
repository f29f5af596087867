import { rm, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { overviewWidth, type RecoveryOffer } from '@core/contract/recovery'
import { AppError } from '@core/errors'
import { activationOverview } from '@core/separation/activation-overview'
import { askRecording } from '../dialogs'
import type { DocumentOpener } from '../documents/document-opener'
import type { Grants } from '../documents/grants'
import type { DesktopHandlers, Serializable } from '../typed-ipc'
import { findCopies, type FoundCopy } from './recovery-offers'
import type { RecoverySession } from './recovery-session'
import { locateRecording, requireSameRecording } from './recovery-recording'

type RecoveryRequest =
  | 'keep-recovery-copy'
  | 'forget-recovery-copy'
  | 'read-recovery-offers'
  | 'restore-recovery-copy'
  | 'adopt-recovery-copy'
  | 'open-saved-version'
  | 'discard-recovery-copy'

interface RecoveryParts {
  readonly window: BrowserWindow
  readonly opener: DocumentOpener
  readonly grants: Grants
  readonly recovery: RecoverySession
}

/** Keeping unsaved work while the document is open, and offering what a former run left. */
export function createRecoveryHandlers(parts: RecoveryParts): Pick<DesktopHandlers, RecoveryRequest> {
  const { window, opener, grants, recovery } = parts
  const offered = new Map<string, FoundCopy>()
  const find = (id: string): FoundCopy => {
    const found = offered.get(id)
    if (found === undefined) throw new AppError('unknown-id', `there is no recovery copy ${id}`, { id })
    return found
  }
  return {
    'keep-recovery-copy': async ({ project, saved, factors, grant, isAudioEmbedded }) => {
      const { name, path, range, projectPath } = grants.recording(grant)
      const audio = { name, path, range }
      const copy = { keptAt: Date.now(), project, saved, projectPath, isAudioEmbedded, audio }
      return { isKept: await recovery.keep(copy, factors) }
    },
    'forget-recovery-copy': async () => {
      await recovery.forget()
      return null
    },
    // In order: a page that was loaded anew asks when the former one's copy is complete and free.
    'read-recovery-offers': () =>
      recovery.inOrder(async () => {
        const { copies, unreadable } = await findCopies(recovery.root)
        offered.clear()
        for (const copy of copies) offered.set(copy.id, copy)
        return {
          offers: await Promise.all(copies.map(offerOf)),
          unreadable: unreadable.map(({ reason, path }) => ({ reason, displayPath: displayPath(path) }))
        }
      }),
    'restore-recovery-copy': async ({ id, mustChooseRecording }) => {
      const { copy, factors } = find(id)
      const { project, saved, projectPath, isAudioEmbedded, audio } = copy
      const chosen = mustChooseRecording ? await askRecording(window, audio.name) : null
      if (mustChooseRecording && chosen === null) return null
      const place = chosen === null ? await locateRecording(copy) : await requireSameRecording(chosen, project.audio)
      const grant = grants.grantRecording({ name: audio.name, ...place, projectPath })
      const fileName = projectPath === null ? null : basename(projectPath)
      const opened = { kind: 'project', grant, name: nameOf(copy), project, isAudioEmbedded, factors } as const
      return { opened, fileName, saved }
    },
    'adopt-recovery-copy': async ({ id }) => {
      await recovery.adopt(id, find(id).copy.keptAt)
      offered.delete(id)
      return null
    },
    'open-saved-version': ({ id }) => {
      const { projectPath } = find(id).copy
      if (projectPath === null) throw new AppError('unknown-id', `recovery copy ${id} has no saved version`, { id })
      return opener.open(projectPath)
    },
    'discard-recovery-copy': async ({ id }) => {
      await rm(join(recovery.root, find(id).id), { recursive: true, force: true })
      offered.delete(id)
      return null
    }
  }
}

async function offerOf({ id, copy, factors }: FoundCopy): Promise<Serializable<RecoveryOffer>> {
  const { keptAt, project, saved, projectPath } = copy
  const file = projectPath === null ? null : await stat(projectPath).catch(() => null)
  const overview =
    factors === null || project.separation === null
      ? null
      : activationOverview(factors.H, project.separation.columnCount, overviewWidth)
  return { id, name: nameOf(copy), keptAt, lastSavedAt: file?.mtimeMs ?? null, project, saved, overview }
}

function nameOf({ projectPath, audio }: FoundCopy['copy']): string {
  return projectPath === null ? audio.name : basename(projectPath)
}

function displayPath(path: string): string {
  const home = app.getPath('home')
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path
}
