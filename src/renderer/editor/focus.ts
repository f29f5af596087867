const settleMilliseconds = 40

export interface FocusWatch {
  /** whether the focus came by the pointer: then Space plays, even though a button has the focus */
  readonly isFromPointer: () => boolean
  readonly stop: () => void
}

/**
 * Watches the focus of the window. When the element that has it goes away or is switched off (a run ends, undo takes a row
 * back) the focus goes to what can have it nearby, so that the keyboard never starts from the top again.
 */
export function watchFocus(target: Window): FocusWatch {
  const { document } = target
  const stop = new AbortController()
  let last: { element: HTMLElement; region: string | null } | null = null
  let wasPointer = false
  let isFromPointer = false
  let timer = 0

  const options = { capture: true, signal: stop.signal }
  target.addEventListener('pointerdown', () => (wasPointer = true), options)
  target.addEventListener('keydown', () => (wasPointer = false), options)
  target.addEventListener(
    'focusin',
    ({ target: element }) => {
      if (!(element instanceof HTMLElement)) return
      isFromPointer = wasPointer
      // A dialog is in no region: what had the focus before it is where the focus belongs afterwards.
      const region = element.closest<HTMLElement>('[data-region]')?.dataset['region'] ?? last?.region ?? null
      last = { element, region }
    },
    options
  )

  const settle = () => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (!isLost || last === null || canHaveFocus(last.element)) return
    const region = last.region === null ? null : document.querySelector(`[data-region="${last.region}"]`)
    const place = (region && firstFocusable(region)) ?? document.querySelector<HTMLElement>('[data-fallback-focus]')
    place?.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(() => {
    if (last === null || canHaveFocus(last.element)) return
    target.clearTimeout(timer)
    // Dialogs and menus put the focus back themselves, a moment after they are gone.
    timer = target.setTimeout(settle, settleMilliseconds)
  })
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })

  return {
    isFromPointer: () => isFromPointer,
    stop: () => {
      stop.abort()
      observer.disconnect()
      target.clearTimeout(timer)
    }
  }
}

/** Moves the focus through the parts of the window that are marked data-region, in their order. */
export function focusNextRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => firstFocusable(region) !== null
  )
  const now = regions.findIndex((region) => region.contains(document.activeElement))
  const from = now === -1 && direction === -1 ? 0 : now
  const next = regions[(from + direction + regions.length) % regions.length]
  if (next !== undefined) firstFocusable(next)?.focus({ preventScroll: true })
}

/** The row that has the list's place in the order of Tab, what is marked data-region-focus, or else the first control. */
function firstFocusable(region: Element): HTMLElement | null {
  const candidates = region.querySelectorAll<HTMLElement>(
    '[tabindex="0"]:not([disabled]), button:not(:disabled):not([tabindex="-1"]), input:not(:disabled)'
  )
  const row = region.querySelector<HTMLElement>('[role="row"][tabindex="0"], [data-region-focus]')
  return row ?? [...candidates].find((candidate) => candidate.offsetParent !== null) ?? null
}

function canHaveFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled')
}
