import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * electron-builder's hook, called when Electron has been copied and the app has not. A distribution that was unpacked for
 * development brings a default app, perhaps as a folder, of which electron-builder cannot take the checksum, and a file
 * with its version; neither is to be shipped.
 */
export default async function afterExtract({ appOutDir, packager }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { recursive: true, force: true })
  await rm(join(appOutDir, 'version'), { force: true })
}
