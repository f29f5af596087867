import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { sourceFamilies } from '@core/grouping/source-families'
import { productModel } from '@core/separation/factors'
import { splits, type Split } from '../mixture/players'
import { details, type Detail, type MeasuredMixture } from './measured-mixture'

/** Raised whenever mixtures of the same seed become others, so that kept ones are made anew. */
const mixtureVersion = 4

const headerSchema = z.object({
  version: z.literal(mixtureVersion),
  seed: z.int(),
  split: z.enum(splits),
  detail: z.enum(details),
  kind: z.string(),
  runCount: z.int().positive(),
  sourceCount: z.int().positive(),
  hasGram: z.boolean(),
  families: z.array(z.enum(sourceFamilies).nullable()),
  rank: z.int().positive(),
  binCount: z.int().positive(),
  columnCount: z.int().positive(),
  /** of all that follows */
  sha256: z.string()
})

export interface MixtureName {
  readonly split: Split
  readonly seed: number
  readonly detail: Detail
}

/** Where a mixture is kept. */
export function mixturePath(folder: string, { split, seed, detail }: MixtureName): string {
  return join(folder, `${split}-${String(seed).padStart(4, '0')}-${detail}.mixture`)
}

/** A line of JSON, then the energies, products and sums as float64 and W and H as float32. Complete or not there. */
export function writeMixture(path: string, mixture: MeasuredMixture): void {
  const { factors, energies, products, gram, sourceEnergies } = mixture
  const { seed, split, detail, kind, runCount, sourceCount, families } = mixture
  const doubles = [energies.total, energies.left, energies.right, products, sourceEnergies, gram ?? new Float64Array()]
  const body = Buffer.concat([...doubles, factors.W, factors.H].map(bytesOf))
  const { rank, binCount, columnCount } = factors
  const sha256 = createHash('sha256').update(body).digest('hex')
  const sizes = { rank, binCount, columnCount, hasGram: gram !== null }
  const facts = { seed, split, detail, kind, runCount, sourceCount, families, ...sizes }
  const header = { version: mixtureVersion, ...facts, sha256 }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.part`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]))
  renameSync(`${path}.part`, path)
}

/** null when there is none, or one that another version made or that is damaged. */
export function readMixture(path: string): MeasuredMixture | null {
  if (!existsSync(path)) return null
  const bytes = readFileSync(path)
  const end = bytes.indexOf('\n')
  const body = bytes.subarray(end + 1)
  const header = headerSchema.safeParse(parseJson(bytes.subarray(0, Math.max(0, end)).toString('utf8')))
  if (!header.success || createHash('sha256').update(body).digest('hex') !== header.data.sha256) return null
  const { rank, binCount, columnCount, hasGram, seed, split, detail, kind, runCount, sourceCount, families } =
    header.data
  // a copy, for the file's bytes do not lie where numbers of eight bytes may
  const { buffer } = Uint8Array.from(body)
  let at = 0
  const doubles = (count: number): Float64Array => new Float64Array(buffer, (at += 8 * count) - 8 * count, count)
  const floats = (count: number): Float32Array => new Float32Array(buffer, (at += 4 * count) - 4 * count, count)
  const energies = { total: doubles(rank), left: doubles(rank), right: doubles(rank) }
  const sums = {
    products: doubles(sourceCount * rank),
    sourceEnergies: doubles(sourceCount),
    gram: hasGram ? doubles(rank * rank) : null
  }
  const factors = {
    rank,
    binCount,
    columnCount,
    model: productModel,
    W: floats(rank * binCount),
    H: floats(rank * columnCount)
  }
  return { seed, split, detail, kind, runCount, sourceCount, families, factors, energies, ...sums }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
