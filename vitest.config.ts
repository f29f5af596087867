import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@core': resolve(import.meta.dirname, 'src/core') }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', include: ['test/core/**/*.test.ts', 'test/main/**/*.test.ts', 'test/renderer/**/*.test.ts'] }
      },
      {
        resolve: { alias },
        test: {
          name: 'app',
          include: ['test/app/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Audio runs in real time: two windows at once on a small machine would starve each other.
          fileParallelism: false
        }
      }
    ]
  }
})
