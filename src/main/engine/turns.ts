const waiting: (() => void)[] = []

/**
 * Waits for a turn of the event loop of one's own. Of all the work that waits, one piece goes on in each turn, in the order in which
 * they came: with `setImmediate` alone every piece would run before the next request is answered.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(runOne)
  })
}

function runOne(): void {
  waiting.shift()!()
  if (waiting.length > 0) setImmediate(runOne)
}
