/** Pages from `first` up to and without `end`. */
export interface PageRange {
  readonly first: number
  readonly end: number
}

/** The part of the kept pages that lies behind the playhead, for small jumps back. */
const behindFraction = 1 / 8

/**
 * The pages to keep, in the order in which they are needed: those that will be played, a loop's from its end back to its start,
 * then some behind the playhead, then more ahead.
 *
 * @param focus the page that is played now or next
 * @param loop  repeated while the focus is in it
 * @param isSkipped pages that are not played
 */
export function pageOrder(
  focus: number,
  loop: PageRange | null,
  pageCount: number,
  limit: number,
  isSkipped: (page: number) => boolean
): number[] {
  const isLooping = loop !== null && focus >= loop.first && focus < loop.end
  const isPlayed = (page: number) => !isSkipped(page)
  const played = isLooping
    ? [...pagesOf({ first: focus, end: loop.end }), ...pagesOf({ first: loop.first, end: focus })].filter(isPlayed)
    : [...pagesOf({ first: focus, end: pageCount })].filter(isPlayed).slice(0, Math.ceil(limit * (1 - behindFraction)))
  const behind = [...pagesOf({ first: Math.max(0, focus - limit), end: focus })].filter(isPlayed).reverse()
  const ahead = [...pagesOf({ first: focus, end: pageCount })].filter(isPlayed)
  const order = new Set([...played, ...behind.slice(0, Math.floor(limit * behindFraction)), ...ahead, ...behind])
  return [...order].slice(0, limit)
}

function* pagesOf({ first, end }: PageRange): Generator<number> {
  for (let page = first; page < end; page++) yield page
}
