import { describe, expect, it } from 'vitest'
import { readLaunchArguments } from '../../../src/main/launch-arguments'

const packaged = (...names: string[]) =>
  readLaunchArguments({ argv: ['/opt/unweave', ...names], cwd: '/home/ada', isPackaged: true })
const checkout = (...names: string[]) =>
  readLaunchArguments({ argv: ['/opt/electron', ...names], cwd: '/home/ada', isPackaged: false })

describe('readLaunchArguments', () => {
  it('asks for nothing without arguments', () => {
    expect(packaged()).toEqual({ path: null, isDemo: false })
    expect(checkout('.')).toEqual({ path: null, isDemo: false })
  })

  it('takes a relative path from the folder of the start', () => {
    expect(packaged('takes/1.flac').path).toBe('/home/ada/takes/1.flac')
    expect(packaged('/music/1.flac').path).toBe('/music/1.flac')
  })

  it('does not take the app’s own folder for a file', () => {
    expect(checkout('--user-data-dir=/tmp/x', '/srv/checkout', 'song.wav').path).toBe('/home/ada/song.wav')
  })

  it('skips switches, wherever they stand', () => {
    expect(packaged('--no-sandbox', 'a.wav', '--lang=de').path).toBe('/home/ada/a.wav')
  })

  it('takes what follows -- as a file, even with a leading hyphen', () => {
    expect(packaged('--', '-odd-.wav').path).toBe('/home/ada/-odd-.wav')
  })

  it('opens the last of several files', () => {
    expect(packaged('a.wav', 'b.wav').path).toBe('/home/ada/b.wav')
  })

  it('reads the file: addresses that desktops pass', () => {
    expect(packaged('file:///home/ada/My%20song.wav').path).toBe('/home/ada/My song.wav')
  })

  it('shows the demo when asked, unless a file is named', () => {
    expect(packaged('--demo')).toEqual({ path: null, isDemo: true })
    expect(packaged('--demo', 'a.wav')).toEqual({ path: '/home/ada/a.wav', isDemo: false })
  })
})
