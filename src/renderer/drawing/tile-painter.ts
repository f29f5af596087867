import { hertzToPixels, type FrequencyView } from './frequency-axis'
import { createProgram, createTexture, Uniforms } from './gl-resources'
import { placeFragment, placeVertex } from './spectrogram-shaders'
import type { SpectrogramLook } from './spectrogram-scene'
import type { ShareTile } from '@core/separation/share-tile'
import type { SpectrogramTile } from '@core/spectral/spectrogram-tile'
import type { SpectrogramSource } from './spectrogram-source'
import type { TileAddress } from './spectrogram-tiles'
import { keyOf } from './tile-store'
import { createTile, imageColumns, joinNext, setShares, type PaintedTile } from './tile-textures'
import { TileTint } from './tile-tint'

const mostTiles = 72
/** Pieces of colouring are made so large that the graphics system takes about so long for one. */
const pieceMilliseconds = { least: 8, most: 20 }
const fewestRows = 16
const firstRows = 32

interface LoadedTile {
  readonly tile: SpectrogramTile
  readonly next: SpectrogramTile | null
  /** component 0's shares of both, of a separation that has them and where they are there */
  readonly shares: readonly [ShareTile | null, ShareTile | null]
}

/** A tile whose image is not as it has to be. */
interface StaleTile {
  readonly address: TileAddress
  readonly loaded: LoadedTile
}

/** An image that is being coloured. */
interface Work {
  readonly key: string
  readonly painted: PaintedTile
  readonly image: WebGLTexture
  readonly height: number
  readonly version: number
  readonly frequencyView: FrequencyView
  row: number
}

/**
 * Tiles as textures. Colouring is done once per tile and look into an image; drawing a view only places images, so scrolling
 * and zooming stay cheap even where the graphics are computed in software. There colouring is left to `paintPiece`, a few
 * rows at a time, and tiles show what they showed last until their new image is whole.
 */
export class TilePainter {
  readonly #gl: WebGL2RenderingContext
  readonly #tint: TileTint
  readonly #place: { program: WebGLProgram; uniforms: Uniforms }
  readonly #largestTexture: number
  readonly #isImmediate: boolean
  readonly #tiles = new Map<string, PaintedTile>()
  #stale: StaleTile[] = []
  #work: Work | null = null
  #source: SpectrogramSource | null = null
  #frequencyView: FrequencyView | null = null
  #version = 0
  #rowsPerPiece = firstRows

  /** @param isImmediate whether tiles are coloured as they are drawn */
  constructor(gl: WebGL2RenderingContext, isImmediate: boolean) {
    this.#gl = gl
    this.#isImmediate = isImmediate
    this.#largestTexture = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))
    this.#tint = new TileTint(gl, this.#largestTexture)
    const place = createProgram(gl, placeVertex, placeFragment)
    this.#place = { program: place, uniforms: new Uniforms(gl, place) }
  }

  /** What is shown from now on; heard or not is set by `setOff`. */
  setLook(source: SpectrogramSource, look: SpectrogramLook, imageHeight: number): void {
    if (source !== this.#source) this.#forgetTiles(0)
    this.#source = source
    this.#frequencyView = look.frequencyView
    this.#tint.setLook(source, look, imageHeight)
    this.#version++
  }

  /** How far each component is off: 0 heard, 1 not heard. */
  setOff(off: Float32Array): void {
    if (this.#tint.setOff(off)) this.#version++
  }

  hasImage(address: TileAddress): boolean {
    return this.#tiles.get(keyOf(address))?.paintedVersion === this.#version
  }

  beginFrame(): void {
    this.#stale = []
  }

  /** Whether everything drawn since `beginFrame` has the look that was set. */
  get isComplete(): boolean {
    return this.#stale.length === 0
  }

  /** Draws a tile between two clip coordinates (−1 left, 1 right), from the centre of its column 0 to that of `endColumn`. */
  draw(
    address: TileAddress,
    loaded: LoadedTile,
    span: { clipFrom: number; clipTo: number; startColumn: number; endColumn: number }
  ): void {
    const gl = this.#gl
    if (!this.#isCurrent(address, loaded)) {
      this.#stale.push({ address, loaded })
      if (this.#isImmediate) {
        this.#startWork(this.#stale[0])
        this.#paintRows(Infinity)
      }
    }
    const painted = this.#tiles.get(keyOf(address))
    if (!painted?.image || !painted.paintedView || !this.#frequencyView) return
    this.#touch(address, painted)
    gl.useProgram(this.#place.program)
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, painted.image)
    gl.uniform1i(this.#place.uniforms.at('uImage'), 0)
    gl.uniform2f(this.#place.uniforms.at('uClip'), span.clipFrom, span.clipTo)
    const [from, to] = [span.startColumn, span.endColumn].map((column) => (column + 0.5) / imageColumns)
    gl.uniform2f(this.#place.uniforms.at('uImageRange'), from, to)
    const [bottom, top] = imageRows(painted.paintedView, this.#frequencyView)
    gl.uniform2f(this.#place.uniforms.at('uImageRows'), bottom, top)
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight)
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4)
  }

  /** Goes on colouring what was not complete in the last frame. */
  paintPiece(): void {
    const work = this.#work
    const isUnderWay = work?.version === this.#version && this.#stale.some(({ address }) => keyOf(address) === work.key)
    if (isUnderWay) this.#paintRows(this.#rowsPerPiece)
    else if (this.#stale.length > 0) this.#startWork(this.#stale[0])
  }

  /** Whether an image came to be whole with the last piece. */
  get hasFinishedImage(): boolean {
    return this.#work === null
  }

  /** Makes the pieces larger or smaller by how long the last one took. */
  pieceTook(milliseconds: number): void {
    if (milliseconds > pieceMilliseconds.most) this.#rowsPerPiece = Math.max(fewestRows, this.#rowsPerPiece >> 1)
    else if (milliseconds < pieceMilliseconds.least) this.#rowsPerPiece = Math.min(4096, this.#rowsPerPiece << 1)
  }

  /** Gives back what has not been drawn for longest. Call between frames only. */
  trim(): void {
    this.#forgetTiles(mostTiles)
  }

  #isCurrent(address: TileAddress, loaded: LoadedTile): boolean {
    const painted = this.#tiles.get(keyOf(address))
    if (painted?.paintedVersion !== this.#version || !(painted.hasNext || loaded.next === null)) return false
    return loaded.shares.every((shares, i) => shares === null || shares === painted.sharesOf[i])
  }

  /** Uploads what a tile needs, and gives it an image to be coloured. */
  #startWork({ address, loaded }: StaleTile): void {
    const gl = this.#gl
    const key = keyOf(address)
    this.#dropWork()
    const painted = this.#tiles.get(key) ?? createTile(gl, loaded.tile, this.#largestTexture)
    this.#touch(address, painted)
    if (loaded.next && !painted.hasNext) joinNext(gl, painted, loaded.next, this.#largestTexture)
    const hasNewShares = loaded.shares.some((shares, i) => shares !== painted.sharesOf[i])
    if (hasNewShares) setShares(gl, painted, loaded.shares, this.#largestTexture)
    this.#tint.prepare(address, painted)
    const height = this.#tint.imageHeight
    if (!this.#frequencyView) return
    if (painted.image && painted.paintedVersion === this.#version && !hasNewShares) {
      // Only the column has changed that the next tile gave.
      this.#tint.paint(painted, painted.image, {
        left: painted.columnCount,
        right: imageColumns,
        bottom: 0,
        top: height
      })
      this.#noteDone(key)
      return
    }
    const image = createTexture(gl, 'linear')
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, imageColumns, height)
    this.#work = { key, painted, image, height, version: this.#version, frequencyView: this.#frequencyView, row: 0 }
  }

  #paintRows(count: number): void {
    const work = this.#work
    if (!work) return
    const top = Math.min(work.height, work.row + count)
    this.#tint.paint(work.painted, work.image, { left: 0, right: imageColumns, bottom: work.row, top })
    work.row = top
    if (top < work.height) return
    this.#gl.deleteTexture(work.painted.image)
    work.painted.image = work.image
    work.painted.paintedVersion = work.version
    work.painted.paintedView = work.frequencyView
    this.#work = null
    this.#noteDone(work.key)
  }

  #noteDone(key: string): void {
    this.#stale = this.#stale.filter(({ address }) => keyOf(address) !== key)
  }

  #dropWork(): void {
    if (this.#work) this.#gl.deleteTexture(this.#work.image)
    this.#work = null
  }

  /** A Map keeps the order of insertion: the last used stand at its end. */
  #touch(address: TileAddress, painted: PaintedTile): void {
    const key = keyOf(address)
    this.#tiles.delete(key)
    this.#tiles.set(key, painted)
  }

  #forgetTiles(keep: number): void {
    if (keep === 0) this.#dropWork()
    for (const [key, painted] of this.#tiles) {
      if (this.#tiles.size <= keep) return
      this.#tiles.delete(key)
      for (const texture of [painted.levels, painted.activations, painted.shares, painted.image])
        this.#gl.deleteTexture(texture)
    }
  }
}

/**
 * Which rows of an image the lane's bottom and top edges lie at, 0 its lowest and 1 its highest: one that was made for another
 * part of the axis stands at its place until the new one is there. One of another axis is shown as it is for so long.
 */
export function imageRows(painted: FrequencyView, shown: FrequencyView): [bottom: number, top: number] {
  if (painted.scale !== shown.scale) return [0, 1]
  return [1 - hertzToPixels(shown.lowHertz, painted, 1), 1 - hertzToPixels(shown.highHertz, painted, 1)]
}
