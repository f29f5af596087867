import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { JsonFile } from './documents/json-file'
import type { StoredState } from './stored-state'
import { minimumSize, openingBounds } from './window-bounds'

/** The design's canvas: what is seen before the page has painted. */
const canvasColours = { dark: '#0E0F12', light: '#FCFCFD' } as const

export interface WindowOptions {
  readonly state: JsonFile<StoredState>
  readonly preloadPath: string
  readonly hasDevTools: boolean
}

/** The one window, still without a page; shown when it has something to show. */
export function createWindow(options: WindowOptions): BrowserWindow {
  const { state } = options
  const window = new BrowserWindow({
    ...openingBounds(state.value.bounds, workAreas()),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Unweave',
    backgroundColor: canvasColour(),
    webPreferences: {
      preload: options.preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: options.hasDevTools,
      // The checker fetches its dictionaries from the network.
      spellcheck: false,
      // Play may come from the menu, which is no gesture on the page.
      autoplayPolicy: 'no-user-gesture-required'
    }
  })
  hideMenuBar(window)
  window.once('ready-to-show', () => {
    if (state.value.isMaximized) window.maximize()
    window.show()
  })
  // The page's <title> is not the window's.
  window.on('page-title-updated', (event) => event.preventDefault())
  followTheme(window)
  keepBounds(window, state)
  return window
}

/** The toolbar's menu button stands in for the bar. It is not auto-hidden: Alt would show it, and Alt is for the wheel. */
export function hideMenuBar(window: BrowserWindow): void {
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false)
}

function canvasColour(): string {
  return nativeTheme.shouldUseDarkColors ? canvasColours.dark : canvasColours.light
}

function followTheme(window: BrowserWindow): void {
  const paint = (): void => window.setBackgroundColor(canvasColour())
  nativeTheme.on('updated', paint)
  window.once('closed', () => nativeTheme.off('updated', paint))
}

function keepBounds(window: BrowserWindow, state: JsonFile<StoredState>): void {
  let timer: NodeJS.Timeout | null = null
  const keep = (): void => {
    timer = null
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    state.set({ ...state.value, bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  }
  const keepSoon = (): void => {
    timer ??= setTimeout(keep, 300)
  }
  window.on('resize', keepSoon)
  window.on('move', keepSoon)
  window.on('close', () => {
    if (timer !== null) clearTimeout(timer)
    keep()
  })
  window.once('closed', () => {
    if (timer !== null) clearTimeout(timer)
  })
}

function workAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  return [primary, ...others].map((display) => display.workArea)
}
