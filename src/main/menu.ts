import { Menu, type BrowserWindow } from 'electron'
import { commandIds, type CommandId, type CommandState } from '@core/contract/commands'
import type { RecentFile } from '@core/contract/desktop'
import { menuTemplate, type MenuActions, type MenuContents } from './menu-template'
import type { Theme } from './stored-state'

/** Commands that need no document and no page state. */
const alwaysEnabled: Partial<Record<CommandId, CommandState>> = {
  'file.open': { isEnabled: true, isChecked: null },
  'file.open-demo': { isEnabled: true, isChecked: null },
  'help.guide': { isEnabled: true, isChecked: null },
  'help.shortcuts': { isEnabled: true, isChecked: null },
  'help.about': { isEnabled: true, isChecked: null }
}

/** The application menu. States change in place; only a new list of recent files builds it anew. */
export class ApplicationMenu {
  #contents: MenuContents
  #menu: Menu
  readonly #actions: MenuActions

  constructor(contents: Omit<MenuContents, 'commands'>, actions: MenuActions) {
    this.#contents = { ...contents, commands: alwaysEnabled }
    // A click ticks an item at once; whether it is ticked is for the page to say.
    this.#actions = {
      ...actions,
      run: (id) => {
        this.#showStates()
        actions.run(id)
      }
    }
    this.#menu = this.#build()
  }

  setCommands(commands: Record<CommandId, CommandState>): void {
    this.#contents = { ...this.#contents, commands }
    this.#showStates()
  }

  setRecentFiles(recentFiles: readonly RecentFile[]): void {
    this.#contents = { ...this.#contents, recentFiles }
    this.#menu = this.#build()
  }

  setTheme(theme: Theme): void {
    this.#contents = { ...this.#contents, theme }
    const item = this.#menu.getMenuItemById(`theme.${theme}`)
    if (item !== null) item.checked = true
  }

  /** Opens it as a context menu at a point of the page. */
  popUp(window: BrowserWindow, point: { x: number; y: number }): void {
    this.#menu.popup({ window, x: Math.round(point.x), y: Math.round(point.y) })
  }

  #build(): Menu {
    const menu = Menu.buildFromTemplate(menuTemplate(this.#contents, this.#actions))
    Menu.setApplicationMenu(menu)
    return menu
  }

  #showStates(): void {
    for (const id of commandIds) {
      const item = this.#menu.getMenuItemById(id)
      if (item === null) continue
      const state = this.#contents.commands[id]
      item.enabled = state?.isEnabled ?? false
      const isChecked = state?.isChecked ?? false
      // A radio item cannot be unticked: ticking another one does that.
      if (item.type === 'checkbox' || (item.type === 'radio' && isChecked)) item.checked = isChecked
    }
  }
}
