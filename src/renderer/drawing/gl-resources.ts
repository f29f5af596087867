/** Compiles and links; a shader that does not compile is a defect of ours and throws. */
export function createProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment]
  ] as const) {
    const shader = gl.createShader(type)
    if (!shader) continue
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const logs = (gl.getAttachedShaders(program) ?? []).map((shader) => gl.getShaderInfoLog(shader))
    throw new Error(`Shader program does not link: ${gl.getProgramInfoLog(program)} ${logs.join(' ')}`)
  }
  return program
}

/** Uniform locations by name, looked up once. */
export class Uniforms {
  readonly #locations = new Map<string, WebGLUniformLocation | null>()

  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly program: WebGLProgram
  ) {}

  at(name: string): WebGLUniformLocation | null {
    let location = this.#locations.get(name)
    if (location === undefined) {
      location = this.gl.getUniformLocation(this.program, name)
      this.#locations.set(name, location)
    }
    return location
  }
}

export type TextureFilter = 'nearest' | 'linear'

/** A texture that repeats nowhere, has no smaller copies of itself, and is left bound. */
export function createTexture(gl: WebGL2RenderingContext, filter: TextureFilter): WebGLTexture {
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  const kind = filter === 'linear' ? gl.LINEAR : gl.NEAREST
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, kind)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, kind)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  return texture
}

/** Puts a row-major matrix into a texture, one value a texel, for texelFetch. */
export function uploadMatrix(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  matrix: { readonly width: number; readonly height: number; readonly stride: number; readonly data: Float32Array }
): void {
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, matrix.stride)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, matrix.width, matrix.height, 0, gl.RED, gl.FLOAT, matrix.data)
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0)
}

export function isSoftwareRendered(gl: WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  return /swiftshader|llvmpipe|software|basic render/i.test(name)
}
