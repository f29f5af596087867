/** Components as rows: each template and activation has the scale that it has. */
export interface ComponentRows {
  readonly templates: readonly Float64Array[]
  readonly activations: readonly Float64Array[]
}

/** A component apart from its size: profiles that sum to 1, with their roots. */
interface Component {
  readonly mass: number
  readonly template: Float64Array
  readonly activation: Float64Array
  readonly templateRoot: Float64Array
  readonly activationRoot: Float64Array
}

/**
 * Merges the two components that are most alike until so many are left. Of two, w and h of the merged one are the sums over
 * columns and bins of their product matrices, which is the rank-one matrix with the least Kullback–Leibler divergence from both
 * together (Ho & Van Dooren 2008). What a merger costs is, up to a factor, at most their harmonic mass m_i·m_j / (m_i + m_j) times
 * the squared Hellinger distance 1 − Σ√(p_i·p_j) of their templates or activations, the lesser of the two: either being the same,
 * nothing is lost.
 */
export function mergeComponents({ templates, activations }: ComponentRows, count: number): ComponentRows {
  const components = templates.map((template, k) => {
    const [templateSum, activationSum] = [sumOf(template), sumOf(activations[k])]
    return componentOf(
      templateSum * activationSum,
      profile(template, templateSum),
      profile(activations[k], activationSum)
    )
  })
  const costs = components.map((component, i) => components.slice(0, i).map((other) => mergerCost(component, other)))
  while (components.length > count) {
    const [kept, dropped] = cheapestPair(costs)
    components[kept] = mergedComponent(components[kept], components[dropped])
    components.splice(dropped, 1)
    costs.splice(dropped, 1)
    for (const row of costs.slice(dropped)) row.splice(dropped, 1)
    components.forEach((other, i) => {
      if (i !== kept) costs[Math.max(i, kept)][Math.min(i, kept)] = mergerCost(components[kept], other)
    })
  }
  return {
    templates: components.map(({ template }) => template),
    activations: components.map(({ activation, mass }) => activation.map((value) => mass * value))
  }
}

/** @returns the lower index first */
function cheapestPair(costs: readonly (readonly number[])[]): [number, number] {
  let best: [number, number] = [0, 1]
  let lowest = Infinity
  costs.forEach((row, i) => {
    row.forEach((cost, j) => {
      if (cost >= lowest) return
      lowest = cost
      best = [j, i]
    })
  })
  return best
}

function mergerCost(a: Component, b: Component): number {
  const mass = a.mass + b.mass
  if (mass === 0) return 0
  const likeness = Math.max(dot(a.templateRoot, b.templateRoot), dot(a.activationRoot, b.activationRoot))
  return ((a.mass * b.mass) / mass) * (1 - likeness)
}

function mergedComponent(a: Component, b: Component): Component {
  const mass = a.mass + b.mass
  const share = mass > 0 ? b.mass / mass : 0
  const mixed = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value + share * (y[i] - value))
  return componentOf(mass, mixed(a.template, b.template), mixed(a.activation, b.activation))
}

function componentOf(mass: number, template: Float64Array, activation: Float64Array): Component {
  return {
    mass,
    template,
    activation,
    templateRoot: template.map(Math.sqrt),
    activationRoot: activation.map(Math.sqrt)
  }
}

function profile(row: Float64Array, sum: number): Float64Array {
  return sum > 0 ? row.map((value) => value / sum) : row
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function sumOf(row: Float64Array): number {
  return row.reduce((sum, value) => sum + value, 0)
}
