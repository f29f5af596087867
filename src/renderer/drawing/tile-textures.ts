import { interpolateMagma } from 'd3-scale-chromatic'
import { tileColumns, type SpectrogramTile } from '@core/spectral/spectrogram-tile'
import type { FrequencyView } from './frequency-axis'
import { createTexture } from './gl-resources'
import { parseHex } from '@core/math/oklab'
import type { Factors } from '@core/separation/factors'
import type { ShareTile } from '@core/separation/share-tile'

/** A tile's columns and the next tile's first, so that images meet in the middle of two columns without a seam. */
export const imageColumns = tileColumns + 1

/** A tile on the graphics system: its levels, the activations under it, and the image made of them. */
export interface PaintedTile {
  readonly levels: WebGLTexture
  readonly activations: WebGLTexture
  /** null until it was coloured once */
  image: WebGLTexture | null
  readonly columnCount: number
  /** component 0's share of each bin; null until there was one */
  shares: WebGLTexture | null
  /** the tile, and the next, of which `shares` is */
  sharesOf: readonly [ShareTile | null, ShareTile | null]
  activationsOf: Factors | null
  hasNext: boolean
  paintedVersion: number
  /** what the image shows from its lowest row to its highest; null until it was coloured once */
  paintedView: FrequencyView | null
}

/** Uploads a tile's levels; its last column stands in for the next tile's first until that is there. */
export function createTile(gl: WebGL2RenderingContext, tile: SpectrogramTile, largestTexture: number): PaintedTile {
  const levels = createTexture(gl, 'nearest')
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, Math.min(tile.binCount, largestTexture), imageColumns)
  uploadTile(gl, levels, tile.decibels, tile, largestTexture)
  return {
    levels,
    activations: createTexture(gl, 'nearest'),
    image: null,
    columnCount: tile.columnCount,
    shares: null,
    sharesOf: [null, null],
    activationsOf: null,
    hasNext: false,
    paintedVersion: -1,
    paintedView: null
  }
}

/** Puts the next tile's first column behind a tile's last; that column of its image has to be coloured again. */
export function joinNext(
  gl: WebGL2RenderingContext,
  painted: PaintedTile,
  next: SpectrogramTile,
  largestTexture: number
): void {
  const column = { at: painted.columnCount, from: 0, count: 1, binCount: next.binCount, largestTexture }
  uploadColumns(gl, painted.levels, next.decibels, column)
  painted.hasNext = true
}

/** Puts shares beside a tile's levels; their last column stands in for the next tile's first until that is there. */
export function setShares(
  gl: WebGL2RenderingContext,
  painted: PaintedTile,
  [shares, next]: readonly [ShareTile | null, ShareTile | null],
  largestTexture: number
): void {
  painted.sharesOf = [shares, next]
  if (shares === null) return
  if (painted.shares === null) {
    painted.shares = createTexture(gl, 'nearest')
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, Math.min(shares.binCount, largestTexture), imageColumns)
  }
  uploadTile(gl, painted.shares, shares.shares, shares, largestTexture)
  if (next === null) return
  const column = { at: shares.columnCount, from: 0, count: 1, binCount: next.binCount, largestTexture }
  uploadColumns(gl, painted.shares, next.shares, column)
}

/** All columns of a tile, and the last one once more behind it. */
function uploadTile(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  values: Uint8Array,
  { columnCount, binCount }: { readonly columnCount: number; readonly binCount: number },
  largestTexture: number
): void {
  uploadColumns(gl, texture, values, { at: 0, from: 0, count: columnCount, binCount, largestTexture })
  uploadColumns(gl, texture, values, { at: columnCount, from: columnCount - 1, count: 1, binCount, largestTexture })
}

function uploadColumns(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  values: Uint8Array,
  columns: { at: number; from: number; count: number; binCount: number; largestTexture: number }
): void {
  const { binCount } = columns
  // The longest window has one bin more than small graphics systems have texels; it lies above what is shown.
  const width = Math.min(binCount, columns.largestTexture)
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, binCount)
  const bytes = values.subarray(columns.from * binCount)
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, columns.at, width, columns.count, gl.RED, gl.UNSIGNED_BYTE, bytes)
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0)
}

export function createMagma(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = createTexture(gl, 'nearest')
  const texels = new Uint8Array(256 * 4)
  for (let i = 0; i < 256; i++) {
    texels.set([...parseHex(interpolateMagma(i / 255)).map((part) => Math.round(part * 255)), 255], 4 * i)
  }
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels)
  return texture
}
