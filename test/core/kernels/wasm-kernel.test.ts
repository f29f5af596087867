import { describe, expect, test } from 'vitest'
import { wasmBuilds } from '@core/kernels/wasm-kernel'
import { kernelFolder } from '../../../scripts/build-kernels.mjs'
import { kernelCases } from '../../support/kernel-cases'
import { compareWithReference, loadKernel, wasmKernel } from '../../support/kernel-comparison'
import { layOut } from '../../support/kernel-memory'

describe.each(wasmBuilds)('the build $build', async ({ build }) => {
  const module = await loadKernel(kernelFolder, build)

  // Node 20 knows no relaxed SIMD: kernel-builds.test.ts does the same inside Electron, which does.
  describe.skipIf(module === null)('where WebAssembly validates it', () => {
    test.each(kernelCases)('equals the reference: $name', ({ problem, exponent }) => {
      const differences = compareWithReference(module!, build, problem, exponent)
      expect(differences.length).toBeGreaterThan(0)
      expect(differences.filter(({ share }) => !(share < 1))).toEqual([])
    })

    test.each([0, 1, 2])('finds no divergence at all in silence and padding, β = %s', (beta) => {
      const problem = { bins: 13, columns: 5, rank: 3, beta, hasWeights: false, slotCount: 1, seed: 1 }
      const laidOut = layOut(problem)
      const { rows } = laidOut.shape
      // W as after a start, V and H all 0: the model is its floor everywhere.
      new Float32Array(laidOut.memory.buffer, laidOut.arrays.W, rows * laidOut.shape.paddedRank).fill(0.1)
      const all = { first: 0, end: laidOut.columns, heightUpdates: 1, exponent: 1, measures: true, slot: null }
      expect(wasmKernel(module!, build, laidOut).sweep({ ...all, mode: 'measure' })).toBe(0)
    })

    test('leaves the memory alone when it is instantiated', async () => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
      new Uint8Array(memory.buffer).fill(7)
      await WebAssembly.instantiate(module!, { env: { memory } })
      expect(new Uint8Array(memory.buffer).every((byte) => byte === 7)).toBe(true)
    })
  })
})
