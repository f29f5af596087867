import { sourceColour } from '@core/project/source-colours'
import { lagCountOf, type Factors } from '@core/separation/factors'
import { activationsUnderTile } from './component-shares'
import { hertzToAxis } from './frequency-axis'
import { createProgram, createTexture, Uniforms, uploadMatrix } from './gl-resources'
import { coverVertex, tintFragment } from './spectrogram-shaders'
import type { SpectrogramLook } from './spectrogram-scene'
import type { SpectrogramSource } from './spectrogram-source'
import type { TileAddress } from './spectrogram-tiles'
import { createMagma, imageColumns, type PaintedTile } from './tile-textures'

/** A part of an image; rows count from the lowest frequency up. */
export interface ImageArea {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

/** Pass 1: colours a tile's levels into an image, by the look that was set. */
export class TileTint {
  readonly #gl: WebGL2RenderingContext
  readonly #program: WebGLProgram
  readonly #uniforms: Uniforms
  readonly #templates: WebGLTexture
  readonly #components: WebGLTexture
  readonly #magma: WebGLTexture
  readonly #framebuffer: WebGLFramebuffer
  readonly #largestTexture: number
  #source: SpectrogramSource | null = null
  #look: SpectrogramLook | null = null
  #factors: Factors | null = null
  #imageHeight = 1

  constructor(gl: WebGL2RenderingContext, largestTexture: number) {
    this.#gl = gl
    this.#program = createProgram(gl, coverVertex, tintFragment)
    this.#uniforms = new Uniforms(gl, this.#program)
    this.#templates = createTexture(gl, 'nearest')
    this.#components = createTexture(gl, 'nearest')
    this.#magma = createMagma(gl)
    this.#framebuffer = gl.createFramebuffer()
    this.#largestTexture = largestTexture
  }

  get imageHeight(): number {
    return this.#imageHeight
  }

  setLook(source: SpectrogramSource, look: SpectrogramLook, imageHeight: number): void {
    this.#source = source
    this.#look = look
    this.#imageHeight = Math.min(imageHeight, this.#largestTexture)
    const factors = look.mode === 'sources' ? (look.separation?.factors ?? null) : null
    if (factors && factors !== this.#factors) {
      const width = Math.min(factors.binCount, this.#largestTexture)
      const height = this.#rowCount(factors)
      const matrix = { width, height, stride: factors.binCount, data: factors.W }
      uploadMatrix(this.#gl, this.#templates, matrix)
    }
    this.#factors = factors
  }

  /** How far each component is off: 0 heard, 1 not heard. Returns whether the look shows it. */
  setOff(off: Float32Array): boolean {
    const gl = this.#gl
    const look = this.#look
    if (!look || !this.#factors) return false
    const { rank } = this.#factors
    const texels = new Float32Array(4 * rank)
    for (let k = 0; k < rank; k++) {
      texels.set(sourceColour(look.separation?.colours[k] ?? null, look.theme).oklab, 4 * k)
      texels[4 * k + 3] = off[k] ?? 0
    }
    gl.bindTexture(gl.TEXTURE_2D, this.#components)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, rank, 1, 0, gl.RGBA, gl.FLOAT, texels)
    return true
  }

  /** Puts the activations under a tile beside its levels, where the look needs them. */
  prepare(address: TileAddress, painted: PaintedTile): void {
    const separation = this.#look?.separation
    if (!this.#factors || !this.#source || !separation || painted.activationsOf === this.#factors) return
    const data = activationsUnderTile(separation, this.#source, address)
    const matrix = { width: imageColumns, height: this.#rowCount(this.#factors), stride: imageColumns, data }
    uploadMatrix(this.#gl, painted.activations, matrix)
    painted.activationsOf = this.#factors
  }

  /** Columns of templates: what small graphics systems have no rows for is left out. */
  #rowCount(factors: Factors): number {
    return Math.min(factors.rank * lagCountOf(factors), this.#largestTexture)
  }

  /** Colours a part of an image of `imageHeight` rows. */
  paint(painted: PaintedTile, image: WebGLTexture, area: ImageArea): void {
    const [gl, source, look] = [this.#gl, this.#source, this.#look]
    if (!source || !look) return
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, image, 0)
    gl.viewport(0, 0, imageColumns, this.#imageHeight)
    gl.enable(gl.SCISSOR_TEST)
    gl.scissor(area.left, area.bottom, area.right - area.left, area.top - area.bottom)
    gl.useProgram(this.#program)
    this.#setUniforms(source, look)
    const hasShares = this.#factors?.model.kind === 'medians' && painted.sharesOf[0] !== null
    gl.uniform1i(this.#uniforms.at('uHasShares'), hasShares ? 1 : 0)
    const shares = painted.shares ?? painted.levels
    const textures = [painted.levels, this.#templates, painted.activations, this.#components, this.#magma, shares]
    textures.forEach((texture, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit)
      gl.bindTexture(gl.TEXTURE_2D, texture)
    })
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4)
    gl.disable(gl.SCISSOR_TEST)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.activeTexture(gl.TEXTURE0)
  }

  #setUniforms(source: SpectrogramSource, look: SpectrogramLook): void {
    const gl = this.#gl
    const uniforms = this.#uniforms
    const samplers = ['uLevels', 'uTemplates', 'uActivations', 'uComponents', 'uMagma', 'uShares']
    samplers.forEach((name, unit) => gl.uniform1i(uniforms.at(name), unit))
    const modes = { sources: this.#factors ? 0 : 2, magma: 1, level: 2 }
    gl.uniform1i(uniforms.at('uMode'), modes[look.mode])
    gl.uniform1i(uniforms.at('uRows'), this.#factors ? this.#rowCount(this.#factors) : 0)
    gl.uniform1i(uniforms.at('uLagCount'), this.#factors ? lagCountOf(this.#factors) : 1)
    gl.uniform1i(uniforms.at('uIsLight'), look.theme === 'light' ? 1 : 0)
    gl.uniform2f(uniforms.at('uDecibels'), look.decibelRange.low, look.decibelRange.high)
    const { lowHertz, highHertz, scale } = look.frequencyView
    gl.uniform1i(uniforms.at('uScale'), { log: 0, mel: 1, linear: 2 }[scale])
    gl.uniform2f(uniforms.at('uAxis'), hertzToAxis(lowHertz, scale), hertzToAxis(highHertz, scale))
    gl.uniform1f(uniforms.at('uBinsPerHertz'), (source.binCount - 1) / (source.sampleRate / 2))
    const templateBins = (this.#factors?.binCount ?? source.binCount) - 1
    gl.uniform1f(uniforms.at('uTemplateBinsPerBin'), templateBins / (source.binCount - 1))
    gl.uniform1f(uniforms.at('uHeight'), this.#imageHeight)
    gl.uniform3fv(uniforms.at('uNeutral'), sourceColour(null, look.theme).oklab)
  }
}
