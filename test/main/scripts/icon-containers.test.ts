import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { icnsSizes, writeIcns, writeIco } from '../../../scripts/icon-containers.mjs'

const icons = resolve(import.meta.dirname, '../../../assets/icons')
const pngSignature = '89504e470d0a1a0a'

interface Part {
  type: string
  size: number
}

/** Walks an Apple icon by its chunk lengths; the width of a PNG stands 16 bytes into it. */
function readIcns(file: Buffer): Part[] {
  expect(file.toString('latin1', 0, 4)).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const parts: Part[] = []
  for (let offset = 8; offset < file.length; offset += file.readUInt32BE(offset + 4)) {
    expect(file.toString('hex', offset + 8, offset + 16)).toBe(pngSignature)
    parts.push({ type: file.toString('latin1', offset, offset + 4), size: file.readUInt32BE(offset + 24) })
  }
  return parts
}

/** The claimed sizes of a Windows icon, each found at its offset as a PNG of that size. */
function readIco(file: Buffer): number[] {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index
    const offset = file.readUInt32LE(entry + 12)
    const size = file.readUInt8(entry) || 256
    expect(file.toString('hex', offset, offset + 8)).toBe(pngSignature)
    expect(file.readUInt32BE(offset + 16)).toBe(size)
    expect(offset + file.readUInt32LE(entry + 8)).toBeLessThanOrEqual(file.length)
    return size
  })
}

describe('the icons', () => {
  test.each(['icon', 'document'])('%s.icns holds every size of macOS', (name) => {
    const parts = readIcns(readFileSync(resolve(icons, `${name}.icns`)))
    expect(parts.map(({ size }) => size)).toEqual([32, 64, 128, 256, 256, 512, 512, 1024])
    expect(parts.map(({ type }) => type)).toEqual(['ic11', 'ic12', 'ic07', 'ic08', 'ic13', 'ic09', 'ic14', 'ic10'])
  })

  test.each(['icon', 'document'])('%s.ico holds the sizes of Windows up to 256', (name) => {
    expect(readIco(readFileSync(resolve(icons, `${name}.ico`)))).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  test('are written so that the images come out again', () => {
    const png = readFileSync(resolve(icons, '256x256.png'))
    expect(readIco(Buffer.from(writeIco([{ size: 256, png }])))).toEqual([256])
    expect(readIcns(Buffer.from(writeIcns([{ size: 256, png }])))).toHaveLength(2)
    expect(icnsSizes).toContain(1024)
  })
})
