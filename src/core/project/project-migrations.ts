import { z } from 'zod'
import { defaultParameters } from '../separation/parameters'

type ProjectJson = Record<string, unknown>

/** Version 1 knew classical NMF only, and a cost after each iteration. */
function fromVersion1(file: ProjectJson): ProjectJson {
  const separation = z
    .looseObject({ parameters: z.looseObject({}), costs: z.array(z.number()) })
    .safeParse(z.looseObject({ separation: z.unknown() }).safeParse(file.project).data?.separation).data
  if (separation === undefined) return file
  const parameters = { ...defaultParameters, updates: 'exact', ...separation.parameters }
  const costs = separation.costs.map((cost, index) => ({ iteration: index + 1, cost }))
  return { ...file, project: { ...(file.project as ProjectJson), separation: { ...separation, parameters, costs } } }
}

/** Version 2 knew no merged components. */
function fromVersion2(file: ProjectJson): ProjectJson {
  const project = z.looseObject({ components: z.array(z.looseObject({})) }).safeParse(file.project).data
  if (project === undefined) return file
  const components = project.components.map((component) => ({ ...component, mergedInto: null }))
  return { ...file, project: { ...project, components } }
}

/** Up to version 3 nothing could be changed over a stretch of time, and no component be split. */
function fromVersion3(file: ProjectJson): ProjectJson {
  const project = z.looseObject({ separation: z.looseObject({}).nullish() }).safeParse(file.project).data
  if (project === undefined) return file
  const separation = project.separation == null ? project.separation : { ...project.separation, splitCount: 0 }
  return { ...file, project: { ...project, separation, regions: [], cuts: [] } }
}

/** Up to version 4 a separation was one run. */
function fromVersion4(file: ProjectJson): ProjectJson {
  const project = z
    .looseObject({ separation: z.looseObject({ parameters: z.looseObject({}) }).nullish() })
    .safeParse(file.project).data
  if (project?.separation == null) return file
  const { separation } = project
  const parameters = { ...separation.parameters, runCount: 1 }
  return { ...file, project: { ...project, separation: { ...separation, parameters } } }
}

/** Up to version 5 nothing was painted. */
function fromVersion5(file: ProjectJson): ProjectJson {
  const project = z.looseObject({}).safeParse(file.project).data
  return project === undefined ? file : { ...file, project: { ...project, hints: [] } }
}

/** Up to version 6 what a person said of components and pairs of them was forgotten when the program was closed. */
function fromVersion6(file: ProjectJson): ProjectJson {
  const project = z.looseObject({ components: z.array(z.looseObject({})) }).safeParse(file.project).data
  if (project === undefined) return file
  const components = project.components.map((component) => ({ ...component, isPlaced: false }))
  return { ...file, project: { ...project, components, links: [] } }
}

/** Each entry turns version n of project.json into n + 1; what it cannot read it leaves to the schema to refuse. */
export const migrations: Readonly<Record<number, (file: ProjectJson) => ProjectJson>> = {
  1: fromVersion1,
  2: fromVersion2,
  3: fromVersion3,
  4: fromVersion4,
  5: fromVersion5,
  6: fromVersion6
}
