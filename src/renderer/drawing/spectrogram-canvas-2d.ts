import { tileColumns, type SpectrogramTile } from '@core/spectral/spectrogram-tile'
import { activationsUnderTile } from './component-shares'
import { cancelRedraw, requestRedraw } from './redraw-queue'
import type { SpectrogramScene } from './spectrogram-renderer'
import { levelForView, parentOf, tileColumnSeconds, tilesInView, type TileAddress } from './spectrogram-tiles'
import { binsOfRows, colourColumn, type TileColouring } from './tile-colouring'
import { keyOf, tileStoreOf } from './tile-store'
import { secondsToPixels } from './time-view'

const sliceMilliseconds = 5
const mostImages = 24
const coarsestLevel = 16

/** A tile's image: what it showed last until its new columns are there. */
interface TileImage {
  readonly canvas: OffscreenCanvas
  readonly tile: SpectrogramTile
  version: number
  nextColumn: number
}

/** The spectrogram where there is no WebGL 2: the same tiles, coloured a few columns at a time on the processor. */
export class SpectrogramCanvas2d {
  readonly #canvas: HTMLCanvasElement
  readonly #resizes: ResizeObserver
  readonly #images = new Map<string, TileImage>()
  #scene: SpectrogramScene | null = null
  #stopStores: readonly (() => void)[] = []
  #subscribedTo: readonly [unknown, unknown] = [null, null]
  #shown = ''
  #shownFactors: object | null = null
  #version = 0
  #width = 0
  #height = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#resizes = new ResizeObserver((entries) => {
      const size = entries[entries.length - 1]!.devicePixelContentBoxSize[0]!
      this.#width = size.inlineSize
      this.#height = size.blockSize
      requestRedraw(this.#draw)
    })
    this.#resizes.observe(canvas, { box: 'device-pixel-content-box' })
  }

  show(scene: SpectrogramScene): void {
    const shares = scene.look.separation?.shares ?? null
    if (scene.source !== this.#subscribedTo[0] || shares !== this.#subscribedTo[1]) {
      for (const stop of this.#stopStores) stop()
      const redraw = () => requestRedraw(this.#draw)
      const sources = [scene.source, shares].filter((source) => source !== null)
      this.#stopStores = sources.map((source) => tileStoreOf<SpectrogramTile>(source as never).subscribe(this, redraw))
      if (scene.source !== this.#subscribedTo[0]) this.#images.clear()
      this.#subscribedTo = [scene.source, shares]
    }
    this.#scene = scene
    requestRedraw(this.#draw)
  }

  destroy(): void {
    cancelRedraw(this.#draw)
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const stop of this.#stopStores) stop()
    this.#resizes.disconnect()
    this.#scene = null
  }

  readonly #draw = (): void => {
    const [scene, context] = [this.#scene, this.#canvas.getContext('2d')]
    if (!scene?.source || !context || this.#width === 0 || this.#height === 0) return
    if (this.#canvas.width !== this.#width) this.#canvas.width = this.#width
    if (this.#canvas.height !== this.#height) this.#canvas.height = this.#height
    this.#noteLook(scene)
    context.clearRect(0, 0, this.#width, this.#height)
    const wanted = this.#wanted(scene)
    const stale = wanted.flatMap((address) => this.#drawTile(context, scene, address) ?? [])
    this.#trim()
    if (stale.length > 0 && this.#timer === null) this.#timer = setTimeout(() => this.#colour(scene, stale))
  }

  /** The tiles of the view; for those that are not there the nearest coarser ones, which lie below. */
  #wanted({ source, view, look }: SpectrogramScene): TileAddress[] {
    const store = tileStoreOf<SpectrogramTile>(source!)
    const tiles = tilesInView(source!, view, levelForView(source!, view, this.#width))
    store.want(this, tiles)
    const shares = look.separation?.shares
    if (shares) tileStoreOf(shares).want(this, tiles)
    const standIns = tiles.flatMap((tile) => {
      let ancestor = tile
      while (!store.get(ancestor) && ancestor.level < coarsestLevel) ancestor = parentOf(ancestor)
      return ancestor === tile ? [] : [ancestor]
    })
    return [...new Map([...standIns, ...tiles].map((tile) => [keyOf(tile), tile])).values()]
  }

  #drawTile(context: CanvasRenderingContext2D, scene: SpectrogramScene, address: TileAddress): TileAddress | null {
    const { source, view } = scene
    const tile = tileStoreOf<SpectrogramTile>(source!).get(address)
    if (!tile) return null
    const image = this.#imageOf(address, tile)
    const edge = (column: number) => secondsToPixels(tileColumnSeconds(source!, address, column), view, this.#width)
    const [left, right] = [edge(-0.5), edge(tile.columnCount - 0.5)]
    context.imageSmoothingEnabled = false
    context.drawImage(image.canvas, 0, 0, tile.columnCount, image.canvas.height, left, 0, right - left, this.#height)
    return image.version === this.#version && image.nextColumn >= tile.columnCount ? null : address
  }

  #imageOf(address: TileAddress, tile: SpectrogramTile): TileImage {
    const key = keyOf(address)
    let image = this.#images.get(key)
    if (image?.canvas.height !== this.#height || image.tile !== tile)
      image = { canvas: new OffscreenCanvas(tileColumns, this.#height), tile, version: -1, nextColumn: 0 }
    // A Map keeps the order of insertion: the last used stand at its end.
    this.#images.delete(key)
    this.#images.set(key, image)
    return image
  }

  /** Colours for a slice of time, shows it, and goes on in the next frame. */
  #colour(scene: SpectrogramScene, stale: readonly TileAddress[]): void {
    this.#timer = null
    if (scene !== this.#scene) return requestRedraw(this.#draw)
    const endsAt = performance.now() + sliceMilliseconds
    for (const address of stale) {
      const image = this.#images.get(keyOf(address))
      if (image && performance.now() < endsAt) this.#colourImage(scene, address, image, endsAt)
    }
    requestRedraw(this.#draw)
  }

  #colourImage({ source, look }: SpectrogramScene, address: TileAddress, image: TileImage, endsAt: number): void {
    const context = image.canvas.getContext('2d')
    if (!context) return
    if (image.version !== this.#version) {
      image.version = this.#version
      image.nextColumn = 0
    }
    const { separation } = look
    const hasFactors = separation !== null && look.mode === 'sources' && separation.factors.model.kind !== 'medians'
    const colouring: TileColouring = {
      look,
      sampleRate: source!.sampleRate,
      activations: hasFactors ? activationsUnderTile(separation, source!, address) : null,
      activationStride: tileColumns + 1,
      shares: separation?.shares ? tileStoreOf(separation.shares).get(address) : null
    }
    const rows = binsOfRows(image.canvas.height, colouring, image.tile.binCount)
    const strip = new ImageData(1, image.canvas.height)
    do {
      const column = image.nextColumn++
      colourColumn(image.tile, column, rows, colouring, strip.data)
      context.putImageData(strip, column, 0)
    } while (image.nextColumn < image.tile.columnCount && performance.now() < endsAt)
  }

  #noteLook({ look }: SpectrogramScene): void {
    const { separation, ...rest } = look
    const shown = JSON.stringify([rest, separation?.colours, separation?.isHeard, this.#height])
    const factors = separation?.factors ?? null
    if (shown === this.#shown && factors === this.#shownFactors) return
    this.#shown = shown
    this.#shownFactors = factors
    this.#version++
  }

  #trim(): void {
    for (const key of this.#images.keys()) {
      if (this.#images.size <= mostImages) return
      this.#images.delete(key)
    }
  }
}
