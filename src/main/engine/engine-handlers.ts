import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClipInfo, EngineMethods } from '@core/contract/engine'
import { cancelled, type CallContext, type Handlers } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { decodeAudioFile } from '../files/decode-audio'
import { ClipStore, type OpenClip } from './clip-store'
import { checkFileNames } from './file-names'
import type { GrantTable } from './grant-table'
import { checkFactors, checkParameters, copyFactors } from './result-store'
import { runSeparation, type ThreadOptions } from './separation-run'
import { readSpectrogramTile } from './spectrogram-tiles'
import { exportStems } from './stem-export'
import { computeClipPeaks, computeStemPeaks } from './stem-peaks'
import { createGate, runInSlices } from './time-slices'

const decodingReportMilliseconds = 50

/**
 * What the engine does for one connection, in plain Node: behind a port for the window, in the same process for the command
 * line. Long work runs in slices or on threads, so that other requests are answered meanwhile.
 */
export function createEngineHandlers(options: {
  grants: GrantTable
  /** on what separations run; all cores and the thread beside this module when left out */
  threads?: ThreadOptions
  clips?: ClipStore
}): Handlers<EngineMethods> {
  const { grants, threads = {}, clips = new ClipStore() } = options
  return {
    async openAudio({ grant }, context) {
      const { path, name, range } = await grants.audioFile(grant)
      const isReportDue = createGate(decodingReportMilliseconds)
      const decoded = await decodeAudioFile(
        { path, name, range },
        {
          onProgress: (fraction) => {
            if (isReportDue()) context.reportProgress({ fraction })
          },
          isCancelled: () => context.interruption() === 'cancel'
        }
      )
      if (decoded === null || context.interruption() === 'cancel') return cancelled
      const { clip, format, byteLength, sha256, warnings } = decoded
      const info: Omit<ClipInfo, 'clipId'> = {
        name,
        sampleRate: clip.sampleRate,
        channelCount: clip.channels.length,
        lengthSamples: clip.lengthSamples,
        format,
        byteLength,
        sha256,
        warnings: [...warnings]
      }
      return clips.add(info, clip, path).info
    },

    async closeClip({ clipId }) {
      clips.close(clipId)
      return null
    },

    async readSamples({ clipId, start, count }) {
      const { audio } = clips.get(clipId)
      if (start >= audio.lengthSamples) {
        const message = `sample ${start} is beyond the end of ${audio.lengthSamples}`
        throw new AppError('invalid-argument', message, { start, lengthSamples: audio.lengthSamples })
      }
      // A copy: posting a view would send all of the memory behind it.
      return { channels: audio.channels.map((samples) => samples.slice(start, start + count)) }
    },

    async readPeaks({ clipId }, context) {
      const clip = clips.get(clipId)
      if (clip.peaks === null) {
        const outcome = await runInSlices(computeClipPeaks(clip.audio), { isCancelled: () => isStopped(clip, context) })
        if (outcome.kind !== 'done') return outcome
        clip.peaks = outcome.value
      }
      return clip.peaks
    },

    async readSpectrogramTile({ clipId, ...request }, context) {
      const clip = clips.get(clipId)
      return readSpectrogramTile(clip, request, () => isStopped(clip, context))
    },

    async separate({ clipId, parameters }, context) {
      checkParameters(parameters)
      const clip = clips.get(clipId)
      const outcome = await runSeparation({ clip, parameters, threads, context })
      if (outcome.kind !== 'done') return outcome
      const { separation, costs, seconds } = outcome.value
      clip.results.put(separation)
      return { separationId: separation.id, parameters, costs, seconds, factors: copyFactors(separation.factors) }
    },

    async putSeparation({ clipId, separationId, parameters, factors }) {
      checkParameters(parameters)
      const clip = clips.get(clipId)
      checkFactors(factors, parameters, clip.audio.lengthSamples)
      clip.results.put({ id: separationId, parameters, factors })
      return null
    },

    async readStemPeaks({ clipId, separationId, componentIndices }, context) {
      const clip = clips.get(clipId)
      const { factors, parameters } = clip.results.get(separationId)
      const wrong = componentIndices.find((index) => index >= factors.rank)
      if (wrong !== undefined)
        throw new AppError('invalid-argument', `there is no component ${wrong}`, { index: wrong })
      const key = [separationId, ...[...new Set(componentIndices)].sort((a, b) => a - b)].join(' ')
      const kept = clip.results.stemPeaks.get(key)
      if (kept !== undefined) return kept
      const work = computeStemPeaks({ audio: clip.audio, factors, parameters, componentIndices })
      const outcome = await runInSlices(work, { isCancelled: () => isStopped(clip, context) })
      if (outcome.kind !== 'done') return outcome
      const bytes = outcome.value.channels.reduce((sum, peaks) => sum + peaks.byteLength, 0)
      clip.results.stemPeaks.set(key, outcome.value, bytes)
      return outcome.value
    },

    async findExisting({ folderGrant, fileNames }) {
      const { path } = await grants.exportFolder(folderGrant)
      checkFileNames(fileNames)
      const found = await Promise.all(
        fileNames.map((fileName) =>
          lstat(join(path, fileName)).then(
            () => true,
            () => false
          )
        )
      )
      return { existing: fileNames.filter((_, index) => found[index]) }
    },

    async exportStems(params, context) {
      const clip = clips.get(params.clipId)
      const { stems, residualFileName, gains, format, mayOverwrite } = params
      const folder = await grants.exportFolder(params.folderGrant)
      return exportStems(
        {
          audio: clip.audio,
          separation: clip.results.get(params.separationId),
          folder: folder.path,
          recordingPath: clip.path,
          stems,
          residualFileName,
          gains,
          format,
          mayOverwrite
        },
        context
      )
    }
  }
}

function isStopped(clip: OpenClip, context: Pick<CallContext<never>, 'interruption'>): boolean {
  return clip.isClosed || context.interruption() === 'cancel'
}
