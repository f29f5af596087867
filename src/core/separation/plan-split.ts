import type { ComponentMask, JobResult, PlannedJob } from './jobs'
import type { NmfOutcome } from './nmf-problem'
import type { SeparationRequest } from './plan-request'
import { planSeparation } from './plan-separation'
import type { PartCount } from './split-obstacle'

/**
 * The jobs that factorize what some components hold, V·m, into parts: a separation like the one that they come from, but
 * of that alone. Nothing is kept of templates that were given or learned.
 *
 * @returns factors of the parts
 * @throws  AppError as planSeparation
 */
export function* planSplit(
  request: Omit<SeparationRequest, 'givenTemplates' | 'warmFactors'>,
  mask: ComponentMask,
  partCount: PartCount
): Generator<PlannedJob, NmfOutcome, JobResult> {
  const parameters = {
    ...request.parameters,
    componentCount: partCount,
    runCount: 1,
    learn: null,
    givenTemplateCount: 0
  }
  const plan = planSeparation({ ...request, parameters, givenTemplates: null, warmFactors: null })
  let step = plan.next(null)
  while (!step.done) {
    const { job, ...planned } = step.value
    step = plan.next(yield { ...planned, job: job.kind === 'analyse' ? { ...job, mask } : job })
  }
  return step.value
}
