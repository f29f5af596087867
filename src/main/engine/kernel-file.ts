import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { AppError } from '@core/errors'
import { wasmBuilds, type WasmBuild } from '@core/kernels/wasm-kernel'

export interface CompiledKernel {
  readonly build: WasmBuild
  readonly module: WebAssembly.Module
}

/** Compiled once for the process: what was optimized while it ran stays with the module. */
let kept: Promise<CompiledKernel> | null = null

/**
 * The fastest kernel that this machine runs, compiled.
 *
 * @throws AppError 'unexpected' when there is none
 */
export function loadKernel(): Promise<CompiledKernel> {
  kept ??= compileKernel(findKernels()).catch((error: unknown) => {
    kept = null
    throw error
  })
  return kept
}

/**
 * @param folder where the files lie
 * @param builds those to choose from, the fastest first
 * @throws AppError 'unexpected'
 */
export async function compileKernel(folder: URL, builds = wasmBuilds): Promise<CompiledKernel> {
  for (const { build, fileName } of builds) {
    const bytes = await readKernel(new URL(fileName, folder))
    if (WebAssembly.validate(bytes)) return { build, module: await WebAssembly.compile(bytes) }
  }
  throw new AppError('unexpected', `this processor or runtime takes none of the kernels in ${folder.pathname}`)
}

async function readKernel(file: URL): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    throw new AppError('unexpected', `the kernel ${file.pathname} cannot be read`, {}, { cause: error })
  }
}

/** The bundler puts this module into out/main or a folder of chunks below it; tests run it in src. */
function findKernels(): URL {
  const folders = ['../', '../../', '../../../'].flatMap((above) => [`${above}kernels/`, `${above}out/kernels/`])
  const candidates = folders.map((folder) => new URL(folder, import.meta.url))
  const found = candidates.find((folder) => wasmBuilds.every(({ fileName }) => existsSync(new URL(fileName, folder))))
  if (!found) throw new AppError('unexpected', `the kernels are not near ${import.meta.url}: build the app first`)
  return found
}
