import { AppError } from '@core/errors'
import { emptyProject, type PaintedHint, type Project } from '@core/project/project'
import { parseProjectFile, projectVersion } from '@core/project/project-schema'
import { describe, expect, test } from 'vitest'
import { defaultParameters } from '@core/separation/parameters'
import { version1File } from '../../support/version-1-project'
import { edited, separatedProject } from './project-fixture'

const project = edited(
  separatedProject(3),
  {
    type: 'make-source',
    id: 'drums',
    name: 'Drums',
    componentIds: ['component-1'],
    // versions before 7 did not say
    isPlaced: false
  },
  {
    type: 'add-region',
    region: {
      id: 'region-1',
      startSample: 10,
      endSample: 20,
      target: { kind: 'strips', sourceIds: ['drums'], componentIds: ['component-2'] },
      effect: { kind: 'gain', gainDecibels: -6 }
    }
  },
  { type: 'cut-time', ranges: [{ startSample: 30, endSample: 40 }] }
)

const fileOf = (given: unknown) => ({
  version: projectVersion,
  audioStorage: { kind: 'embedded', entry: 'audio/take.wav' },
  project: given
})

function refusal(json: unknown): AppError {
  try {
    parseProjectFile(json)
  } catch (thrown) {
    return AppError.from(thrown)
  }
  throw new Error('was not refused')
}

test('a project comes back from JSON as it was', () => {
  for (const given of [project, emptyProject]) {
    const file = fileOf(given)
    expect(parseProjectFile(JSON.parse(JSON.stringify(file)))).toEqual(file)
  }
})

test('a newer version is refused by name, however its contents look', () => {
  for (const rest of [{}, fileOf(project), { project: 7 }]) {
    const { code, details } = refusal({ ...rest, version: projectVersion + 1 })
    expect(code).toBe('newer-project')
    expect(details).toEqual({ version: projectVersion + 1, supported: projectVersion })
  }
})

test.each([
  ['null', null],
  ['text', 'project'],
  ['a list', []],
  ['no version', { project }],
  ['version 0', { ...fileOf(project), version: 0 }],
  ['a version that is text', { ...fileOf(project), version: '1' }],
  ['no audio storage', { version: 1, project }],
  ['a storage it does not know', { ...fileOf(project), audioStorage: { kind: 'cloud' } }]
])('%s is not a project', (_name, json) => {
  const { code, details } = refusal(json)
  expect(code).toBe('not-a-project')
  expect(details['problem']).toBeTruthy()
})

describe('a project of version 1', () => {
  const sizes = { lengthSamples: 5000, byteLength: 10_044, binCount: 257, columnCount: 43 }
  const file = (): Record<string, unknown> =>
    JSON.parse(version1File({ name: 'take.wav', sha256: 'a'.repeat(64), ...sizes })) as Record<string, unknown>

  test('was separated by classical updates, and its costs are those of each iteration', () => {
    const { version, project } = parseProjectFile(file())
    expect(version).toBe(projectVersion)
    const { parameters, costs } = project.separation!
    const written = { componentCount: 2, beta: 0.5, iterationCount: 3, seed: 7, windowSamples: 512, hopSamples: 128 }
    expect(parameters).toEqual({ ...defaultParameters, ...written, updates: 'exact' })
    expect(costs).toEqual([0.5, 0.25, 0.2].map((cost, index) => ({ iteration: index + 1, cost })))
  })

  test('keeps what the person decided', () => {
    const { project, audioStorage } = parseProjectFile(file())
    expect(audioStorage).toEqual({ kind: 'embedded', entry: 'audio/take.wav' })
    const second = { name: 'Kick', gainDecibels: -3, isMuted: true, sourceId: 'source-1', colour: 'mint' }
    expect(project.components).toMatchObject([{ name: 'Component 1', sourceId: null }, second])
    expect(project.sources).toMatchObject([{ name: 'Drums', colour: 'sky' }])
  })

  test('needs no separation', () => {
    const empty = { ...(file()['project'] as Project), separation: null, components: [], sources: [] }
    expect(parseProjectFile({ ...file(), project: empty }).project.separation).toBeNull()
  })

  test.each([7, { parameters: {} }, { parameters: { componentCount: 'two' }, costs: [] }])(
    'is no project with the separation %j',
    (separation) => {
      const project = { ...(file()['project'] as Project), separation }
      expect(refusal({ ...file(), project }).code).toBe('not-a-project')
    }
  )
})

test('a project of version 3 has no regions, no cuts and no splits', () => {
  const { regions: _regions, cuts: _cuts, separation, ...others } = project
  const { splitCount: _splitCount, ...written } = separation!
  const { version, project: read } = parseProjectFile({
    ...fileOf({ ...others, separation: written }),
    version: 3
  })
  expect(version).toBe(projectVersion)
  expect(read).toEqual({ ...project, regions: [], cuts: [] })
  expect(refusal({ ...fileOf('text'), version: 3 }).code).toBe('not-a-project')
})

test('a separation of before there were joint iterations had none', () => {
  const { separation, ...rest } = project
  const { jointIterationCount: _jointIterationCount, ...parameters } = separation!.parameters
  const read = parseProjectFile(fileOf({ ...rest, separation: { ...separation, parameters } }))
  expect(read.project.separation!.parameters.jointIterationCount).toBe(0)
})

test('a separation of version 4 was one run', () => {
  const { separation } = project
  const { runCount: _runCount, ...parameters } = separation!.parameters
  const former = { ...fileOf({ ...project, separation: { ...separation!, parameters } }), version: 4 }
  expect(parseProjectFile(former)).toMatchObject({ version: projectVersion, project })
  expect(refusal({ ...fileOf('text'), version: 4 }).code).toBe('not-a-project')
})

test('a project of version 5 has nothing painted', () => {
  const { hints: _hints, ...written } = project
  expect(parseProjectFile({ ...fileOf(written), version: 5 })).toMatchObject({
    version: projectVersion,
    project: { ...project, hints: [] }
  })
  expect(refusal({ ...fileOf('text'), version: 5 }).code).toBe('not-a-project')
})

test('in a project of version 6 the program may move every component, and no two are linked', () => {
  const { links: _links, ...written } = project
  const components = project.components.map(({ isPlaced: _isPlaced, ...component }) => component)
  const { version, project: read } = parseProjectFile({ ...fileOf({ ...written, components }), version: 6 })
  expect(version).toBe(projectVersion)
  expect(read.links).toEqual([])
  expect(read.components.map(({ isPlaced }) => isPlaced)).toEqual([false, false, false])
  expect(refusal({ ...fileOf('text'), version: 6 }).code).toBe('not-a-project')
})

describe('a project is refused that', () => {
  const [first, second, third] = project.components
  const [region] = project.regions
  const change = (part: Partial<Project>) => fileOf({ ...project, ...part })
  const onNothing = { kind: 'strips', sourceIds: [], componentIds: [] } as const
  const hintOf = (id: string): PaintedHint => ({
    ...{ id, source: 'drums', sign: 'is' },
    area: { kind: 'box', startSeconds: 0, endSeconds: 1, lowHertz: 0, highHertz: 100 }
  })
  const cutOf = (startSample: number, endSample: number) => ({ startSample, endSample })
  test.each([
    ['lacks a component', change({ components: [first, second] })],
    ['has components out of order', change({ components: [second, first, third] })],
    ['has one component twice', change({ components: [first, { ...second, id: first.id }, third] })],
    ['has one source twice', change({ sources: [project.sources[0], project.sources[0]] })],
    ['names a source that is not there', change({ sources: [] })],
    ['has a fader beyond its range', change({ components: [{ ...first, gainDecibels: 13 }, second, third] })],
    ['has a region beyond the recording', change({ regions: [{ ...region, endSample: 100_001 }] })],
    ['has an empty region', change({ regions: [{ ...region, endSample: 10 }] })],
    ['has a region on nothing', change({ regions: [{ ...region, target: onNothing }] })],
    ['has one region twice', change({ regions: [region, region] })],
    ['has paint of no source', change({ hints: [{ ...hintOf('1'), source: 'nobody' }] })],
    ['links a component that is not there', change({ links: [{ kind: 'apart', pair: [first.id, 'nobody'] }] })],
    ['links a component with itself', change({ links: [{ kind: 'apart', pair: [first.id, first.id] }] })],
    ['has one hint twice', change({ hints: [hintOf('1'), hintOf('1')] })],
    ['has cuts that touch', change({ cuts: [cutOf(0, 10), cutOf(10, 20)] })],
    ['has cuts out of order', change({ cuts: [cutOf(30, 40), cutOf(10, 20)] })],
    ['has nothing left', change({ cuts: [cutOf(0, 100_000)] })],
    ['has cuts without a recording', fileOf({ ...emptyProject, cuts: [cutOf(0, 10)] })],
    ['has components without a separation', change({ separation: null })],
    ['has a fingerprint that is none', change({ audio: { ...project.audio!, sha256: 'abc' } })]
  ])('%s', (_name, json) => {
    expect(refusal(JSON.parse(JSON.stringify(json))).code).toBe('not-a-project')
  })
})
