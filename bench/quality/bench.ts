import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPlanRunner } from './factorize-alone'
import { createGrouper } from './grouper'
import { openItem } from './item'
import { measureItem, type Measured } from './measure-item'

/*
 * Measures all items with all seeds, one after the other; what is done is kept in a folder and not done again by the same code.
 * Argument: what to do, as JSON. Prints a line for each as it is done; ends with code 3 when the time was up before all were.
 */

interface Task {
  readonly folder: string
  readonly seeds: number
  readonly minutes: number
  readonly model: string | null
  readonly kept: string
  readonly output: string
}

const task = JSON.parse(process.argv[2]!) as Task
const startTime = performance.now()
const code = createHash('sha256')
  .update(readFileSync(new URL(import.meta.url)))
  .update(task.model === null ? '' : readFileSync(task.model))
  .digest('hex')
const names = readdirSync(task.folder)
  .filter((name) => existsSync(join(task.folder, name, 'item.json')))
  .sort()
if (names.length === 0) {
  console.error(`There are no items in ${task.folder}: an item is a folder with mix.flac, stems and item.json.`)
  process.exit(1)
}
const grouper = createGrouper(task.model)
mkdirSync(task.kept, { recursive: true })
const results: (Measured & { item: string; seed: number })[] = []
const run = await createPlanRunner()
for (const name of names) {
  for (let seed = 1; seed <= task.seeds; seed++) {
    const key = createHash('sha256').update(`${code} ${grouper.name} ${task.folder} ${name} ${seed}`).digest('hex')
    const path = join(task.kept, `${key.slice(0, 24)}.json`)
    if (!existsSync(path)) {
      if (performance.now() - startTime > task.minutes * 60_000) {
        console.log(
          `The time is up: run it again to go on (${results.length} of ${names.length * task.seeds} are done).`
        )
        process.exit(3)
      }
      const begun = performance.now()
      const measured = measureItem(await openItem(join(task.folder, name)), seed, grouper, run)
      writeFileSync(path, JSON.stringify(measured))
      console.log(`${name}, seed ${seed}: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
    }
    results.push({ item: name, seed, ...(JSON.parse(readFileSync(path, 'utf8')) as Measured) })
  }
}
writeFileSync(task.output, JSON.stringify({ grouper: grouper.name, results }))
