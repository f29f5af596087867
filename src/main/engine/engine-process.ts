import { constants, getPriority, setPriority } from 'node:os'
import { engineMethods, hostMessageSchema } from '@core/contract/engine'
import { serve } from '@core/contract/rpc'
import { ClipStore } from './clip-store'
import { wrapElectronPort, type MessagePortLike } from './electron-port'
import { createEngineHandlers } from './engine-handlers'
import { GrantTable } from './grant-table'

/*
 * Entry of the engine's utility process. Main posts grants and the windows' ports; each port is served apart, and what it
 * opened goes with it.
 */

interface HostPort {
  on(event: 'message', listener: (event: { data: unknown; ports: MessagePortLike[] }) => void): unknown
}

const host = (process as unknown as { parentPort?: HostPort }).parentPort

// The window, its sound and main come first where processors are few. Who started the app with less keeps that: raising it is refused.
const { PRIORITY_BELOW_NORMAL } = constants.priority
if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL)

// A fault that nobody caught leaves unknown state behind: the host starts a fresh engine at once.
process.on('uncaughtException', exitWithReason)
process.on('unhandledRejection', exitWithReason)

if (host === undefined) exitWithReason(new Error('the engine runs only as a utility process of Unweave'))
else {
  const grants = new GrantTable()
  host.on('message', ({ data, ports }) => {
    const message = hostMessageSchema.parse(data)
    switch (message.type) {
      case 'grant':
        grants.add(message.grant)
        return
      case 'connect':
        for (const port of ports) connect(port, grants)
    }
  })
}

function connect(port: MessagePortLike, grants: GrantTable): void {
  const clips = new ClipStore()
  const wrapped = wrapElectronPort(port)
  wrapped.onClose(() => clips.closeAll())
  serve(engineMethods, wrapped, createEngineHandlers({ grants, clips }))
}

function exitWithReason(reason: unknown): void {
  process.stderr.write(`engine: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`)
  process.exit(1)
}
