import { AppError } from '@core/errors'
import { emptyProject, type Project } from '@core/project/project'
import { parseProjectFile, projectVersion } from '@core/project/project-schema'
import { describe, expect, test } from 'vitest'
import { edited, separatedProject } from './project-fixture'

const project = edited(separatedProject(3), {
  type: 'make-source',
  id: 'drums',
  name: 'Drums',
  componentIds: ['component-1']
})

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

describe('a project is refused that', () => {
  const [first, second, third] = project.components
  const change = (part: Partial<Project>) => fileOf({ ...project, ...part })
  test.each([
    ['lacks a component', change({ components: [first, second] })],
    ['has components out of order', change({ components: [second, first, third] })],
    ['has one component twice', change({ components: [first, { ...second, id: first.id }, third] })],
    ['has one source twice', change({ sources: [project.sources[0], project.sources[0]] })],
    ['names a source that is not there', change({ sources: [] })],
    ['has a fader beyond its range', change({ components: [{ ...first, gainDecibels: 13 }, second, third] })],
    ['has components without a separation', change({ separation: null })],
    ['has a fingerprint that is none', change({ audio: { ...project.audio!, sha256: 'abc' } })]
  ])('%s', (_name, json) => {
    expect(refusal(JSON.parse(JSON.stringify(json))).code).toBe('not-a-project')
  })
})
