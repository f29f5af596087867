import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { AppError } from '@core/errors'

const pageBytes = 2 ** 16
/** what WebAssembly has at most, and what the kernels say of the memory that they import */
const mostPages = 2 ** 16

/** Memory for all that the threads of one run share: address space only, until it is used. */
export function createMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true })
  } catch (error) {
    throw outOfMemory(pageBytes * mostPages, error)
  }
}

export function shareMemory(memory: WebAssembly.Memory, ports: readonly MessagePort[]): WebAssembly.Memory {
  for (const port of ports) port.postMessage(memory)
  return memory
}

export async function receiveMemory(port: MessagePort): Promise<WebAssembly.Memory> {
  const [memory] = (await once(port, 'message')) as [WebAssembly.Memory]
  port.close()
  return memory
}

/**
 * Makes the memory at least so large. By one thread at a time.
 *
 * @throws AppError 'out-of-memory' {byteLength}
 */
export function growMemory(memory: WebAssembly.Memory, byteLength: number): void {
  const missing = byteLength - memory.buffer.byteLength
  if (missing <= 0) return
  try {
    memory.grow(Math.ceil(missing / pageBytes))
  } catch (error) {
    throw outOfMemory(byteLength, error)
  }
}

/** The memory as it is now: a thread may still hold the buffer from before another thread made it larger. */
export function currentBuffer(memory: WebAssembly.Memory): ArrayBuffer | SharedArrayBuffer {
  memory.grow(0)
  return memory.buffer
}

function outOfMemory(byteLength: number, cause: unknown): AppError {
  return new AppError('out-of-memory', `no ${byteLength} bytes for the factorization`, { byteLength }, { cause })
}
