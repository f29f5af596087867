import type { DesktopEvent, DesktopRequest } from '@core/contract/desktop'

/** The name on the wire of a request of the contract. */
export function requestChannel(name: DesktopRequest): string {
  return `desktop-request:${name}`
}

/** The name on the wire of an event of the contract. */
export function eventChannel(name: DesktopEvent): string {
  return `desktop-event:${name}`
}

/** Carries the engine's MessagePort to the preload, and from there on as a window message of the same name. */
export const enginePortChannel = 'engine-port'
