import { join } from 'node:path'
import { app, nativeTheme, session } from 'electron'
import { serveApp } from './app-protocol'
import { appOrigin } from './asset-path'
import { CloseGuard } from './close-guard'
import { createDesktopHandlers, setTheme } from './desktop-handlers'
import { DocumentOpener } from './documents/document-opener'
import { Grants } from './documents/grants'
import { JsonFile } from './documents/json-file'
import { RecentFiles } from './documents/recent-files'
import { EngineHost } from './engine/engine-host'
import { EngineLink } from './engine-link'
import type { Launch } from './launch-arguments'
import { LaunchRequests } from './launch-requests'
import { ApplicationMenu } from './menu'
import { RecoverySession } from './recovery/recovery-session'
import { StemDragFolder } from './stem-drag/stem-drag-folder'
import { TemplateLibrary } from './templates/template-library'
import { freshState, storedStateSchema } from './stored-state'
import { sendEvent, serveDesktop } from './typed-ipc'
import { createWindow, hideMenuBar } from './window'
import { forbidNavigation, secureSession } from './window-security'

export interface ShellOptions {
  readonly rendererFolder: string
  readonly preloadPath: string
  readonly enginePath: string
  readonly assetsFolder: string
  /** where electron-vite serves the page; null for the built one */
  readonly developmentUrl: string | null
}

export interface Shell {
  /** Opens what another start of the program asked for, and comes to the front. */
  open(launch: Launch): void
}

/** Puts the parts together: the window, its menu, the engine, and what the page may ask for. */
export async function startShell(options: ShellOptions): Promise<Shell> {
  const { developmentUrl } = options
  const pageUrl = developmentUrl ?? `${appOrigin}/`
  const demoPath = join(options.assetsFolder, 'demo', 'drums-and-guitar.flac')
  forbidNavigation(pageUrl)
  secureSession(session.defaultSession, developmentUrl)
  serveApp(session.defaultSession, options.rendererFolder)

  const userData = app.getPath('userData')
  const state = await JsonFile.read(join(userData, 'state.json'), storedStateSchema, freshState)
  const recentFiles = await RecentFiles.read({
    path: join(userData, 'recent-files.json'),
    home: app.getPath('home'),
    onChange: () => recentChanged()
  })
  const recovery = new RecoverySession(join(userData, 'recovery'))
  const stemDragFolder = new StemDragFolder(app.getPath('temp'))
  void stemDragFolder.removeStale()
  quitWhenWritten(state, recentFiles, recovery, stemDragFolder)
  nativeTheme.themeSource = state.value.theme

  const window = createWindow({ state, preloadPath: options.preloadPath, hasDevTools: developmentUrl !== null })
  const contents = window.webContents
  const guard = new CloseGuard(window, recovery, () => app.quit())

  const engineLink = new EngineLink(() => engine, contents)
  const engine = new EngineHost({
    entryPath: options.enginePath,
    onStart: () => engineLink.engineStarted(),
    onExit: (reason) => {
      engineLink.engineExited()
      sendEvent(contents, 'engine-exited', { reason })
    }
  })
  const grants = new Grants((grant) => engine.grant(grant))
  const opener = new DocumentOpener(grants, recentFiles, state, demoPath)
  const launches = new LaunchRequests(opener, {
    opened: (opened) => sendEvent(contents, 'file-requested', opened),
    failed: (error, name) => sendEvent(contents, 'open-failed', { error, name })
  })
  const menu = new ApplicationMenu(
    {
      platform: process.platform,
      isDevelopment: developmentUrl !== null,
      recentFiles: recentFiles.list(),
      theme: state.value.theme
    },
    {
      run: (id) => sendEvent(contents, 'command', { id }),
      openRecent: (id) => launches.request({ path: recentFiles.pathOf(id), isDemo: false }),
      clearRecent: () => recentFiles.clear(),
      chooseTheme: (theme) => setTheme({ menu, state }, theme)
    }
  )
  const recentChanged = (): void => {
    menu.setRecentFiles(recentFiles.list())
    if (!window.isDestroyed()) hideMenuBar(window)
    sendEvent(contents, 'recent-changed', recentFiles.list())
  }

  serveDesktop(
    { contents, origin: new URL(pageUrl).protocol === 'app:' ? appOrigin : new URL(pageUrl).origin },
    createDesktopHandlers({
      window,
      guard,
      menu,
      engine,
      engineLink,
      launches,
      opener,
      grants,
      recentFiles,
      recovery,
      stemDragFolder,
      templateLibrary: new TemplateLibrary(join(userData, 'templates')),
      state,
      demoPath
    })
  )
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (!isMainFrame || isSameDocument) return
    launches.pageLeft()
    engineLink.pageLeft()
    void recovery.release()
  })
  engine.start()
  void window.loadURL(pageUrl)

  return {
    open: (launch) => {
      if (window.isDestroyed()) return
      if (window.isMinimized()) window.restore()
      if (window.isVisible()) window.focus()
      launches.request(launch)
    }
  }
}

/** What the last clicks changed is on the disk before the program ends. */
function quitWhenWritten(...files: readonly { readonly isWritten: boolean; written(): Promise<void> }[]): void {
  app.on('will-quit', (event) => {
    if (files.every((file) => file.isWritten)) return
    event.preventDefault()
    void Promise.all(files.map((file) => file.written())).then(() => app.quit())
  })
}
