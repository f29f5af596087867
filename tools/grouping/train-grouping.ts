import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { parseGroupingModel, writeGroupingModel, type GroupingModel } from '@core/grouping/grouping-model'
import { scoreFamilies } from './learning/family-score'
import { correlation, mean, scoreGrouping } from './learning/grouping-score'
import { details, groupingLayout, type Detail, type MeasuredMixture } from './learning/measured-mixture'
import { mixturePath, readMixture } from './learning/mixture-file'
import { trainingItem } from './learning/training-item'
import { makeMixtures, type MixtureOrder } from './make-mixtures'
import type { Split } from './mixture/players'
import { say } from './say'
import { joinedModels, trainGroupingModel } from './networks/train-networks'

const help = `npm run train:grouping -- [options]

Makes mixtures of which the sources are known, trains the networks of the learned grouping with them, checks these on mixtures of
other sounds, and writes the model that the app ships. Needs Debian's fluidsynth, fluid-soundfont-gm,
musescore-general-soundfont-small, espeak-ng, flite, flac and sonic-pi-samples.

  --folder FOLDER     where the mixtures are kept (default: unweave-mixtures in the system's temporary folder)
  --training N        mixtures to learn from (default: 480)
  --validation N      mixtures to check with (default: 60)
  --seed N            of the networks (default: 1)
  --minutes N         stops making mixtures after so many minutes, to be gone on with later
  --mixtures-only     makes mixtures and trains nothing
  --output FILE       (default: assets/grouping/model.json)
  --help              shows this`

const networkCount = 4

/** of a thread: mixtures to make, or networks to train */
type Order = MixtureOrder | TrainingOrder

interface TrainingOrder {
  readonly folder: string
  readonly count: number
  /** of the networks, one model each */
  readonly seeds: readonly number[]
}

if (isMainThread) await run()
else {
  const order = workerData as Order
  parentPort!.postMessage('seeds' in order ? trainShare(order) : await makeMixtures(order))
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: join(tmpdir(), 'unweave-mixtures') },
      training: { type: 'string', default: '480' },
      validation: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      'mixtures-only': { type: 'boolean', default: false },
      output: { type: 'string', default: join('assets', 'grouping', 'model.json') },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) return say(help)
  const counts = {
    training: wholeNumber('training', values.training),
    validation: wholeNumber('validation', values.validation)
  }
  const seed = wholeNumber('seed', values.seed)
  const deadline =
    values.minutes === undefined ? Infinity : Date.now() + 60_000 * wholeNumber('minutes', values.minutes)
  const folder = resolve(values.folder)
  for (const split of ['validation', 'training'] as const) {
    if (await makeOnAllCores({ folder, split, count: counts[split], deadline })) continue
    say('The time is over. The same command goes on from here.')
    return
  }
  if (values['mixtures-only']) return
  const model = await trainOnAllCores(folder, counts.training, seed)
  const { file, report } = check(folder, counts.validation, model)
  const output = resolve(values.output)
  mkdirSync(dirname(output), { recursive: true })
  const training = { mixtures: counts.training, validationMixtures: counts.validation, seed, networkCount, ...report }
  writeFileSync(output, `${JSON.stringify({ ...file, sha256: hashOf(file), training })}\n`)
  say(`Written: ${output}`)
}

/** @returns whether all mixtures are there */
async function makeOnAllCores(order: Omit<MixtureOrder, 'share'>): Promise<boolean> {
  const of = availableParallelism()
  const orders = Array.from({ length: of }, (_, index) => ({ ...order, share: { index, of } }))
  return (await Promise.all(orders.map(inThread<boolean>))).every((isDone) => isDone)
}

/** The networks are the same however many threads share them. */
async function trainOnAllCores(folder: string, count: number, seed: number): Promise<GroupingModel> {
  const seeds = Array.from({ length: networkCount }, (_, index) => seed + index)
  const perThread = Math.ceil(networkCount / availableParallelism())
  const orders = Array.from({ length: Math.ceil(networkCount / perThread) }, (_, thread): TrainingOrder => {
    return { folder, count, seeds: seeds.slice(thread * perThread, (thread + 1) * perThread) }
  })
  return joinedModels(await Promise.all(orders.map(inThread<GroupingModel>)))
}

async function inThread<R>(order: Order): Promise<R> {
  const [result] = (await once(new Worker(new URL(import.meta.url), { workerData: order }), 'message')) as [R]
  return result
}

function trainShare({ folder, count, seeds }: TrainingOrder): GroupingModel {
  const mixtures = details.flatMap((detail) => mixturesOf(folder, { split: 'training', detail, count }))
  const items = mixtures.map(trainingItem)
  say(`Training with ${items.length} separations of ${count} mixtures: networks ${seeds.join(', ')}`)
  return joinedModels(
    seeds.map((seed) =>
      trainGroupingModel(items, {
        seed,
        onEpoch: (kind, epoch, loss) => say(`${kind} ${seed}, epoch ${epoch + 1}: loss ${loss.toFixed(4)}`)
      })
    )
  )
}

/** Measures what the app will read: a model with rounded weights. */
function check(folder: string, count: number, trained: GroupingModel) {
  const file = writeGroupingModel(trained)
  const model = parseGroupingModel(JSON.parse(JSON.stringify(file)))
  const report = Object.fromEntries(
    details.map((detail) => [detail, score(mixturesOf(folder, { split: 'validation', detail, count }), model)])
  )
  say(`Validation, mean SI-SDR in dB: ${JSON.stringify(report)}`)
  return { file, report }
}

function score(mixtures: readonly MeasuredMixture[], model: GroupingModel) {
  const scores = mixtures.flatMap(({ gram, ...mixture }) =>
    gram ? [{ kind: mixture.kind, ...scoreGrouping({ ...mixture, gram }, { model, layout: groupingLayout }) }] : []
  )
  const rounded = (value: number) => Number(value.toFixed(3))
  const meanOf = (of: 'learned' | 'recipe' | 'oracle', among = scores) => rounded(mean(among.map((one) => one[of])))
  for (const kind of [...new Set(scores.map((one) => one.kind))].sort()) {
    const among = scores.filter((one) => one.kind === kind)
    const means = (['learned', 'recipe', 'oracle'] as const).map((of) => `${of} ${meanOf(of, among).toFixed(2)}`)
    say(`${kind} (${among.length}): ${means.join(', ')} dB`)
  }
  const { sourceCount, right, amongThree, widerRight } = scoreFamilies(mixtures, model.families)
  return {
    learnedSiSdr: meanOf('learned'),
    recipeSiSdr: meanOf('recipe'),
    oracleSiSdr: meanOf('oracle'),
    confidenceCorrelation: rounded(
      correlation(
        scores.map(({ confidence }) => confidence),
        scores.map(({ learned }) => learned)
      )
    ),
    familyRight: rounded(right / sourceCount),
    familyAmongThree: rounded(amongThree / sourceCount),
    widerRight: rounded(widerRight / sourceCount)
  }
}

function mixturesOf(
  folder: string,
  { split, detail, count }: { readonly split: Split; readonly detail: Detail; readonly count: number }
): MeasuredMixture[] {
  return Array.from({ length: count }, (_, index) =>
    readMixture(mixturePath(folder, { split, seed: index + 1, detail }))
  ).filter((mixture) => mixture !== null)
}

/** Of everything that the networks compute with. */
function hashOf(file: ReturnType<typeof writeGroupingModel>): string {
  return createHash('sha256').update(JSON.stringify(file)).digest('hex')
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text)
  throw new Error(`--${name} takes a whole number above 0, not “${text}”`)
}
