/** The stretch of the recording that all lanes of a window show. The only way between seconds and pixels. */
export interface TimeView {
  readonly startSeconds: number
  readonly endSeconds: number
}

export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
}

export const minimumSpanSeconds = 0.0005

export function spanSeconds(view: TimeView): number {
  return view.endSeconds - view.startSeconds
}

/** The whole recording. */
export function fitView(durationSeconds: number): TimeView {
  return { startSeconds: 0, endSeconds: Math.max(durationSeconds, minimumSpanSeconds) }
}

/** Moves and, where it must, shrinks a view so that it lies in the recording and spans at least half a millisecond. */
export function clampView(view: TimeView, durationSeconds: number): TimeView {
  const whole = fitView(durationSeconds).endSeconds
  const span = Math.min(whole, Math.max(minimumSpanSeconds, spanSeconds(view)))
  const startSeconds = Math.min(Math.max(0, view.startSeconds), whole - span)
  return { startSeconds, endSeconds: startSeconds + span }
}

/** `factor` > 1 shows less time; `atSeconds` stays under the same pixel unless an end of the recording is in the way. */
export function zoomView(view: TimeView, factor: number, atSeconds: number, durationSeconds: number): TimeView {
  const whole = fitView(durationSeconds).endSeconds
  const span = Math.min(whole, Math.max(minimumSpanSeconds, spanSeconds(view) / factor))
  const share = (atSeconds - view.startSeconds) / spanSeconds(view)
  const startSeconds = atSeconds - share * span
  return clampView({ startSeconds, endSeconds: startSeconds + span }, durationSeconds)
}

/** Moves the view by a time, keeping its span. */
export function scrollView(view: TimeView, bySeconds: number, durationSeconds: number): TimeView {
  return clampView(
    { startSeconds: view.startSeconds + bySeconds, endSeconds: view.endSeconds + bySeconds },
    durationSeconds
  )
}

/** Position from the left edge of a lane that is `widthPixels` wide; outside the view it is negative or beyond the width. */
export function secondsToPixels(seconds: number, view: TimeView, widthPixels: number): number {
  return ((seconds - view.startSeconds) / spanSeconds(view)) * widthPixels
}

export function pixelsToSeconds(pixels: number, view: TimeView, widthPixels: number): number {
  return view.startSeconds + (pixels / widthPixels) * spanSeconds(view)
}

/** Centre of an STFT column; column n starts at sample (n + 1)·hop − window. */
export function columnCentreSeconds(column: number, layout: ColumnTiming): number {
  return ((column + 1) * layout.hopSamples - layout.windowSamples / 2) / layout.sampleRate
}

/** The column, as a fraction, whose centre lies at a time. */
export function secondsToColumn(seconds: number, layout: ColumnTiming): number {
  return (seconds * layout.sampleRate + layout.windowSamples / 2) / layout.hopSamples - 1
}

export interface ColumnTiming {
  readonly windowSamples: number
  readonly hopSamples: number
  readonly sampleRate: number
}
