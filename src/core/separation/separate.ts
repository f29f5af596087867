import type { RecordedSamples } from '../audio/sample-source'
import { stftLayout } from '../spectral/stft-layout'
import type { NmfOutcome } from './nmf-problem'
import type { SeparationParameters } from './parameters'
import type { SeparationRequest } from './plan-request'
import { planSeparation } from './plan-separation'
import { runPlan, type KernelMemory, type RunStep } from './run-plan'

/**
 * The whole way from samples to factors on one thread by NMF or NMFD: the jobs of planSeparation, with the reference kernel unless
 * another is given. Yields what goes on; stop pulling to cancel.
 *
 * @throws AppError as stftLayout, planSeparation and its jobs do
 */
export function separate(
  source: RecordedSamples,
  parameters: SeparationParameters,
  options: Partial<Pick<SeparationRequest, 'givenTemplates' | 'warmFactors' | 'memoryLimitBytes'>> & {
    memory?: KernelMemory
  } = {}
): Generator<RunStep, NmfOutcome> {
  const { givenTemplates = null, warmFactors = null, memoryLimitBytes = Infinity, ...memory } = options
  const { sampleRate, channelCount, lengthSamples } = source
  const layout = stftLayout(lengthSamples, parameters.windowSamples, parameters.hopSamples)
  const request = { sampleRate, layout, channelCount, parameters, givenTemplates, warmFactors, memoryLimitBytes }
  return runPlan(planSeparation(request), { source, layout, ...memory })
}
