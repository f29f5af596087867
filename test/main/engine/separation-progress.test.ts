import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SeparationProgress } from '@core/contract/engine'
import type { PlannedJob, Stage } from '@core/separation/jobs'
import type { NmfProblem } from '@core/separation/nmf-problem'
import { stftLayout } from '@core/spectral/stft-layout'
import type { Standing } from '../../../src/main/engine/nmf-thread-protocol'
import { SeparationReporter } from '../../../src/main/engine/separation-progress'
import { testParameters } from './recording'

const layout = stftLayout(100_000, 512, 128)
const { binCount, columnCount } = layout
let reports: SeparationProgress[]
let reporter: SeparationReporter

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  reports = []
  reporter = new SeparationReporter(testParameters, layout, (progress) => reports.push(progress))
})
afterEach(() => void vi.useRealTimers())

function planned(stage: Stage, { columns = columnCount, iterationsBefore = 0 } = {}): PlannedJob {
  const problem: NmfProblem = {
    ...{ binCount, columnCount: columns, channelCount: 1, rank: 4, beta: 1, iterationCount: 100, tolerance: 0 },
    ...{ updates: 'fast' as const, seed: 1, start: { W: null, H: null, channelGains: null }, fixedTemplates: null },
    ...{ fixedActivations: null, continuity: 0, sparsity: 0, prunes: false, weights: null }
  }
  return { job: { kind: 'factorize', problem }, stage, from: 0, to: 1, iterationsBefore }
}

function standing(iteration: number, factorBytes = 0): Standing {
  const model = { kind: 'product' } as const
  const W = new Float32Array(factorBytes / 4)
  const factors = { rank: 4, binCount, columnCount, model, W, H: new Float32Array(0) }
  return { iteration, costPoint: { iteration, cost: 1 / iteration }, factors: factorBytes > 0 ? factors : null }
}

describe('reports of a separation', () => {
  it('come about four times a second, with a preview at once', () => {
    const job = planned('factorizing')
    for (let time = 0; time < 1000; time += 50) {
      reporter.plan({ planned: job, fraction: time / 1000, standing: standing(time + 1) })
      vi.advanceTimersByTime(50)
    }
    expect(reports.length).toBe(4)
    reporter.plan({ planned: job, fraction: 0.99, standing: standing(1001) })
    reporter.plan({ planned: job, fraction: 0.99, standing: standing(1002, 64) })
    expect(reports.filter(({ preview }) => preview !== null)).toHaveLength(1)
  })

  it('count iterations from the start that goes on, and those of the factorization only', () => {
    reporter.plan({ planned: planned('starts'), fraction: 0.1, standing: standing(7) })
    expect(reports.at(-1)).toMatchObject({ phase: 'starts', iteration: 0, costPoint: null })
    vi.advanceTimersByTime(300)
    const job = planned('factorizing', { iterationsBefore: 20 })
    reporter.plan({ planned: job, fraction: 0.3, standing: standing(10) })
    const costPoint = { iteration: 30, cost: 0.1 }
    expect(reports.at(-1)).toMatchObject({ phase: 'factorizing', iteration: 30, costPoint })
    vi.advanceTimersByTime(300)
    reporter.plan({ planned: planned('activations'), fraction: 0.8, standing: standing(3) })
    expect(reports.at(-1)).toMatchObject({ phase: 'activations', iteration: 30, costPoint })
  })

  it('tell the time left from the pace since the run was seen to move', () => {
    const job = planned('factorizing')
    vi.advanceTimersByTime(5000)
    reporter.plan({ planned: job, fraction: 0.2, standing: null })
    expect(reports.at(-1)?.remainingSeconds).toBeNull()
    vi.advanceTimersByTime(2000)
    reporter.plan({ planned: job, fraction: 0.4, standing: null })
    expect(reports.at(-1)?.remainingSeconds).toBeCloseTo(6)
    expect(reports.at(-1)?.elapsedSeconds).toBeCloseTo(7)
  })

  it('ask for W and H of the whole recording only, and for large ones more rarely', () => {
    expect(reporter.wantsFactors(planned('factorizing', { columns: columnCount - 1 }))).toBe(false)
    expect(reporter.wantsFactors(planned('starts'))).toBe(false)
    const job = planned('factorizing')
    expect(reporter.wantsFactors(job)).toBe(true)
    reporter.plan({ planned: job, fraction: 0.1, standing: standing(1, 1024) })
    expect(reporter.wantsFactors(job)).toBe(false)
    vi.advanceTimersByTime(260)
    expect(reporter.wantsFactors(job)).toBe(true)
    reporter.plan({ planned: job, fraction: 0.1, standing: standing(2, 32 * 2 ** 20) })
    vi.advanceTimersByTime(900)
    expect(reporter.wantsFactors(job)).toBe(false)
    vi.advanceTimersByTime(200)
    expect(reporter.wantsFactors(job)).toBe(true)
  })
})
