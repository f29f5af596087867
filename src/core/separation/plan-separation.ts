import type { SeparationPlan } from './jobs'
import { planPool } from './plan-pool'
import type { SeparationRequest } from './plan-request'
import { planSingle } from './plan-single'

/** The jobs of a separation by NMF or NMFD, see planSingle and for several runs planPool. @throws AppError as they do */
export function planSeparation(request: SeparationRequest): SeparationPlan {
  return request.parameters.runCount > 1 ? planPool(request) : planSingle(request)
}
