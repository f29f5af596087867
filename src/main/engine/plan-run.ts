import { setImmediate as nextTurn } from 'node:timers/promises'
import { cancelled, type Interruption, type Outcome } from '@core/contract/rpc'
import type { WasmBuild } from '@core/kernels/wasm-kernel'
import type { JobResult, PlannedJob } from '@core/separation/jobs'
import type { StftLayout } from '@core/spectral/stft-layout'
import type { SampleStore } from '../files/samples/sample-store'
import { analysedShape, analysisChunkCount } from './analysis-phases'
import { loadKernel } from './kernel-file'
import type { Standing } from './nmf-thread-protocol'
import { NmfThreads, type ThreadOptions } from './nmf-threads'

/** A shorter one of the starts only prepares: the wish to finish is for what comes after it. */
const leastStartIterations = 10

export interface PlanProgress {
  readonly planned: PlannedJob
  /** of the whole run, 0 … 1, never less than before */
  readonly fraction: number
  /** of the job, when it is a factorization and there is news of it */
  readonly standing: Standing | null
}

export interface PlanResult<R> {
  readonly result: R
  readonly build: WasmBuild
}

/**
 * Runs the jobs of a plan on threads of its own; they have ended when the promise settles. A wish to finish ends one
 * factorization early, the one under way or the next: from its result the plan knows.
 *
 * @throws AppError as the plan and its jobs do; 'unexpected' when a thread dies or the kernel cannot be loaded
 */
export async function runPlan<R>(options: {
  readonly plan: Generator<PlannedJob, R, JobResult>
  readonly samples: SampleStore
  readonly layout: StftLayout
  readonly threads: ThreadOptions
  readonly interruption: () => Interruption | null
  /** asked about twenty times a second while a factorization runs */
  readonly wantsFactors: (planned: PlannedJob) => boolean
  /** as often */
  readonly onProgress: (progress: PlanProgress) => void
}): Promise<Outcome<PlanResult<R>>> {
  const { plan, samples, layout, interruption } = options
  const release = samples.hold()
  let threads: NmfThreads | null = null
  try {
    // a plan that refuses does so before any thread is started
    let step = plan.next(null)
    const kernel = await loadKernel()
    threads = new NmfThreads({ samples: samples.data, layout, kernel }, options.threads)
    let [fraction, hasFinished] = [0, false]
    while (!step.done) {
      const planned = step.value
      const { job, from, to } = planned
      if (job.kind === 'pause') {
        await nextTurn()
        if (interruption() === 'cancel') return cancelled
        step = plan.next(null)
        continue
      }
      const iterationCount = job.kind === 'factorize' || job.kind === 'convolve' ? job.problem.iterationCount : 0
      const chunkCount =
        job.kind === 'analyse' ? analysisChunkCount(analysedShape(job, layout, samples.channelCount)) : Infinity
      const isLong = iterationCount >= (planned.stage === 'starts' ? leastStartIterations : 1)
      const report = (share: number, standing: Standing | null): void => {
        fraction = Math.max(fraction, Math.min(1, from + (to - from) * share))
        options.onProgress({ planned, fraction, standing })
      }
      report(0, null)
      const outcome = await threads.run(job, {
        interruption: () => {
          const wish = interruption()
          return wish === 'finish' && (hasFinished || !isLong) ? null : wish
        },
        wantsFactors: () => options.wantsFactors(planned),
        onStanding: (standing) => report(standing.iteration / iterationCount, standing),
        onChunks: (begun) => report(Math.min(1, begun / chunkCount), null)
      })
      if (outcome.kind === 'cancelled') return cancelled
      const { result } = outcome
      hasFinished ||= result !== null && 'isEarly' in result && result.isEarly
      step = plan.next(result)
    }
    return { kind: 'done', value: { result: step.value, build: kernel.build } }
  } finally {
    await threads?.close()
    release()
  }
}
