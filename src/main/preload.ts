import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Desktop, DesktopRequest } from '@core/contract/desktop'
import { enginePortChannel, eventChannel, requestChannel } from './channels'

function send(name: DesktopRequest, params: unknown): Promise<unknown> {
  return ipcRenderer.invoke(requestChannel(name), params)
}

const desktop: Desktop = {
  platform: process.platform,
  request: (name, params) => {
    // A page that could name a path could read any file: only a File that was really dropped has one.
    if (name === 'open-dropped' || name === 'grant-dropped') return Promise.reject(new Error(`${name}: use the File`))
    return send(name, params)
  },
  openDropped: (file) => send('open-dropped', { path: webUtils.getPathForFile(file as File) }),
  grantDropped: (file) => send('grant-dropped', { path: webUtils.getPathForFile(file as File) }),
  on: (name, listener) => {
    const forward = (_event: unknown, payload: unknown): void => listener(payload)
    const channel = eventChannel(name)
    ipcRenderer.on(channel, forward)
    return () => ipcRenderer.off(channel, forward)
  }
}

contextBridge.exposeInMainWorld('desktop', desktop)

// The context bridge cannot pass a MessagePort; a window message can.
ipcRenderer.on(enginePortChannel, (event) => {
  window.postMessage(enginePortChannel, location.origin, event.ports)
})
