import axe from 'axe-core'
import type { Page } from 'playwright-core'

const grave: readonly (string | null | undefined)[] = ['serious', 'critical']

/** What axe-core finds wrong in the window as it stands, of level serious or critical: one line each, with the places. */
export async function axeViolations(window: Page): Promise<string[]> {
  await window.evaluate(`globalThis.axe ?? (() => { ${axe.source} })()`)
  const { violations } = await window.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } }
    return axe.run()
  })
  return violations
    .filter(({ impact }) => grave.includes(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
