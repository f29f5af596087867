import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Says that a running program owns the files of a session: a recovery copy, or stems to be dragged. A socket that somebody listens on: however the program ends, also
 * by a kill or a power cut, nobody listens any more; a process id could be another program's by then.
 */
export class SessionLock {
  private constructor(private readonly server: Server) {}

  /** null: another program holds it */
  static async take(sessionId: string): Promise<SessionLock | null> {
    if (await isSessionHeld(sessionId)) return null
    const path = socketPath(sessionId)
    await removeStaleLock(sessionId)
    const server = createServer((socket) => socket.destroy())
    return new Promise((resolve) => {
      server.once('error', () => resolve(null))
      server.listen(path, () => resolve(new SessionLock(server.unref())))
    })
  }

  release(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()))
  }
}

export function isSessionHeld(sessionId: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(sessionId))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** For the lock of a program that was killed; a system with named pipes leaves nothing. */
export async function removeStaleLock(sessionId: string): Promise<void> {
  if (process.platform !== 'win32') await rm(socketPath(sessionId), { force: true }).catch(() => undefined)
}

function socketPath(sessionId: string): string {
  const name = `unweave-${sessionId}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}
