import type { Call } from '@core/contract/rpc'
import { AppError } from '@core/errors'

/** The person stopped the run. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** What a call to the engine comes to. @throws Cancelled when `signal` was aborted; AppError */
export async function finish<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
  const cancel = () => call.interrupt('cancel')
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  const outcome = await call.outcome.finally(() => signal.removeEventListener('abort', cancel))
  switch (outcome.kind) {
    case 'done':
      return outcome.value
    case 'cancelled':
      throw new Cancelled()
    case 'failed':
      throw AppError.fromData(outcome.error)
  }
}
