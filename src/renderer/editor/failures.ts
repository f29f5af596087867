import { describeError } from '../clients/error-messages'
import type { MessageButton, Messages } from './messages.svelte'

/** Tells of a failure in a dialog: what, why, what next; `steps` are offered beside "Close". */
export function tellFailure(
  messages: Messages,
  error: unknown,
  options: { subject?: string; steps?: readonly MessageButton[] } = {}
): void {
  const { title, why, next, details } = describeError(error, options.subject)
  const steps = options.steps ?? []
  messages.ask({
    severity: 'error',
    title,
    why,
    next,
    details,
    buttons: [{ label: 'Close', isPrimary: steps.length === 0, run: () => undefined }, ...steps]
  })
}
