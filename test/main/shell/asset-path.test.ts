import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assetPath } from '../../../src/main/asset-path'

const folder = join('/', 'opt', 'unweave', 'renderer')

describe('assetPath', () => {
  it('maps the root to index.html', () => {
    expect(assetPath('app://unweave/', folder)).toBe(join(folder, 'index.html'))
  })

  it('maps a file below the folder, without query and fragment', () => {
    expect(assetPath('app://unweave/assets/a%20b.js?v=1#x', folder)).toBe(join(folder, 'assets', 'a b.js'))
  })

  it.each([
    'app://unweave/../secret',
    'app://unweave/%2e%2e/secret',
    'app://unweave/..%2fsecret',
    'app://unweave/assets/..%2f..%2f..%2fetc/passwd',
    'app://unweave/%2e%2e%2frenderer-of-others/x',
    'app://unweave/..%5csecret',
    'app://unweave/a%00.js',
    'app://unweave/%zz'
  ])('never leads out of the folder: %s', (address) => {
    const path = assetPath(address, folder)
    if (path !== null) expect(path.startsWith(join(folder, '/'))).toBe(true)
  })

  it.each(['app://other/index.html', 'https://unweave/index.html', 'file:///etc/passwd', 'nonsense'])(
    'refuses the address %s',
    (address) => {
      expect(assetPath(address, folder)).toBeNull()
    }
  )

  it('refuses a sibling whose name begins with the folder’s', () => {
    expect(assetPath('app://unweave/..%2frenderer-old%2fx', folder)).toBeNull()
  })
})
