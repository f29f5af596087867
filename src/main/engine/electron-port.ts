import type { Port } from '@core/contract/rpc'

/** The part of Electron's MessagePortMain that is used; named here so that the engine's code needs no electron. */
export interface MessagePortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
}

/** Wraps a port to another process. Nothing is transferred: a transferred buffer would be lost on the way. */
export function wrapElectronPort(port: MessagePortLike): Port {
  let isOpen = true
  port.on('close', () => {
    isOpen = false
  })
  return {
    post(message) {
      if (isOpen) port.postMessage(message)
    },
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose(listener) {
      port.on('close', listener)
    }
  }
}
