import { describe, expect, it } from 'vitest'
import type { SeparationProgress } from '@core/contract/engine'
import { AppError } from '@core/errors'
import { parseArguments, type SeparateOptions } from '../../../src/main/cli/arguments'
import type { JobResult } from '../../../src/main/cli/job'
import { jsonReport } from '../../../src/main/cli/json-report'
import { describeSeparation } from '../../../src/main/cli/progress-line'
import { errorReport, humanReport } from '../../../src/main/cli/report'

function optionsOf(...args: string[]): SeparateOptions {
  const command = parseArguments(['song.wav', ...args])
  if (command.kind !== 'separate') throw new Error(command.kind)
  return command.options
}

function jobOf(options: SeparateOptions, changes: Partial<JobResult> = {}): JobResult {
  const clip = { clipId: 'a', name: 'song.wav', sampleRate: 44_100, channelCount: 2, lengthSamples: 441_000 }
  return {
    labelled: [],
    clip: { ...clip, format: 'WAV 16 bit', byteLength: 1, sha256: 'a', warnings: [] },
    separation: {
      separationId: 'b',
      parameters: options.parameters,
      costs: [
        { iteration: 10, cost: 0.5 },
        { iteration: 120, cost: 0.25 }
      ],
      seconds: 2,
      build: 'mul-add',
      factors: {
        rank: 2,
        binCount: 1,
        columnCount: 1,
        model: { kind: 'product' },
        W: new Float32Array(2),
        H: new Float32Array(2)
      }
    },
    proposal: null,
    grouping: null,
    sources: [{ name: 'Source 1', label: 'source', componentIndices: [0, 1] }],
    stems: [{ name: 'Source 1', label: 'source', componentIndices: [0, 1] }],
    exported: {
      files: [{ fileName: 'song_1.wav', peakDecibels: -3, clippedSamples: 0 }],
      nullTest: { isExpected: true, isExact: true, peakDecibels: null },
      seconds: 1
    },
    examples: null,
    hints: null,
    painted: [],
    factors: null,
    ...changes
  }
}

const withModel = (job: JobResult, model: JobResult['separation']['factors']['model']): JobResult => ({
  ...job,
  separation: { ...job.separation, factors: { ...job.separation.factors, model } }
})

describe('the report for a person', () => {
  it('says the cost, and after how many iterations a run ended early', () => {
    const options = optionsOf('-k', '2')
    expect(humanReport(options, jobOf(options))).toContain('in 2.0 s, cost 0.2500 after 120 iterations.')
    const whole = optionsOf('-k', '2', '--iterations', '120')
    expect(humanReport(whole, jobOf(whole))).toContain('cost 0.2500.')
    const job = jobOf(options)
    const learnedNothing = { ...job, separation: { ...job.separation, costs: [] } }
    expect(humanReport(options, learnedNothing)).toContain('in 2.0 s.')
  })

  it('says what speaks for the proposed number of components', () => {
    const options = optionsOf('-k', 'auto')
    const proposal = { proposedCount: 2, usedCount: 2, shares: [0.6, 0.3, 0.06, 0.04], seconds: 1 }
    expect(humanReport(options, jobOf(options, { proposal }))).toContain(
      'seems to hold 2 components: of 4 that were tried, these explain 90.0 %, and none of the others more than 6.0 %.'
    )
    const clear = { ...proposal, shares: [0.6, 0.4, 0, 0] }
    expect(humanReport(options, jobOf(options, { proposal: clear }))).toContain(
      'these explain 100.0 %, the others next to nothing.'
    )
    const more = { ...proposal, usedCount: 5 }
    expect(humanReport(options, jobOf(options, { proposal: more }))).toContain('5 are used')
  })

  it('says where components stand between left and right', () => {
    const options = optionsOf('-k', '2', '--stereo')
    const gains = { kind: 'stereo', channelGains: Float32Array.of(0.5, 1, 1.5, 1) } as const
    expect(humanReport(options, withModel(jobOf(options), gains))).toContain('1 50 % right, 2 middle.')
  })

  it('names the file that an error is about', () => {
    const ownFile = new AppError('file-unreadable', '', { name: 'W.npy', reason: 'ENOENT' })
    expect(errorReport(ownFile, 'song.wav')).toContain('“W.npy” cannot be read')
    const temporary = new AppError('file-unwritable', '', { temporaryFolder: '/tmp', reason: 'ENOSPC' })
    expect(errorReport(temporary, 'song.wav')).toContain('“song.wav” cannot be unpacked')
  })
})

describe('the report as JSON', () => {
  it('holds costs with their iterations, the kernel, and gains with the pan', () => {
    const options = optionsOf('-k', '2', '--stereo')
    const gains = { kind: 'stereo', channelGains: Float32Array.of(0.5, 1, 1.5, 1) } as const
    expect(jsonReport(options, withModel(jobOf(options), gains))).toMatchObject({
      parameters: { method: 'nmf', components: 2, stereo: true },
      cost: 0.25,
      costs: [
        { iteration: 10, cost: 0.5 },
        { iteration: 120, cost: 0.25 }
      ],
      build: 'mul-add',
      channelGains: [
        { component: 1, gains: [0.5, 1.5], pan: 0.5 },
        { component: 2, gains: [1, 1], pan: 0 }
      ]
    })
    expect(jsonReport(options, withModel(jobOf(options), { kind: 'product' }))).toMatchObject({
      channelGains: null
    })
  })
})

describe('the progress line', () => {
  const progress: SeparationProgress = {
    phase: 'factorizing',
    fraction: 0.5,
    iteration: 20,
    iterationCount: 40,
    costPoint: { iteration: 20, cost: 0.123456 },
    elapsedSeconds: 61,
    remainingSeconds: 61,
    preview: null
  }

  it('says iteration, cost and time that is left', () => {
    expect(describeSeparation(progress, 'nmf')).toBe('Separating: iteration 20 of 40, cost 0.1235, 1 min 1 s left')
  })

  it('says how far it is where there are no iterations', () => {
    expect(describeSeparation({ ...progress, costPoint: null, remainingSeconds: null }, 'hpss')).toBe(
      'Separating: 50 %'
    )
    expect(describeSeparation({ ...progress, phase: 'activations', remainingSeconds: null }, 'nmf')).toBe(
      'Finding the activations: 50 %'
    )
  })
})
