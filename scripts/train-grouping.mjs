import { join } from 'node:path'
import { build } from 'vite'
import { buildKernels } from './build-kernels.mjs'
import { projectRoot } from './paths.mjs'
import { runForeground } from './run-foreground.mjs'

/*
 * `npm run train:grouping`: mixtures of which the sources are known, and the networks that learn from them what belongs together.
 * Needs Debian's fluidsynth, fluid-soundfont-gm, musescore-general-soundfont-small, espeak-ng, flite, flac and sonic-pi-samples.
 */

// Inside the project: what is not bundled is found in node_modules from there.
const outDir = join(projectRoot, '.cache', 'train-grouping')
await buildKernels()
await build({
  root: projectRoot,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: { '@core': join(projectRoot, 'src', 'core') } },
  build: {
    ssr: true,
    target: 'node20',
    outDir,
    emptyOutDir: true,
    rollupOptions: {
      input: { 'train-grouping': join(projectRoot, 'tools', 'grouping', 'train-grouping.ts') },
      output: { entryFileNames: '[name].mjs' }
    }
  }
})
const args = [join(outDir, 'train-grouping.mjs'), ...process.argv.slice(2)]
process.exitCode = (await runForeground(process.execPath, args, { cwd: process.env.INIT_CWD ?? process.cwd() })).code
