import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Desktop } from '@core/contract/desktop'
import { launchApp, projectRoot, type RunningApp } from '../support/electron-app'

declare global {
  interface Window {
    readonly desktop: Desktop
  }
}

let running: RunningApp
beforeAll(async () => {
  running = await launchApp()
})
afterAll(() => running.close())

describe('the page', () => {
  it('is cross-origin isolated, so that it can share memory with the worklet', async () => {
    const page = await running.window.evaluate(() => ({
      origin: location.origin,
      crossOriginIsolated,
      sharedBytes: new SharedArrayBuffer(8).byteLength
    }))
    expect(page).toEqual({ origin: 'app://unweave', crossOriginIsolated: true, sharedBytes: 8 })
  })

  it('has nothing of Node, and only the contract’s five members of the shell', async () => {
    const found = await running.window.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in window),
      desktop: Object.keys(window.desktop).toSorted()
    }))
    expect(found).toEqual({ globals: [], desktop: ['grantDropped', 'on', 'openDropped', 'platform', 'request'] })
  })

  it('runs isolated and in the sandbox', async () => {
    const preferences = await running.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      // Not in the types, but there: what the page really runs with.
      const contents = webContents as typeof webContents & { getLastWebPreferences(): Electron.WebPreferences }
      const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
      return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag }
    })
    expect(preferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false
    })
  })

  it.each(['https://example.com/', 'app://unweave/other.html', 'data:text/html,x', 'file:///etc/passwd'])(
    'does not go to %s',
    async (address) => {
      const before = running.window.url()
      await running.window.evaluate((target) => {
        location.href = target
      }, address)
      await running.window.waitForTimeout(200)
      expect(running.window.url()).toBe(before)
      expect(await running.window.evaluate(() => crossOriginIsolated)).toBe(true)
    }
  )

  it('opens no other window', async () => {
    const opened = await running.window.evaluate(() =>
      ['https://example.com', 'about:blank', 'app://unweave/'].map((address) => window.open(address) === null)
    )
    expect(opened).toEqual([true, true, true])
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('is refused every permission', async () => {
    const answers = await running.window.evaluate(async () => {
      const names = ['microphone', 'camera', 'geolocation', 'notifications', 'clipboard-read', 'midi']
      const states = names.map(async (name) => {
        const status = await navigator.permissions.query({ name: name as PermissionName })
        return status.state
      })
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'given',
        (error: DOMException) => error.name
      )
      return { states: await Promise.all(states), microphone }
    })
    expect(answers.states).toEqual(Array.from(answers.states, () => 'denied'))
    // Without a microphone the refusal is NotFoundError, before anybody is asked.
    expect(['NotAllowedError', 'NotFoundError']).toContain(answers.microphone)
  })

  it('runs no code from text or from inside the document', async () => {
    const ran = await running.window.evaluate(async () => {
      const attempt = (run: () => unknown): string => {
        try {
          run()
          return 'ran'
        } catch (error) {
          return (error as Error).name
        }
      }
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.head.append(script)
      const image = document.createElement('img')
      image.setAttribute('onerror', 'window.injected = true')
      image.src = 'data:,'
      document.body.append(image)
      await new Promise((done) => setTimeout(done, 100))
      image.remove()
      script.remove()
      return {
        eval: attempt(() => (0, eval)('1')),
        construct: attempt(() => new Function('return 1')()),
        injected: 'injected' in window
      }
    })
    expect(ran).toEqual({ eval: 'EvalError', construct: 'EvalError', injected: false })
  })

  it('may compile WebAssembly, which the kernels need', async () => {
    const isCompiled = await running.window.evaluate(async () => {
      const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
      return (await WebAssembly.compile(empty)) instanceof WebAssembly.Module
    })
    expect(isCompiled).toBe(true)
  })

  it('reaches neither the network nor files that are not its own', async () => {
    const results = await running.window.evaluate(() =>
      Promise.all(
        ['https://example.com/', 'file:///etc/passwd', '/..%2fmain/index.js', '/missing.js', '/'].map((address) =>
          fetch(address).then(
            (response) => response.status,
            () => 'refused'
          )
        )
      )
    )
    expect(results).toEqual(['refused', 'refused', 404, 404, 200])
  })

  it('comes with the headers that isolate it', async () => {
    const headers = await running.window.evaluate(async () => Object.fromEntries((await fetch('/')).headers))
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff'
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'")
  })
})

describe('what the page asks of main', () => {
  const request = (name: string, params: unknown) =>
    running.window.evaluate(
      ([requestName, requestParams]) =>
        window.desktop.request(requestName as never, requestParams).then(
          (answer) => answer as { isOk: boolean; error?: { code: string } },
          () => 'rejected'
        ),
      [name, params] as const
    )

  it.each([
    ['open-recent', { id: 5 }],
    ['open-recent', null],
    ['save-project', { path: '/etc/passwd' }],
    ['show-menu', { x: 'left', y: 0 }],
    ['set-theme', { theme: 'url(javascript:1)' }],
    ['update-window', { documentName: null, isDirty: false, commands: { 'file.open': { isEnabled: true } } }]
  ])('refuses parameters of %s that do not fit: %j', async (name, params) => {
    expect(await request(name, params)).toMatchObject({ isOk: false, error: { code: 'invalid-argument' } })
  })

  it('refuses ids that were never given', async () => {
    expect(await request('open-recent', { id: '../../etc/passwd' })).toMatchObject({ error: { code: 'unknown-id' } })
    expect(await request('reveal-export-folder', { grant: '/etc' })).toMatchObject({ error: { code: 'unknown-id' } })
  })

  it('knows no requests outside the contract, and takes no path from the page', async () => {
    expect(await request('read-file', { path: '/etc/passwd' })).toBe('rejected')
    expect(await request('open-dropped', { path: '/etc/passwd' })).toBe('rejected')
    const forged = await running.window.evaluate(() => window.desktop.openDropped(new File(['x'], '/etc/passwd')))
    expect(forged).toMatchObject({ isOk: false })
  })

  it('refuses another window, even one with the same page and preload', async () => {
    const preload = join(projectRoot, 'out', 'preload', 'preload.cjs')
    const answer = await running.app.evaluate(async ({ BrowserWindow }, preloadPath) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload: preloadPath, sandbox: true } })
      try {
        await foreign.loadURL('app://unweave/')
        return (await foreign.webContents.executeJavaScript("window.desktop.request('read-recent', null)")) as unknown
      } finally {
        foreign.destroy()
      }
    }, preload)
    expect(answer).toMatchObject({ isOk: false, error: { code: 'invalid-argument' } })
  })
})
