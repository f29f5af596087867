import type { TileSource } from './spectrogram-source'
import type { TileAddress } from './spectrogram-tiles'

const mostRequests = 4
const retryMilliseconds = 1000
const mostBytes = 128 * 2 ** 20

interface TileShape {
  readonly columnCount: number
  readonly binCount: number
}

/**
 * Tiles of one source, loaded on demand: what the lanes want now comes first, what none of them has used for longest
 * is dropped. A tile that could not be read is asked for again after a second.
 */
export class TileStore<Tile extends TileShape> {
  readonly #source: TileSource<Tile>
  readonly #tiles = new Map<string, Tile>()
  readonly #wanted = new Map<object, readonly TileAddress[]>()
  readonly #listeners = new Map<object, (tile: TileAddress) => void>()
  readonly #requested = new Set<string>()
  readonly #failed = new Set<string>()
  #bytes = 0

  constructor(source: TileSource<Tile>) {
    this.#source = source
  }

  /** Calls when a tile has come; returns the way to stop, which also drops what this owner wanted. */
  subscribe(owner: object, listener: (tile: TileAddress) => void): () => void {
    this.#listeners.set(owner, listener)
    return () => {
      this.#listeners.delete(owner)
      this.#wanted.delete(owner)
    }
  }

  get(tile: TileAddress): Tile | null {
    const key = keyOf(tile)
    const found = this.#tiles.get(key)
    if (!found) return null
    // A Map keeps the order of insertion: the last used stand at its end.
    this.#tiles.delete(key)
    this.#tiles.set(key, found)
    return found
  }

  /** Replaces what an owner wants, most urgent first. */
  want(owner: object, tiles: readonly TileAddress[]): void {
    this.#wanted.set(owner, tiles)
    this.#request()
  }

  #request(): void {
    for (const tiles of this.#wanted.values()) {
      for (const tile of tiles) {
        if (this.#requested.size >= mostRequests) return
        const key = keyOf(tile)
        if (this.#tiles.has(key) || this.#requested.has(key) || this.#failed.has(key)) continue
        this.#requested.add(key)
        void this.#load(tile, key)
      }
    }
  }

  async #load(tile: TileAddress, key: string): Promise<void> {
    try {
      const loaded = await this.#source.readTile(tile.level, tile.tileIndex)
      this.#tiles.set(key, loaded)
      this.#bytes += loaded.columnCount * loaded.binCount
      this.#dropOldest()
      for (const listener of this.#listeners.values()) listener(tile)
    } catch {
      // The engine's end is told elsewhere; here it only means that the tile is not there yet.
      this.#failed.add(key)
      setTimeout(() => {
        this.#failed.delete(key)
        this.#request()
      }, retryMilliseconds)
    } finally {
      this.#requested.delete(key)
    }
    this.#request()
  }

  #dropOldest(): void {
    for (const [key, tile] of this.#tiles) {
      if (this.#bytes <= mostBytes) return
      this.#tiles.delete(key)
      this.#bytes -= tile.columnCount * tile.binCount
    }
  }
}

const stores = new WeakMap<object, unknown>()

/** The one store of a source that all lanes share. */
export function tileStoreOf<Tile extends TileShape>(source: TileSource<Tile>): TileStore<Tile> {
  const known = stores.get(source)
  // what is kept under a source was made of it, a few lines below
  if (known !== undefined) return known as TileStore<Tile>
  const store = new TileStore(source)
  stores.set(source, store)
  return store
}

export function keyOf(tile: TileAddress): string {
  return `${tile.level}/${tile.tileIndex}`
}
