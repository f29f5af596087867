const units = [
  { seconds: 86_400, name: 'day' },
  { seconds: 3600, name: 'hour' },
  { seconds: 60, name: 'minute' }
] as const

/** How long ago something was, in the largest unit: "5 minutes ago". */
export function ageText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  const unit = units.find((candidate) => seconds >= candidate.seconds)
  if (unit === undefined) return seconds < 10 ? 'a few seconds ago' : `${Math.floor(seconds)} seconds ago`
  const count = Math.floor(seconds / unit.seconds)
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ago`
}

/** A time of day, with the day where that is not today's: "Today, 13:50", "12 June, 13:50". */
export function momentText(time: number, now: number): string {
  const [date, today] = [new Date(time), new Date(now)]
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (date.toDateString() === today.toDateString()) return `Today, ${clock}`
  const yesterday = new Date(now)
  yesterday.setDate(today.getDate() - 1)
  if (date.toDateString() === yesterday.toDateString()) return `Yesterday, ${clock}`
  const isThisYear = date.getFullYear() === today.getFullYear()
  const year = isThisYear ? {} : ({ year: 'numeric' } as const)
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', ...year })}, ${clock}`
}
