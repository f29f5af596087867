import { describe, expect, it } from 'vitest'
import { ageText, momentText } from '../../../src/renderer/views/dialogs/age-text'

describe('an age', () => {
  it.each([
    [-5, 'a few seconds ago'],
    [11_000, '11 seconds ago'],
    [60_000, '1 minute ago'],
    [3_600_000 * 5, '5 hours ago'],
    [86_400_000 * 2.5, '2 days ago']
  ])('of %i ms is %s', (milliseconds, text) => expect(ageText(milliseconds)).toBe(text))
})

describe('a moment', () => {
  const now = new Date(2026, 5, 13, 9, 30).getTime()
  it.each([
    [new Date(2026, 5, 13, 8, 5), 'Today, 08:05'],
    [new Date(2026, 5, 12, 23, 59), 'Yesterday, 23:59'],
    [new Date(2026, 4, 2, 13, 50), '2 May, 13:50'],
    [new Date(2025, 11, 31, 13, 50), '31 December 2025, 13:50']
  ])('says its day: %s', (date, text) => expect(momentText(date.getTime(), now)).toBe(text))
})
