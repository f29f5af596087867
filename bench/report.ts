import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'

/** One number for each run, and what it has to stay under. */
interface Row {
  readonly name: string
  readonly unit: string
  readonly limit: number | null
  readonly values: number[]
}

/** Collects what several runs measured, and shows it as a table with medians and maxima. */
export class BenchReport {
  readonly #rows = new Map<string, Row>()
  readonly #notes: Record<string, string | number> = {
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    'load average at the start': Number(loadavg()[0]!.toFixed(2))
  }

  add(name: string, unit: string, value: number, limit: number | null = null): void {
    const row = this.#rows.get(name) ?? { name, unit, limit, values: [] }
    row.values.push(value)
    this.#rows.set(name, row)
  }

  note(name: string, text: string | number): void {
    this.#notes[name] = text
  }

  table(): string {
    const cells = [...this.#rows.values()].map((row) => {
      const limit = row.limit === null ? '' : `< ${row.limit}`
      return [row.name, row.unit, shown(median(row.values)), shown(Math.max(...row.values)), limit, verdictOf(row)]
    })
    const head = ['', 'unit', 'median', 'maximum', 'must be', '']
    const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]!.length)))
    const lines = [head, ...cells].map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd()
    )
    const notes = Object.entries(this.#notes).map(([name, text]) => `${name}: ${text}`)
    return [...notes, '', ...lines].join('\n')
  }

  async write(folder: string, name: string): Promise<void> {
    this.note('load average at the end', Number(loadavg()[0]!.toFixed(2)))
    const rows = [...this.#rows.values()].map((row) => ({
      ...row,
      values: row.values.map((value) => Number(value.toFixed(2))),
      median: Number(median(row.values).toFixed(2)),
      maximum: Number(Math.max(...row.values).toFixed(2))
    }))
    await mkdir(folder, { recursive: true })
    const text = JSON.stringify({ machine: this.#notes, rows }, null, 2)
    // Each row's values on one line, as the formatter has it.
    const compact = text.replace(/\[[\d\s.,-]*\]/g, (list) =>
      list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']')
    )
    await writeFile(join(folder, `${name}.json`), `${compact}\n`)
  }
}

function verdictOf({ limit, values }: Row): string {
  if (limit === null) return ''
  return Math.max(...values) < limit ? 'yes' : 'NO'
}

function shown(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
