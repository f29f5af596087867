import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPackageArguments } from '../../../scripts/package-arguments.mjs'

interface Association {
  ext: string | string[]
  icon?: string
  role: string
  rank: string
}

interface Configuration {
  appId: string
  files: { filter: string[] }[]
  fileAssociations: Association[]
  electronFuses: Record<string, boolean>
  linux: { target: string[]; icon: string; mimeTypes: string[] }
  deb: { fpm: string[] }
  win: { target: string[]; icon: string; fileAssociations?: Association[] }
  nsis: { include: string }
  mac: { target: { target: string }[]; icon: string; fileAssociations: Association[] }
}

interface BuilderConfig {
  getConfig(folder: string, path: string, overrides: object): Promise<Configuration>
  validateConfiguration(config: unknown, logger: { isEnabled: boolean; add(): void }): Promise<void>
}

const root = resolve(import.meta.dirname, '../../..')
// electron-builder reads its configuration and checks it against its schema in here; it exports neither.
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'))
const builder = fromBuilder('app-builder-lib/out/util/config/config.js') as BuilderConfig
const logger = { isEnabled: false, add: () => undefined }

function readConfiguration(): Promise<Configuration> {
  return builder.getConfig(root, 'electron-builder.yml', {})
}

describe('the packaging configuration', () => {
  test('fits the schema of electron-builder, for every target', async () => {
    const config = await readConfiguration()
    await builder.validateConfiguration(config, logger)
    expect(config.linux.target).toEqual(['dir', 'deb', 'AppImage'])
    expect(config.win.target).toEqual(['nsis'])
    expect(config.mac.target.map(({ target }) => target)).toEqual(['dmg', 'zip'])
  })

  test('packs all that the build makes, the kernels among it', async () => {
    expect((await readConfiguration()).files).toEqual([{ filter: ['out/**', 'package.json'] }])
  })

  test('would not pass with a word misspelt', async () => {
    const config = await readConfiguration()
    const { include, ...nsis } = config.nsis
    const misspelt = { ...config, nsis: { ...nsis, inculde: include } }
    await expect(builder.validateConfiguration(misspelt, logger)).rejects.toThrow('configuration.nsis')
  })

  test('closes every way into the packaged app that development needs', async () => {
    const { electronFuses } = await readConfiguration()
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeCliInspectArguments: false,
      enableNodeOptionsEnvironmentVariable: false,
      grantFileProtocolExtraPrivileges: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true
    })
  })

  test('makes the app the editor of its projects and nothing more than a choice for audio files', async () => {
    const { fileAssociations, linux, mac, win } = await readConfiguration()
    expect(fileAssociations).toMatchObject([{ ext: 'unweave', role: 'Editor', rank: 'Owner' }])
    expect(linux.mimeTypes).toContain('application/x-unweave-project')
    expect(linux.mimeTypes).toContain('audio/flac')
    expect(mac.fileAssociations.every(({ role, rank }) => role === 'Viewer' && rank === 'Alternate')).toBe(true)
    // On Windows an association takes the file type over.
    expect(win.fileAssociations).toBeUndefined()
  })

  test('names only files that exist', async () => {
    const { deb, fileAssociations, linux, mac, nsis, win } = await readConfiguration()
    const documentIcon = fileAssociations[0]!.icon!
    const inAssets = [win.icon, mac.icon, `${linux.icon}/512x512.png`, `${documentIcon}.ico`, `${documentIcon}.icns`]
    const paths = [
      ...inAssets.map((path) => `assets/${path}`),
      nsis.include,
      ...deb.fpm.map((pair) => pair.split('=')[0]!)
    ]
    expect(paths.filter((path) => !existsSync(resolve(root, path)))).toEqual([])
  })

  test('declares the MIME type under one name everywhere', async () => {
    const description = readFileSync(resolve(root, 'assets/linux/unweave-mime.xml'), 'utf8')
    expect(description).toContain('type="application/x-unweave-project"')
    expect(description).toContain('pattern="*.unweave"')
    expect(JSON.stringify((await readConfiguration()).mac)).toContain('application/x-unweave-project')
  })
})

describe('the arguments of npm run package', () => {
  test('choose this system and all its targets when nothing is said', () => {
    expect(readPackageArguments([], 'linux')).toEqual({ platform: 'linux', targets: [], output: null })
  })

  test('name the folder only, another system, single targets, a place', () => {
    expect(readPackageArguments(['--dir'], 'linux').targets).toEqual(['dir'])
    expect(readPackageArguments(['--win'], 'linux').platform).toBe('win32')
    expect(readPackageArguments(['deb', '--output', 'there'], 'linux')).toMatchObject({
      targets: ['deb'],
      output: 'there'
    })
  })

  test('are refused when they contradict each other or are unknown', () => {
    expect(() => readPackageArguments(['--win', '--mac'])).toThrow('one system at a time')
    expect(() => readPackageArguments(['--everything'])).toThrow('--everything')
  })
})
