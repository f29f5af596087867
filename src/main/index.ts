import { dirname, join } from 'node:path'
import { app } from 'electron'
import { registerAppScheme } from './app-protocol'
import { launchSchema, readLaunchArguments, type Launch } from './launch-arguments'
import { startShell, type Shell } from './shell'

const outFolder = dirname(import.meta.dirname)
const launch = readLaunchArguments({ argv: process.argv, cwd: process.cwd(), isPackaged: app.isPackaged })
let shell: Shell | null = null
let waiting: Launch = launch

function open(wanted: Launch): void {
  if (shell === null) waiting = wanted
  else shell.open(wanted)
}

// Chromium rearranges the second start's arguments; these come as they were read there.
if (!app.requestSingleInstanceLock(launch)) app.quit()
else {
  // Windows groups windows and shows recent files by this; the installer's shortcuts carry the same.
  app.setAppUserModelId('org.unweave.editor')
  registerAppScheme()
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const parsed = launchSchema.safeParse(data)
    open(parsed.success ? parsed.data : { path: null, isDemo: false })
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open({ path, isDemo: false })
  })
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(async () => {
    shell = await startShell({
      rendererFolder: join(outFolder, 'renderer'),
      preloadPath: join(outFolder, 'preload', 'preload.cjs'),
      enginePath: join(import.meta.dirname, 'engine-process.js'),
      assetsFolder: app.isPackaged ? process.resourcesPath : join(outFolder, '..', 'assets'),
      // Only a checkout may show pages from a server.
      developmentUrl: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)
    })
    shell.open(waiting)
  })
}
