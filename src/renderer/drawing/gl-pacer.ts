/** A piece of work for the graphics system that is over before the next begins. */
interface Piece {
  readonly gl: WebGL2RenderingContext
  readonly run: () => void
  /** told how long the graphics system took */
  readonly done: (milliseconds: number) => void
}

const pollMilliseconds = 4

const pieces: Piece[] = []
const waitingDraws = new Set<() => void>()
/** whether one is begun, or about to be */
let isRunning = false
let isUnderWay = false

/**
 * Hands pieces of work to the graphics system one after the other, whichever context they belong to, and waits for each
 * without holding up the window. Where graphics are computed in software, a page that shows a canvas waits until everything
 * asked of any context before is done: so what is drawn to canvases takes turns with the pieces.
 */
export function runPaced(piece: Piece): void {
  pieces.push(piece)
  if (isRunning) return
  isRunning = true
  // Not in the frame that asks: it would wait for the piece before it is shown.
  setTimeout(runNext)
}

/** True while a piece is under way: then `draw` is called when it is done, and the next one leaves it a frame. */
export function waitsForPiece(draw: () => void): boolean {
  if (isUnderWay) waitingDraws.add(draw)
  return isUnderWay
}

export function stopWaiting(draw: () => void): void {
  waitingDraws.delete(draw)
}

function runNext(): void {
  const piece = pieces.shift()
  isRunning = piece !== undefined
  if (piece === undefined) return
  const { gl } = piece
  const startedAt = performance.now()
  piece.run()
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
  gl.flush()
  isUnderWay = true
  const poll = () => {
    if (fence !== null && !gl.isContextLost() && gl.clientWaitSync(fence, 0, 0) === gl.TIMEOUT_EXPIRED) {
      setTimeout(poll, pollMilliseconds)
      return
    }
    gl.deleteSync(fence)
    isUnderWay = false
    piece.done(performance.now() - startedAt)
    letDraw()
  }
  setTimeout(poll, pollMilliseconds)
}

function letDraw(): void {
  if (waitingDraws.size === 0) return runNext()
  const draws = [...waitingDraws]
  waitingDraws.clear()
  for (const draw of draws) draw()
  requestAnimationFrame(() => setTimeout(runNext))
}
