/** What speaks for a proposed number of components, in one sentence; `shares` are those of the components tried, the largest first. */
export function proposalEvidence(componentCount: number, shares: readonly number[]): string {
  const all = shares.reduce((sum, share) => sum + share, 0)
  const held = shares.slice(0, componentCount).reduce((sum, share) => sum + share, 0)
  const next = shares[componentCount]
  const heldText = `${percent(all > 0 ? held / all : 0)} of what ${shares.length} together explain`
  if (next === undefined) return `All ${shares.length} that were tried were needed: there may be more.`
  return `${componentCount} of them hold ${heldText}; the next would add ${percent(all > 0 ? next / all : 0)}.`
}

/** "3.7 %", "84 %"; never quite all, and a rest is never nothing */
function percent(share: number): string {
  const hundredths = share * 100
  if (hundredths > 99.9) return 'over 99.9 %'
  if (hundredths > 0 && hundredths < 0.1) return 'under 0.1 %'
  return `${hundredths < 10 ? hundredths.toFixed(1) : Math.floor(hundredths)} %`
}
