import { app, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import type { Grant, HostMessage } from '@core/contract/engine'

/** An engine that lived shorter than this died of its start, not of its work. */
const earlyMilliseconds = 5000
const longestPauseMilliseconds = 10_000

export interface EngineHostOptions {
  /** the bundled engine-process.js */
  readonly entryPath: string
  /** the engine ended without being asked to; a new one is on its way */
  readonly onExit: (reason: string) => void
  /** an engine is there and waits for `connect`: at the first start and after each restart */
  readonly onStart: () => void
}

/** Runs the engine as a utility process, starts it again when it dies, and tells it what it may read and write. */
export class EngineHost {
  readonly #grants = new Map<string, Grant>()
  readonly #waitingPorts: MessagePortMain[] = []
  #process: UtilityProcess | null = null
  #isSpawned = false
  #isStopped = true
  #restartCount = 0
  #earlyExits = 0
  #restartTimer: NodeJS.Timeout | null = null

  constructor(private readonly options: EngineHostOptions) {
    app.once('will-quit', () => this.stop())
  }

  start(): void {
    if (!this.#isStopped) return
    this.#isStopped = false
    this.#fork()
  }

  /** Hands the engine its end of a channel; the other end belongs to a window. */
  connect(port: MessagePortMain): void {
    if (this.#isSpawned) this.#post({ type: 'connect' }, [port])
    else this.#waitingPorts.push(port)
  }

  /** Lets the engine use a file or folder. Kept, and given again to an engine that was restarted. */
  grant(grant: Grant): void {
    this.#grants.set(grant.grant, grant)
    if (this.#isSpawned) this.#post({ type: 'grant', grant })
  }

  /** null while there is no engine */
  get processId(): number | null {
    return this.#process?.pid ?? null
  }

  get restartCount(): number {
    return this.#restartCount
  }

  stop(): void {
    this.#isStopped = true
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer)
    this.#restartTimer = null
    this.#process?.kill()
  }

  #fork(): void {
    const startTime = performance.now()
    const child = utilityProcess.fork(this.options.entryPath, [], { serviceName: 'Unweave engine' })
    this.#process = child
    child.once('spawn', () => {
      this.#isSpawned = true
      for (const grant of this.#grants.values()) this.#post({ type: 'grant', grant })
      for (const port of this.#waitingPorts.splice(0)) this.#post({ type: 'connect' }, [port])
      this.options.onStart()
    })
    child.once('exit', (code) => {
      this.#process = null
      this.#isSpawned = false
      if (this.#isStopped) return
      this.#restart(performance.now() - startTime)
      this.options.onExit(`the engine ended with code ${code}`)
    })
  }

  #restart(livedMilliseconds: number): void {
    this.#restartCount++
    this.#earlyExits = livedMilliseconds < earlyMilliseconds ? this.#earlyExits + 1 : 0
    // The first time at once; an engine that cannot even start must not keep the machine busy.
    const pause = this.#earlyExits < 2 ? 0 : Math.min(longestPauseMilliseconds, 125 * 2 ** this.#earlyExits)
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = null
      this.#fork()
    }, pause)
  }

  #post(message: HostMessage, ports: MessagePortMain[] = []): void {
    this.#process?.postMessage(message, ports)
  }
}
