// Makes the bitmaps in assets/icons from the drawings in assets: node scripts/make-icons.mjs
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveRuntime } from './electron-runtime.mjs'
import { icnsSizes, writeIcns, writeIco } from './icon-containers.mjs'
import { launchArguments, launchEnvironment } from './launch-arguments.mjs'
import { projectRoot } from './paths.mjs'
import { runCommand } from './run-command.mjs'
import { withVirtualDisplay } from './virtual-display.mjs'

const assets = join(projectRoot, 'assets')
const icons = join(assets, 'icons')
const appDrawing = join(assets, 'icon.svg')
const smallDrawing = join(assets, 'icon-small.svg')
const documentDrawing = join(assets, 'icon-document.svg')
const pngSizes = [16, 24, 32, 48, 64, 128, 256, 512]
const icoSizes = [16, 24, 32, 48, 64, 128, 256]

const folder = mkdtempSync(join(tmpdir(), 'unweave-icons-'))
try {
  mkdirSync(icons, { recursive: true })
  const linux = pngSizes.map((size) => ({
    svgPath: appDrawingFor(size),
    pngPath: join(icons, `${size}x${size}.png`),
    size,
    margin: 0
  }))
  const ico = icoSizes.map((size) => drawing(appDrawingFor(size), 'ico', size, 0))
  // Apple's icons keep a margin of a tenth; documents fill the height.
  const icns = icnsSizes.map((size) => drawing(appDrawing, 'icns', size, size / 10))
  const documents = [...new Set([...icoSizes, ...icnsSizes])].map((size) =>
    drawing(documentDrawing, 'document', size, 0)
  )
  await rasterize([...linux, ...ico, ...icns, ...documents])
  writeFileSync(join(icons, 'icon.ico'), writeIco(ico.map(readImage)))
  writeFileSync(join(icons, 'icon.icns'), writeIcns(icns.map(readImage)))
  const documentsOf = (sizes) => documents.filter(({ size }) => sizes.includes(size)).map(readImage)
  writeFileSync(join(icons, 'document.ico'), writeIco(documentsOf(icoSizes)))
  writeFileSync(join(icons, 'document.icns'), writeIcns(documentsOf(icnsSizes)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The threads' crossings are lost in so few pixels. */
function appDrawingFor(size) {
  return size <= 24 ? smallDrawing : appDrawing
}

function drawing(svgPath, name, size, margin) {
  return { svgPath, pngPath: join(folder, `${name}-${size}.png`), size, margin }
}

function readImage({ size, pngPath }) {
  return { size, png: readFileSync(pngPath) }
}

async function rasterize(drawings) {
  const list = join(folder, 'drawings.json')
  writeFileSync(list, JSON.stringify(drawings))
  const { executablePath } = await resolveRuntime()
  const switches = launchArguments().filter((argument) => argument !== projectRoot)
  const renderer = join(import.meta.dirname, 'rasterize-svg.mjs')
  const { code, output } = await withVirtualDisplay((env) =>
    runCommand(executablePath, [...switches, renderer, list], { env: launchEnvironment(env) })
  )
  if (code !== 0) throw new Error(`The drawings could not be rasterized:\n${output}`)
}
