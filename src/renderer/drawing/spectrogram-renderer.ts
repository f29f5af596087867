import { runPaced, stopWaiting, waitsForPiece } from './gl-pacer'
import { isSoftwareRendered } from './gl-resources'
import { HeardFade } from './heard-fade'
import { cancelRedraw, requestRedraw } from './redraw-queue'
import type { SpectrogramLook } from './spectrogram-scene'
import { tileColumns, type SpectrogramTile } from '@core/spectral/spectrogram-tile'
import type { ShareSource, SpectrogramSource } from './spectrogram-source'
import { levelForView, parentOf, tileColumnSeconds, tilesInView, type TileAddress } from './spectrogram-tiles'
import { TilePainter } from './tile-painter'
import { keyOf, tileStoreOf, type TileStore } from './tile-store'
import { secondsToPixels, type TimeView } from './time-view'

export interface SpectrogramScene {
  readonly source: SpectrogramSource | null
  readonly view: TimeView
  readonly look: SpectrogramLook
}

const coarsestLevel = 16

/** A spectrogram on a WebGL 2 canvas, drawn when the scene changes or a tile arrives, never in a running loop. */
export class SpectrogramRenderer {
  readonly #canvas: HTMLCanvasElement
  readonly #gl: WebGL2RenderingContext
  readonly #resizes: ResizeObserver
  readonly #listeners = new AbortController()
  readonly #fade: HeardFade
  /** Where shaders run on the processor, colouring a whole view at once would hold up the window. */
  readonly #isSoftware: boolean
  #painter: TilePainter | null
  #store: TileStore<SpectrogramTile> | null = null
  #stopStore: (() => void) | null = null
  #shares: ShareSource | null = null
  #stopShares: (() => void) | null = null
  #scene: SpectrogramScene | null = null
  #shown = ''
  #shownFactors: object | null = null
  #deviceWidth = 0
  #deviceHeight = 0
  /** whether a piece of colouring is asked for */
  #isPainting = false

  /** null where the graphics system offers no WebGL 2. */
  static create(canvas: HTMLCanvasElement): SpectrogramRenderer | null {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, stencil: false })
    return gl ? new SpectrogramRenderer(canvas, gl) : null
  }

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.#canvas = canvas
    this.#gl = gl
    this.#isSoftware = isSoftwareRendered(gl)
    this.#painter = new TilePainter(gl, !this.#isSoftware)
    const isReduced = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.#fade = new HeardFade(isReduced || this.#isSoftware)
    this.#resizes = new ResizeObserver((entries) => {
      const size = entries[entries.length - 1].devicePixelContentBoxSize[0]
      this.#deviceWidth = size.inlineSize
      this.#deviceHeight = size.blockSize
      requestRedraw(this.#draw)
    })
    this.#resizes.observe(canvas, { box: 'device-pixel-content-box' })
    const { signal } = this.#listeners
    canvas.addEventListener('webglcontextlost', (event) => this.#lose(event), { signal })
    canvas.addEventListener('webglcontextrestored', () => this.#restore(), { signal })
  }

  show(scene: SpectrogramScene): void {
    if (scene.source !== this.#scene?.source) {
      this.#stopStore?.()
      this.#store = scene.source ? tileStoreOf(scene.source) : null
      this.#stopStore = this.#store?.subscribe(this, () => requestRedraw(this.#draw)) ?? null
      this.#shown = ''
    }
    const shares = sharesOf(scene)
    if (shares !== this.#shares) {
      this.#stopShares?.()
      this.#shares = shares
      this.#stopShares = shares && tileStoreOf(shares).subscribe(this, () => requestRedraw(this.#draw))
    }
    this.#scene = scene
    requestRedraw(this.#draw)
  }

  destroy(): void {
    this.#painter = null
    cancelRedraw(this.#draw)
    stopWaiting(this.#redraw)
    this.#stopStore?.()
    this.#stopShares?.()
    this.#resizes.disconnect()
    this.#listeners.abort()
    // Browsers keep few contexts; without this one a closed lane would hold its own until garbage collection.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext()
  }

  #lose(event: Event): void {
    // Without this the context never comes back.
    event.preventDefault()
    this.#painter = null
  }

  #restore(): void {
    this.#painter = new TilePainter(this.#gl, !this.#isSoftware)
    this.#shown = ''
    requestRedraw(this.#draw)
  }

  readonly #redraw = (): void => requestRedraw(this.#draw)

  readonly #draw = (): void => {
    const [gl, painter, scene] = [this.#gl, this.#painter, this.#scene]
    if (!painter || !scene || gl.isContextLost() || this.#deviceWidth === 0 || this.#deviceHeight === 0) return
    if (this.#isSoftware && waitsForPiece(this.#redraw)) return
    if (this.#canvas.width !== this.#deviceWidth) this.#canvas.width = this.#deviceWidth
    if (this.#canvas.height !== this.#deviceHeight) this.#canvas.height = this.#deviceHeight
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    const { source } = scene
    if (!source || !this.#store) return
    this.#applyLook(painter, source, scene.look)
    painter.beginFrame()
    this.#drawTiles(painter, this.#store, source, scene.view)
    painter.trim()
    if (!this.#fade.isSettled) requestRedraw(this.#draw)
    if (!painter.isComplete && !this.#isPainting) this.#paintOn(painter)
  }

  /** Colours a piece of what is missing; the canvas is drawn again when it makes a difference. */
  #paintOn(painter: TilePainter): void {
    this.#isPainting = true
    runPaced({
      gl: this.#gl,
      run: () => painter.paintPiece(),
      done: (milliseconds) => {
        this.#isPainting = false
        if (painter !== this.#painter) return
        painter.pieceTook(milliseconds)
        if (painter.hasFinishedImage) requestRedraw(this.#draw)
        else this.#paintOn(painter)
      }
    })
  }

  #applyLook(painter: TilePainter, source: SpectrogramSource, look: SpectrogramLook): void {
    const { separation, ...plain } = look
    const factors = separation?.factors ?? null
    const shown = JSON.stringify([plain, separation?.colours, this.#deviceHeight])
    const isNew = shown !== this.#shown || factors !== this.#shownFactors
    this.#fade.setHeard(separation?.isHeard ?? [])
    const hasFaded = this.#fade.advance(performance.now())
    if (isNew) painter.setLook(source, look, this.#deviceHeight)
    if (isNew || hasFaded) painter.setOff(this.#fade.off)
    this.#shown = shown
    this.#shownFactors = factors
  }

  #drawTiles(painter: TilePainter, store: TileStore<SpectrogramTile>, source: SpectrogramSource, view: TimeView): void {
    const level = levelForView(source, view, this.#deviceWidth)
    const wanted = tilesInView(source, view, level)
    const middle = (wanted.length - 1) / 2
    const byUrgency = wanted
      .map((tile, i) => ({ tile, distance: Math.abs(i - middle) }))
      .sort((a, b) => a.distance - b.distance)
      .map(({ tile }) => tile)
    store.want(this, byUrgency)
    if (this.#shares) tileStoreOf(this.#shares).want(this, byUrgency)
    const missing = wanted.filter((tile) => !store.get(tile))
    for (const tile of standIns(missing, store, painter)) this.#drawTile(painter, store, source, view, tile)
    for (const tile of wanted) this.#drawTile(painter, store, source, view, tile)
  }

  #drawTile(
    painter: TilePainter,
    store: TileStore<SpectrogramTile>,
    source: SpectrogramSource,
    view: TimeView,
    address: TileAddress
  ): void {
    const tile = store.get(address)
    if (!tile) return
    const nextAddress = { level: address.level, tileIndex: address.tileIndex + 1 }
    const next = store.get(nextAddress)
    const shareStore = this.#shares && this.#scene?.look.mode === 'sources' ? tileStoreOf(this.#shares) : null
    const shares = [shareStore?.get(address) ?? null, shareStore?.get(nextAddress) ?? null] as const
    const isLast = (address.tileIndex + 1) * tileColumns * 2 ** address.level >= source.columnCount
    const startColumn = address.tileIndex === 0 ? -0.5 : 0
    const endColumn = isLast ? tile.columnCount - 0.5 : tileColumns
    const clip = (column: number) => 2 * secondsToPixels(tileColumnSeconds(source, address, column), view, 1) - 1
    const span = { clipFrom: clip(startColumn), clipTo: clip(endColumn), startColumn, endColumn }
    painter.draw(address, { tile, next, shares }, span)
  }
}

/**
 * The shares of a scene's separation, which colour it or are at least read under the pointer: none where the spectrogram is of
 * another STFT than the separation.
 */
function sharesOf({ source, look: { separation } }: SpectrogramScene): ShareSource | null {
  return separation?.windowSamples === source?.windowSamples ? (separation?.shares ?? null) : null
}

/** What to show in place of tiles that are not there: coarser ones, and finer ones that are coloured already, on top. */
function standIns(
  missing: readonly TileAddress[],
  store: TileStore<SpectrogramTile>,
  painter: TilePainter
): TileAddress[] {
  const found = new Map<string, TileAddress>()
  for (const tile of missing) {
    let ancestor = tile
    while (ancestor.level < coarsestLevel) {
      ancestor = parentOf(ancestor)
      if (!store.get(ancestor)) continue
      found.set(keyOf(ancestor), ancestor)
      break
    }
    if (tile.level === 0) continue
    for (const side of [0, 1]) {
      const child = { level: tile.level - 1, tileIndex: 2 * tile.tileIndex + side }
      if (painter.hasImage(child)) found.set(keyOf(child), child)
    }
  }
  return [...found.values()].sort((a, b) => b.level - a.level)
}
