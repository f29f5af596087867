import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openedFileSchema } from '@core/contract/desktop'
import { applyEdit } from '@core/project/edits'
import { emptyProject } from '@core/project/project'
import { defaultParameters } from '@core/separation/parameters'
import { stftLayout } from '@core/spectral/stft-layout'
import { Grants } from '../../../src/main/documents/grants'
import { openDocument } from '../../../src/main/documents/open-document'
import { saveDocument } from '../../../src/main/documents/save-document'
import { int16Data, makeWav } from '../../support/make-audio'

const lengthSamples = 2000
const wav = makeWav({ channelCount: 2, data: int16Data(Array.from({ length: 2 * lengthSamples }, (_, i) => i % 999)) })
const { binCount, columnCount } = stftLayout(lengthSamples, 512, 128)
const parameters = {
  ...defaultParameters,
  componentCount: 2,
  windowSamples: 512,
  hopSamples: 128,
  isStereo: true
} as const
const factors = {
  W: Float32Array.from({ length: 2 * binCount }, (_, i) => i),
  H: Float32Array.from({ length: 2 * columnCount }, (_, i) => i),
  channelGains: Float32Array.of(0.25, 1, 1.75, 1)
}
const project = applyEdit(
  {
    ...emptyProject,
    audio: {
      name: 'take.wav',
      sampleRate: 44_100,
      channelCount: 2,
      lengthSamples,
      byteLength: wav.length,
      sha256: createHash('sha256').update(wav).digest('hex')
    }
  },
  {
    type: 'set-separation',
    separation: {
      id: 'a',
      parameters,
      binCount,
      columnCount,
      costs: [{ iteration: 1, cost: 0.5 }],
      seconds: 1,
      splitCount: 0
    }
  }
)

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unweave-documents-'))
  await writeFile(join(folder, 'take.wav'), wav)
  return () => rm(folder, { recursive: true })
})

describe('a document that is saved and opened again', () => {
  it('has the factors of a joint separation of its channels, as the page is given them', async () => {
    const grants = new Grants(() => undefined)
    const opened = await openDocument(join(folder, 'take.wav'), grants)
    const path = join(folder, 'take.unweave')
    await saveDocument(path, { project, factors, grant: opened.grant, isAudioEmbedded: true }, grants)
    const again = openedFileSchema.parse(await openDocument(path, grants))
    expect(again).toMatchObject({ kind: 'project', isAudioEmbedded: true })
    expect(again.kind === 'project' && again.factors).toEqual(factors)
    expect(again.kind === 'project' && again.project).toEqual(project)
  })
})
