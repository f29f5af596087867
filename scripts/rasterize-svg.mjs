// Runs inside Electron: node scripts/make-icons.mjs starts it. Its argument is a JSON file with drawings to make.
import { readFileSync, writeFileSync } from 'node:fs'
import { app, BrowserWindow } from 'electron'

const drawings = JSON.parse(readFileSync(process.argv.at(-1), 'utf8'))

// Not awaited at the top level: Electron becomes ready only when this module has finished loading.
app
  .whenReady()
  .then(rasterize)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`)
      app.exit(1)
    }
  )

async function rasterize() {
  const window = new BrowserWindow({ show: false })
  await window.loadURL('data:text/html,<meta charset="utf-8">')
  for (const { svgPath, pngPath, size, margin } of drawings) {
    const source = `data:image/svg+xml;base64,${readFileSync(svgPath).toString('base64')}`
    const result = await window.webContents.executeJavaScript(`(${draw})(${JSON.stringify({ source, size, margin })})`)
    writeFileSync(pngPath, Buffer.from(result.slice(result.indexOf(',') + 1), 'base64'))
  }
}

/* global Image, document -- draw runs in the page */
async function draw({ source, size, margin }) {
  const image = new Image(size, size)
  image.src = source
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = size
  canvas.height = size
  canvas.getContext('2d').drawImage(image, margin, margin, size - 2 * margin, size - 2 * margin)
  return canvas.toDataURL('image/png')
}
