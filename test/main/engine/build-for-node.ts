import { mkdir, mkdtemp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

/**
 * Bundles entries of src/main as the app's build does, into a folder of the test's own, because Node cannot run TypeScript in
 * a thread or a process. Gives the folder, which the test removes.
 */
export async function buildForNode(entries: Readonly<Record<string, string>>): Promise<string> {
  // Two levels below the root, as out/main is: the command line finds package.json from there. A name of its own, for tests
  // that run side by side.
  await mkdir(join(root, '.cache'), { recursive: true })
  const outDir = await mkdtemp(join(root, '.cache', 'test-build-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@core': resolve(root, 'src/core') } },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([key, path]) => [key, resolve(root, path)])),
        output: { entryFileNames: '[name].js' }
      }
    }
  })
  return outDir
}
