import { join, normalize, sep } from 'node:path'

export const appScheme = 'app'
const host = 'unweave'
export const appOrigin = `${appScheme}://${host}`

/** The file in `folder` that an `app://unweave/…` address names; null for every other address and for a way out of it. */
export function assetPath(address: string, folder: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== `${appScheme}:` || url.host !== host) return null
  const name = decodePath(url.pathname)
  if (name === null || name.includes('\0') || name.includes('\\')) return null
  const root = normalize(folder)
  const path = join(root, name === '/' ? 'index.html' : name)
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : null
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
