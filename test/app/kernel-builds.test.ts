import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kernelFolder } from '../../scripts/build-kernels.mjs'
import { buildForNode } from '../main/engine/build-for-node'
import { launchApp, type RunningApp } from '../support/electron-app'
import { kernelCases } from '../support/kernel-cases'
import type { BuildComparison } from '../support/kernel-comparison-process'

/* Where the unit tests run there may be no relaxed SIMD; the app's engine has it. */

let folder: string
let running: RunningApp
let comparisons: BuildComparison[]

beforeAll(async () => {
  folder = await buildForNode({ comparison: 'test/support/kernel-comparison-process.ts' })
  running = await launchApp()
  comparisons = await running.app.evaluate(
    ({ utilityProcess }, [script, kernels]) =>
      new Promise<BuildComparison[]>((resolve, reject) => {
        const child = utilityProcess.fork(script!, [kernels!])
        child.once('message', resolve)
        child.once('exit', (code) => reject(new Error(`the comparison ended with code ${code}`)))
      }),
    [join(folder, 'comparison.js'), kernelFolder]
  )
})

afterAll(async () => {
  await running?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

describe('the kernels in the process of the engine', () => {
  test.each(['relaxed-fma', 'mul-add'])('the build %s is valid there and equals the reference', (build) => {
    const comparison = comparisons.find((each) => each.build === build)
    expect(comparison?.isValid).toBe(true)
    expect(comparison?.cases).toHaveLength(kernelCases.length)
    expect(comparison?.cases.filter(({ largestShare }) => !(largestShare < 1))).toEqual([])
  })
})
