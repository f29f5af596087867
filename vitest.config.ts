import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = { '@core': resolve(import.meta.dirname, 'src/core') }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // Modules here keep no state between tests; loading them anew for each file takes longer than the tests.
          isolate: false,
          globalSetup: 'test/support/kernel-setup.ts',
          // Some compute for seconds, and longer beside other work.
          testTimeout: 30_000,
          include: [
            'test/core/**/*.test.ts',
            'test/main/**/*.test.ts',
            'test/renderer/**/*.test.ts',
            'test/tools/**/*.test.ts'
          ]
        }
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
      },
      {
        resolve: { alias },
        test: {
          name: 'pictures',
          include: ['test/pictures/**/*.pictures.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false
        }
      },
      {
        resolve: { alias },
        test: {
          name: 'bench',
          include: ['bench/**/*.bench.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false
        }
      }
    ]
  }
})
