import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readNpy } from '@core/audio/npy'
import type { SeparationResult } from '@core/contract/engine'
import { defaultParameters } from '@core/separation/parameters'
import { factorOutput, refuseOtherFactors, writeFactors } from '../../../src/main/cli/factor-output'

const W = Float32Array.from({ length: 2 * 257 }, (_, i) => i)
const H = Float32Array.from({ length: 2 * 10 }, (_, i) => i)
const channelGains = Float32Array.of(1, 0.5, 1, 1.5)

function separation(model: SeparationResult['factors']['model']): SeparationResult {
  return {
    separationId: 'a',
    parameters: { ...defaultParameters, componentCount: 2, windowSamples: 512, hopSamples: 128 },
    costs: [],
    seconds: 0,
    build: null,
    factors: { rank: 2, binCount: 257, columnCount: 10, model, W, H }
  }
}
const joint = factorOutput(separation({ kind: 'stereo', channelGains }))
const plain = factorOutput(separation({ kind: 'product' }))

let folder = ''
beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'unweave-factors-'))
  folder = join(parent, 'new', 'factors')
  return () => rm(parent, { recursive: true })
})

describe('saved factors', () => {
  it('are arrays that NumPy reads, in a folder that is made for them', async () => {
    await writeFactors(folder, joint)
    const array = async (name: string) => readNpy(await readFile(join(folder, name)))
    expect(await array('W.npy')).toEqual({ data: W, shape: [257, 2], fortranOrder: true })
    expect(await array('H.npy')).toEqual({ data: H, shape: [2, 10], fortranOrder: false })
    expect(await array('channel-gains.npy')).toEqual({ data: channelGains, shape: [2, 2], fortranOrder: false })
  })

  it('are no conflict where the same ones lie, and are not written over others', async () => {
    await writeFactors(folder, plain)
    await expect(refuseOtherFactors(folder, plain)).resolves.toBeUndefined()
    await writeFile(join(folder, 'H.npy'), 'something else')
    await expect(refuseOtherFactors(folder, plain)).rejects.toMatchObject({ details: { existing: 'H.npy' } })
  })

  it('leave no gains behind that belong to other templates', async () => {
    await writeFactors(folder, joint)
    const refused = { code: 'file-unwritable', details: { existing: 'channel-gains.npy' } }
    await expect(refuseOtherFactors(folder, plain)).rejects.toMatchObject(refused)
    await writeFactors(folder, plain)
    expect((await readdir(folder)).sort()).toEqual(['H.npy', 'W.npy'])
  })

  it('say which folder cannot be made', async () => {
    await writeFile(join(folder, '..', '..', 'file'), '')
    const impossible = join(folder, '..', '..', 'file', 'factors')
    await expect(writeFactors(impossible, plain)).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { reason: 'ENOTDIR' }
    })
  })
})
