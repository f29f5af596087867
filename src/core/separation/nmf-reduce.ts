import { power, updateExponent } from './divergence'
import { chunkCount, factorFloor, type NmfMemory } from './nmf-memory'

/**
 * Adds the chunks' sums, from the first to the last, and updates W with them: w_k ← w_k·(numerator/denominator)^γ. Then each
 * template is divided by its sum and its activation multiplied by it, which leaves W·H as it is.
 */
export function reduceChunks(memory: NmfMemory): void {
  const { W, problem, beta } = memory
  const { binCount, rank } = problem
  const exponent = updateExponent(beta)
  const formerW = beta === 2 ? W.slice() : W
  const numerator = new Float64Array(binCount)
  const denominator = new Float64Array(binCount)
  for (let k = 0; k < rank; k++) {
    sumNumerators(memory, k, numerator)
    sumDenominators(memory, k, formerW, denominator)
    const offset = k * binCount
    let sum = 0
    for (let f = 0; f < binCount; f++) {
      const ratio = numerator[f] / denominator[f]
      const updated = Math.max(factorFloor, W[offset + f] * power(ratio, exponent))
      W[offset + f] = updated
      sum += updated
    }
    normaliseComponent(memory, k, sum)
  }
}

function sumNumerators(memory: NmfMemory, k: number, numerator: Float64Array): void {
  const { numerators, paddedRank } = memory
  const { binCount } = memory.problem
  numerator.fill(0)
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    const offset = (chunk * paddedRank + k) * binCount
    for (let f = 0; f < binCount; f++) numerator[f] += numerators[offset + f]
  }
}

function sumDenominators(memory: NmfMemory, k: number, formerW: Float32Array, denominator: Float64Array): void {
  const { denominators, denominatorLength, paddedRank, beta } = memory
  const { binCount, rank } = memory.problem
  denominator.fill(0)
  if (beta === 2) {
    for (let j = 0; j < rank; j++) {
      const weight = sumOverChunks(denominators, denominatorLength, k * paddedRank + j)
      for (let f = 0; f < binCount; f++) denominator[f] += weight * formerW[j * binCount + f]
    }
  } else if (beta === 1) {
    denominator.fill(sumOverChunks(denominators, denominatorLength, k))
  } else {
    for (let chunk = 0; chunk < chunkCount; chunk++) {
      const offset = (chunk * paddedRank + k) * binCount
      for (let f = 0; f < binCount; f++) denominator[f] += denominators[offset + f]
    }
  }
}

function sumOverChunks(values: Float64Array, length: number, index: number): number {
  let sum = 0
  for (let chunk = 0; chunk < chunkCount; chunk++) sum += values[chunk * length + index]
  return sum
}

function normaliseComponent(memory: NmfMemory, k: number, sum: number): void {
  const { W, H } = memory
  const { binCount, columnCount } = memory.problem
  for (let i = k * binCount; i < (k + 1) * binCount; i++) W[i] = Math.max(factorFloor, W[i] / sum)
  for (let i = k * columnCount; i < (k + 1) * columnCount; i++) H[i] = Math.max(factorFloor, H[i] * sum)
}
