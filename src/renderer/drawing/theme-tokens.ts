/** Custom properties of styles/tokens.css that canvases draw with. */
export type Token = 'canvas' | 'panel' | 'line' | 'line2' | 'ctl' | 't1' | 't2' | 't3' | 'disabled' | 'wave'

const queries = ['(prefers-color-scheme: light)', '(prefers-contrast: more)']

let values: Map<string, string> | null = null
const listeners = new Set<() => void>()
let isWatching = false

/** The CSS colour of a token in the theme of now. */
export function token(name: Token): string {
  watch()
  values ??= new Map()
  let value = values.get(name)
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
    values.set(name, value)
  }
  return value
}

/** Calls when the theme changes: what canvases show does not follow by itself. Returns the way to stop. */
export function onThemeChanged(listener: () => void): () => void {
  watch()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  for (const query of queries) matchMedia(query).addEventListener('change', forgetTokens)
}

function forgetTokens(): void {
  values = null
  for (const listener of listeners) listener()
}
