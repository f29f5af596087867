import type { EngineMethods } from '@core/contract/engine'
import type { Call, Params, Progress, Result } from '@core/contract/rpc'
import { AppError } from '@core/errors'
import type { EngineConnection } from '../clients/engine'
import type { OpenDocument } from './open-document.svelte'

type Name = keyof EngineMethods & string

/**
 * The open document as the engine knows it. An engine that was restarted knows no ids: then the recording is opened again
 * under its grant, the separation is put back, and the call is made once more.
 */
export class EngineSession {
  readonly #connection: EngineConnection
  readonly #document: OpenDocument
  #clipId: string | null = null
  #restoring: Promise<void> | null = null

  constructor(connection: EngineConnection, document: OpenDocument) {
    this.#connection = connection
    this.#document = document
  }

  get clipId(): string | null {
    return this.#clipId
  }

  setClip(clipId: string | null): void {
    const former = this.#clipId
    this.#clipId = clipId
    if (former === null || former === clipId) return
    // An engine that was restarted in the meantime has nothing to close.
    void this.#connection.client.start('closeClip', { clipId: former }).outcome
  }

  /** Starts a call that the caller follows and can interrupt; nothing is repeated. */
  start<N extends Name>(
    method: N,
    params: Params<EngineMethods[N]>,
    onProgress?: (progress: Progress<EngineMethods[N]>) => void
  ): Call<Result<EngineMethods[N]>> {
    return this.#connection.client.start(method, params, onProgress)
  }

  /** Calls, and where the engine was restarted restores what it must know and calls again. */
  async read<N extends Name>(
    method: N,
    params: (clipId: string) => Params<EngineMethods[N]>,
    separationId: string | null = null
  ): Promise<Result<EngineMethods[N]>> {
    const clipId = this.#requireClip()
    try {
      return await this.#connection.client.call(method, params(clipId))
    } catch (thrown) {
      const { code } = AppError.from(thrown)
      if (code !== 'unknown-id' && code !== 'engine-died') throw thrown
      await this.ensure(separationId)
      return await this.#connection.client.call(method, params(this.#requireClip()))
    }
  }

  /** Makes sure that the engine knows the recording and, if named, the separation. */
  async ensure(separationId: string | null): Promise<void> {
    this.#restoring ??= this.#restore(separationId).finally(() => (this.#restoring = null))
    await this.#restoring
  }

  /** Where the engine was restarted, opens a recording again. @returns the id under which it knows it now */
  async reopen(clipId: string, grant: string): Promise<string> {
    const { client } = this.#connection
    const probe = await client.start('readSamples', { clipId, start: 0, count: 1 }).outcome
    return probe.kind === 'done' ? clipId : (await client.call('openAudio', { grant })).clipId
  }

  /** Makes sure that the engine knows the open recording. */
  async ensureClip(): Promise<void> {
    const { grant } = this.#document
    if (grant === null) throw new AppError('unknown-id', 'no recording is open')
    this.#clipId = await this.reopen(this.#requireClip(), grant)
  }

  async #restore(separationId: string | null): Promise<void> {
    const { client } = this.#connection
    const { project } = this.#document
    await this.ensureClip()
    const id = separationId ?? project.separation?.id ?? null
    const factors = id === null ? null : this.#document.factorsOf(id)
    if (id === null || factors === null || project.separation === null) return
    const { parameters } = project.separation
    await client.call('putSeparation', { clipId: this.#requireClip(), separationId: id, parameters, factors })
  }

  #requireClip(): string {
    if (this.#clipId === null) throw new AppError('unknown-id', 'no recording is open')
    return this.#clipId
  }
}
