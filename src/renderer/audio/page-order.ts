/** Pages from `first` up to and without `end`. */
export interface PageRange {
  readonly first: number
  readonly end: number
}

/** The part of the kept pages that lies behind the playhead, for small jumps back. */
const behindFraction = 1 / 8

/**
 * The pages to keep, in the order in which they are needed: the playhead's and the one before it, for masks reach back over a
 * page's edge; those that will be played, a loop's from its end back to its start; some behind the playhead; more ahead.
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
    ? [
        ...pagesOf({ first: focus, end: loop.end }),
        ...pagesOf({ first: Math.max(0, loop.first - 1), end: focus })
      ].filter(isPlayed)
    : [...pagesOf({ first: focus, end: pageCount })].filter(isPlayed).slice(0, Math.ceil(limit * (1 - behindFraction)))
  const behind = [...pagesOf({ first: Math.max(0, focus - limit), end: focus })].filter(isPlayed).reverse()
  const ahead = [...pagesOf({ first: focus, end: pageCount })].filter(isPlayed)
  const near = [focus, focus - 1].filter((page) => page >= 0 && isPlayed(page))
  const order = new Set([
    ...near,
    ...played,
    ...behind.slice(0, Math.floor(limit * behindFraction)),
    ...ahead,
    ...behind
  ])
  return [...order].slice(0, limit)
}

function* pagesOf({ first, end }: PageRange): Generator<number> {
  for (let page = first; page < end; page++) yield page
}
