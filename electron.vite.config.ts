import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname
const resolveCore = { alias: { '@core': resolve(root, 'src/core') } }

// SharedArrayBuffer needs a cross-origin isolated page; app:// sends the same two headers in the built app.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp'
}

export default defineConfig({
  main: {
    resolve: resolveCore,
    build: {
      rollupOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          'engine-process': resolve(root, 'src/main/engine/engine-process.ts'),
          'nmf-thread': resolve(root, 'src/main/engine/nmf-thread.ts'),
          cli: resolve(root, 'src/main/cli.ts'),
          evaluate: resolve(root, 'src/main/evaluate.ts')
        }
      }
    }
  },
  preload: {
    resolve: resolveCore,
    build: {
      // A sandboxed preload can require nothing but electron: everything else is bundled into the one file.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve(root, 'src/main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    resolve: resolveCore,
    plugins: [svelte()],
    server: { headers: isolation },
    worker: { format: 'es' },
    build: { rollupOptions: { input: resolve(root, 'src/renderer/index.html') } }
  }
})
