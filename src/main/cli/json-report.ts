import { join } from 'node:path'
import { describeWarning } from '@core/contract/warning-sentences'
import type { SeparationResult } from '@core/contract/engine'
import { describeComponent, descriptionText } from '@core/grouping/component-description'
import { componentPicture } from '@core/grouping/component-picture'
import { componentFeatureNames } from '@core/grouping/feature-names'
import type { GroupingProposals } from '@core/grouping/proposal'
import { methodParameters } from '@core/separation/applicable-parameters'
import type { SeparationParameters } from '@core/separation/parameters'
import { factorFileNames } from '../files/factor-files'
import type { SeparateOptions } from './arguments'
import { componentPan } from './component-pan'
import type { JobResult } from './job'

/** The result as plain data for `--json`. Components are numbered from 1, as the editor shows them. */
export function jsonReport(options: SeparateOptions, job: JobResult): Readonly<Record<string, unknown>> {
  const { clip, separation, proposal, stems, exported, factors } = job
  return {
    input: {
      path: options.inputPath,
      format: clip.format,
      sampleRate: clip.sampleRate,
      channels: clip.channelCount,
      lengthSamples: clip.lengthSamples,
      durationSeconds: clip.lengthSamples / clip.sampleRate,
      sha256: clip.sha256
    },
    parameters: {
      ...reportParameters(separation.parameters),
      fixedTemplates: options.fixedTemplatesPath,
      warm: options.warmProjectPath,
      sources: job.sources.length,
      format: options.format,
      maskExponent: options.maskExponent,
      wiener: options.isWiener
    },
    proposal: proposal && {
      components: proposal.proposedCount,
      used: proposal.usedCount,
      shares: proposal.shares,
      seconds: proposal.seconds
    },
    grouping: job.grouping && { ...groupingJson(job.grouping), components: componentsJson(job, job.grouping) },
    examples: job.examples,
    hints: job.hints && {
      ...job.hints,
      relabelled: job.hints.relabelled.map(({ componentIndex, source }) => ({
        component: componentIndex + 1,
        source: source < 0 ? null : job.sources[source]!.name
      }))
    },
    exportSeconds: exported.seconds,
    cost: separation.costs.at(-1)?.cost ?? null,
    costs: separation.costs,
    seconds: separation.seconds,
    build: separation.build,
    channelGains: reportGains(separation),
    files: exported.files.map((file, index) => ({
      path: join(options.outFolder, file.fileName),
      name: stems[index]!.name,
      components: stems[index]!.componentIndices.map((component) => component + 1),
      peakDecibels: file.peakDecibels,
      clippedSamples: file.clippedSamples
    })),
    nullTest: exported.nullTest,
    project: options.projectPath,
    picture: options.picturePath,
    factors: factors && {
      W: join(options.factorsFolder!, factorFileNames.W),
      H: join(options.factorsFolder!, factorFileNames.H),
      channelGains:
        factors.get(factorFileNames.channelGains) === null
          ? null
          : join(options.factorsFolder!, factorFileNames.channelGains)
    },
    warnings: clip.warnings.map((warning) => ({
      ...warning,
      message: describeWarning(warning, clip.name, clip.sampleRate)
    }))
  }
}

/** What was proposed, components and groups numbered from 1, each component in the order of the templates. */
function groupingJson({ sourceCount, estimatedCount, proposals, previews, questions }: GroupingProposals) {
  const fromOne = (numbers: readonly number[]): number[] => numbers.map((number) => number + 1)
  return {
    sources: sourceCount,
    estimatedSources: estimatedCount,
    proposals: proposals.map(({ kind, groups, margins, seconds, likeness, descriptions, confidence, verdict }) => ({
      kind,
      confidence,
      verdict,
      groups: fromOne(groups),
      margins,
      secondGroups: fromOne(seconds),
      likeness,
      descriptions
    })),
    previews: { groups: fromOne(previews.groups), descriptions: previews.descriptions },
    questions: fromOne(questions)
  }
}

/** What each component is called, and the features that it is grouped by. */
function componentsJson({ clip, separation }: JobResult, { features }: GroupingProposals) {
  const { factors, parameters } = separation
  const layout = { ...parameters, sampleRate: clip.sampleRate }
  return features.map((values, index) => ({
    component: index + 1,
    name: descriptionText(describeComponent(componentPicture(factors, [index]), layout)),
    features: Object.fromEntries(componentFeatureNames.map((name, at) => [name, values[at]]))
  }))
}

/** Only what the method goes by, by the names of the options. */
function reportParameters(parameters: SeparationParameters): Record<string, unknown> {
  const { method, windowSamples, hopSamples } = parameters
  const named = methodParameters[method].map((name) => [reportedNames[name], parameters[name]] as const)
  return { method, ...Object.fromEntries(named), window: windowSamples, hop: hopSamples }
}

const reportedNames = {
  componentCount: 'components',
  beta: 'divergence',
  iterationCount: 'iterations',
  tolerance: 'tolerance',
  updates: 'updates',
  initialisation: 'init',
  startCount: 'starts',
  runCount: 'runs',
  seed: 'seed',
  isStereo: 'stereo',
  continuity: 'continuity',
  sparsity: 'sparsity',
  templateColumns: 'templateColumns',
  learn: 'learn',
  givenTemplateCount: 'fixedTemplateCount',
  jointIterationCount: 'jointIterations'
} as const satisfies Record<(typeof methodParameters)[keyof typeof methodParameters][number], string>

/** For each component its gain in each channel, 1 on the average, and for two channels where it stands between them. */
function reportGains({ factors }: SeparationResult): unknown {
  const { model, rank } = factors
  if (model.kind !== 'stereo') return null
  const channelCount = model.channelGains.length / rank
  return Array.from({ length: rank }, (_, k) => {
    const gains = Array.from({ length: channelCount }, (_, channel) => model.channelGains[channel * rank + k]!)
    return { component: k + 1, gains, pan: channelCount === 2 ? componentPan(model.channelGains, rank, k) : null }
  })
}
