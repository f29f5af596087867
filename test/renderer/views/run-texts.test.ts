import { describe, expect, it } from 'vitest'
import { defaultParameters } from '@core/separation/parameters'
import { fallText } from '../../../src/renderer/views/inspector/fall-text'
import { phaseText } from '../../../src/renderer/views/inspector/phase-text'
import { proposalEvidence } from '../../../src/renderer/views/inspector/proposal-evidence'

describe('the fall of the cost', () => {
  it('is told per iteration, whatever lies between the points that were measured', () => {
    const costs = [
      { iteration: 10, cost: 0.2 },
      { iteration: 12, cost: 0.2 * 0.99 ** 2 }
    ]
    expect(fallText(costs)).toBe('Falling 1.00 % per iteration.')
  })

  it('is never said to be nothing', () => {
    const costs = [
      { iteration: 10, cost: 0.2 },
      { iteration: 20, cost: 0.2 * 0.99999 }
    ]
    expect(fallText(costs)).toBe('Falling less than 0.01 % per iteration.')
  })

  it('is not told of one point, nor where there is no cost left', () => {
    expect(fallText([{ iteration: 1, cost: 0.2 }])).toBeNull()
    const costs = [
      { iteration: 1, cost: 0 },
      { iteration: 2, cost: 0 }
    ]
    expect(fallText(costs)).toBeNull()
  })
})

describe('the phase of a run', () => {
  it('names how many starts are tried', () => {
    expect(phaseText('starts', { ...defaultParameters, startCount: 4 })).toBe('Trying 4 starts')
    expect(phaseText('starts', { ...defaultParameters, startCount: 1 })).toBe('Choosing the start')
  })
})

describe('the evidence of a proposal', () => {
  it('says what the proposed ones hold and what the next would add', () => {
    expect(proposalEvidence(2, [0.6, 0.35, 0.04, 0.01])).toBe(
      '2 of them hold 95 % of what 4 together explain; the next would add 4.0 %.'
    )
  })

  it('never rounds a rest away', () => {
    expect(proposalEvidence(2, [0.6, 0.397, 0.003])).toContain('hold 99 % ')
    expect(proposalEvidence(2, [0.6, 0.3996, 0.0004])).toBe(
      '2 of them hold over 99.9 % of what 3 together explain; the next would add under 0.1 %.'
    )
  })

  it('says when none of those tried could be let go of', () => {
    expect(proposalEvidence(2, [0.6, 0.4])).toBe('All 2 that were tried were needed: there may be more.')
  })
})
