import { app, type Session } from 'electron'

/** Nothing that a page could ask a browser for is needed: no permission, no device, no network. */
export function secureSession(session: Session, developmentOrigin: string | null): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*']
  session.webRequest.onBeforeRequest({ urls }, ({ url }, answer) => {
    answer({ cancel: developmentOrigin === null || new URL(url).host !== new URL(developmentOrigin).host })
  })
}

/** Every page, now and later, stays where it is and opens no other. */
export function forbidNavigation(pageUrl: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      // The page may load itself anew.
      if (event.url !== pageUrl) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
