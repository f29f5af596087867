import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { basePeakSamples } from '@core/audio/peaks'
import type { ClipInfo, EngineMethods } from '@core/contract/engine'
import { cancelled, type CallContext, type Handlers } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import { decodeAudioFile } from '../files/decode-audio'
import { ClipStore, type OpenClip } from './clip-store'
import { splitComponent } from './component-split'
import { learnTemplates, measureOverlap } from './example-templates'
import { checkFileNames } from './file-names'
import type { GrantTable } from './grant-table'
import { learnFromHints } from './hint-learning'
import { judgeSources } from './judge-sources'
import type { ThreadOptions } from './nmf-threads'
import { proposeForSeparation } from './grouping-proposals'
import { proposeRank } from './rank-proposal'
import { checkFactors, checkParameters, copyFactors } from './result-store'
import { largestSpectrogramBytes, runSeparation } from './separation-run'
import { readShareTile } from './share-tiles'
import { readSpectrogramTile } from './spectrogram-tiles'
import { exportStems } from './stem-export'
import { readStemPeaks } from './stem-peak-reading'
import { createGate } from './time-slices'

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
  /** above this a spectrogram is not held whole */
  spectrogramLimitBytes?: number
}): Handlers<EngineMethods> {
  const { grants, threads = {}, clips = new ClipStore(), spectrogramLimitBytes = largestSpectrogramBytes } = options
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
      if (decoded === null) return cancelled
      const { samples, peaks, format, byteLength, sha256, warnings } = decoded
      if (context.interruption() === 'cancel') {
        samples.close()
        return cancelled
      }
      const info: Omit<ClipInfo, 'clipId'> = {
        name,
        sampleRate: samples.sampleRate,
        channelCount: samples.channelCount,
        lengthSamples: samples.lengthSamples,
        format,
        byteLength,
        sha256,
        warnings: [...warnings]
      }
      return clips.add(info, samples, { samplesPerPeak: basePeakSamples, channels: peaks }, path).info
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
      const channels = Array.from({ length: audio.channelCount }, (_, channel) => {
        const samples = new Float32Array(Math.min(count, audio.lengthSamples - start))
        audio.read(channel, start, samples)
        return samples
      })
      return { channels }
    },

    async readPeaks({ clipId }) {
      return clips.get(clipId).peaks
    },

    async readSpectrogramTile({ clipId, ...request }, context) {
      const clip = clips.get(clipId)
      return readSpectrogramTile(clip, request, () => isStopped(clip, context))
    },

    async separate({ clipId, parameters, warmSeparationId, givenTemplates }, context) {
      checkParameters(parameters)
      const clip = clips.get(clipId)
      const warm = warmSeparationId === null ? null : clip.results.get(warmSeparationId)
      const outcome = await runSeparation({
        clip,
        parameters,
        warm,
        givenTemplates,
        threads,
        spectrogramLimitBytes,
        context
      })
      if (outcome.kind !== 'done') return outcome
      const { separation, ...facts } = outcome.value
      clip.results.put(separation)
      return { separationId: separation.id, parameters, ...facts, factors: copyFactors(separation.factors) }
    },

    async splitComponent({ clipId, separationId, componentIndices, partCount }, context) {
      const clip = clips.get(clipId)
      const outcome = await splitComponent({
        clip,
        separation: clip.results.get(separationId),
        componentIndices,
        partCount,
        threads,
        spectrogramLimitBytes,
        context
      })
      if (outcome.kind !== 'done') return outcome
      const { separation, ...facts } = outcome.value
      clip.results.put(separation)
      const { id, parameters, factors } = separation
      return { separationId: id, parameters, ...facts, factors: copyFactors(factors) }
    },

    async learnFromHints({ clipId, separationId, ...painted }, context) {
      const clip = clips.get(clipId)
      const separation = clip.results.get(separationId)
      const outcome = await learnFromHints({ clip, separation, painted, spectrogramLimitBytes, context })
      if (outcome.kind !== 'done') return outcome
      const { id, parameters, factors, seconds } = outcome.value
      clip.results.put({ id, parameters, factors })
      return { separationId: id, parameters, seconds, factors: copyFactors(factors) }
    },

    async learnTemplates({ clipId, ...request }, context) {
      checkParameters(request.parameters)
      const clip = clips.get(clipId)
      const outcome = await learnTemplates({ clip, ...request, threads, spectrogramLimitBytes, context })
      return outcome.kind === 'done' ? outcome.value : outcome
    },

    async measureOverlap({ clipId, ...request }, context) {
      checkParameters(request.parameters)
      const clip = clips.get(clipId)
      const outcome = await measureOverlap({ clip, ...request, threads, spectrogramLimitBytes, context })
      return outcome.kind === 'done' ? { share: outcome.value } : outcome
    },

    async proposeGrouping({ clipId, separationId, ...request }, context) {
      const clip = clips.get(clipId)
      const separation = clip.results.get(separationId)
      const outcome = await proposeForSeparation(clip, separation, request, () => isStopped(clip, context))
      return outcome.kind === 'done' ? outcome.value : outcome
    },

    async judgeSources({ clipId, separationId, groups, truths }, context) {
      const clip = clips.get(clipId)
      const separation = clip.results.get(separationId)
      const judged = {
        ...{ clip, separation, groups },
        truths: truths.map(({ clipId: id, name }) => ({ clip: clips.get(id), name }))
      }
      const outcome = await judgeSources(judged, context)
      return outcome.kind === 'done' ? outcome.value : outcome
    },

    async proposeRank({ clipId, parameters }, context) {
      checkParameters(parameters)
      const clip = clips.get(clipId)
      const outcome = await proposeRank({ clip, parameters, threads, spectrogramLimitBytes, context })
      return outcome.kind === 'done' ? { ...outcome.value, shares: [...outcome.value.shares] } : outcome
    },

    async readShareTile({ clipId, separationId, ...request }, context) {
      const clip = clips.get(clipId)
      return readShareTile(clip, clip.results.get(separationId), request, () => isStopped(clip, context))
    },

    async putSeparation({ clipId, separationId, parameters, factors }) {
      checkParameters(parameters)
      const clip = clips.get(clipId)
      checkFactors(factors, parameters, clip.audio)
      clip.results.put({ id: separationId, parameters, factors })
      return null
    },

    async readStemPeaks({ clipId, ...request }, context) {
      const clip = clips.get(clipId)
      return readStemPeaks(clip, request, () => isStopped(clip, context))
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
      const { stems, residualFileName, gains, edits, shaping, format, mayOverwrite } = params
      const folder = await grants.exportFolder(params.folderGrant)
      const interruption = () => (isStopped(clip, context) ? 'cancel' : context.interruption())
      const release = clip.audio.hold()
      try {
        const separation = clip.results.get(params.separationId)
        return await exportStems(
          {
            audio: clip.audio,
            separation,
            folder: folder.path,
            recordingPath: clip.path,
            stems,
            residualFileName,
            gains,
            edits,
            shaping,
            format,
            mayOverwrite
          },
          { ...context, interruption }
        )
      } finally {
        release()
      }
    }
  }
}

function isStopped(clip: OpenClip, context: Pick<CallContext<never>, 'interruption'>): boolean {
  return clip.isClosed || context.interruption() === 'cancel'
}
