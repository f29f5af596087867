const budgetMilliseconds = 8

const waiting = new Set<() => void>()
let frame: number | null = null

/**
 * Draws in the next animation frame what was asked for, lanes together so that they show the same view. What does not fit
 * into a frame's budget is first in the next one: a window full of lanes must not hold up what a hand does.
 */
export function requestRedraw(draw: () => void): void {
  waiting.add(draw)
  frame ??= requestAnimationFrame(drawWaiting)
}

export function cancelRedraw(draw: () => void): void {
  waiting.delete(draw)
}

function drawWaiting(): void {
  frame = null
  const endsAt = performance.now() + budgetMilliseconds
  // What is asked for by a draw itself belongs to the next frame.
  for (const draw of [...waiting]) {
    if (!waiting.delete(draw)) continue
    draw()
    if (performance.now() > endsAt) break
  }
  if (waiting.size > 0) frame ??= requestAnimationFrame(drawWaiting)
}
