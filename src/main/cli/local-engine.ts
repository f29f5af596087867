import { engineMethods, type EngineMethods, type Grant } from '@core/contract/engine'
import { createClient, serve, type Client, type Port } from '@core/contract/rpc'
import { createEngineHandlers } from '../engine/engine-handlers'
import { GrantTable } from '../engine/grant-table'

/** The engine in this very process, behind the same contract as in the window. */
export function startLocalEngine(options: {
  grants: readonly Grant[]
  threadCount: number | null
}): Client<EngineMethods> {
  const grants = new GrantTable()
  for (const grant of options.grants) grants.add(grant)
  const [near, far] = localPorts()
  const { threadCount } = options
  serve(
    engineMethods,
    far,
    createEngineHandlers({ grants, ...(threadCount === null ? {} : { threads: { threadCount } }) })
  )
  return createClient(engineMethods, near)
}

/** Two ports in one process: what is posted to one arrives at the other in the next turn, uncopied. */
function localPorts(): [Port, Port] {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []]
  const port = (own: 0 | 1): Port => ({
    post(message) {
      setImmediate(() => {
        for (const listener of listeners[own === 0 ? 1 : 0]) listener(message)
      })
    },
    onMessage: (listener) => void listeners[own].push(listener),
    onClose: () => undefined
  })
  return [port(0), port(1)]
}
