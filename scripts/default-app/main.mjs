// What `electron <folder>` runs in a runtime that came without Electron's own default app.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const { modules, target } = readArguments(process.argv.slice(1))
if (target === '--version') {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
}
if (target === null) {
  process.stderr.write('Usage: electron [--require module] [switches] <folder or script> [arguments]\n')
  process.exit(2)
}

process.defaultApp = true
if (modules.length > 0) Module._preloadModules(modules)
const path = resolve(target)
describeApp(path)
// Awaited at the top level: Electron holds `ready` back until the entry has loaded, and privileged schemes must be
// registered before `ready`.
await import(pathToFileURL(createRequire(import.meta.url).resolve(path)).href)

function readArguments(args) {
  const modules = []
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]
    if (argument === '-r' || argument === '--require') modules.push(args[++index])
    else if (argument === '-v' || argument === '--version') return { modules, target: '--version' }
    else if (!argument.startsWith('-')) return { modules, target: argument }
  }
  return { modules, target: null }
}

function describeApp(path) {
  const manifestPath = join(path, 'package.json')
  if (!existsSync(manifestPath)) return
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'))
  app.setAppPath(path)
  const name = manifest.productName ?? manifest.name
  if (name) app.setName(name)
  if (manifest.version) app.setVersion(manifest.version)
}
