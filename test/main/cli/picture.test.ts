import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { columnsOfPixel, binsOfRow, frequencyAxis, yOfHertz } from '../../../src/main/cli/picture/axes'
import { parseHex, rgbToOklab } from '@core/math/oklab'
import { spectrogramColour, writeRgb } from '../../../src/main/cli/picture/colours'
import { componentParts } from '../../../src/main/cli/picture/component-parts'
import { encodePng } from '../../../src/main/cli/picture/png'

describe('the picture', () => {
  it('encodes pixels as a PNG that decodes to them', () => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 250, 251, 252, 3, 2, 1)
    const png = encodePng(2, 2, pixels)
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 2])
    const dataAt = png.indexOf('IDAT')
    const rows = inflateSync(png.subarray(dataAt + 4, dataAt + 4 + png.readUInt32BE(dataAt - 4)))
    const decoded = [...rows.subarray(1, 7)]
    expect(rows[7]).toBe(2)
    for (let i = 0; i < 6; i++) decoded.push((rows[8 + i]! + decoded[i]!) & 255)
    expect(decoded).toEqual([...pixels])
  })

  it('keeps the hue of a source and grows lighter with the level', () => {
    const amber = rgbToOklab(parseHex('#D8AC2A'))
    const [soft, loud] = [spectrogramColour(-60, amber), spectrogramColour(-25, amber)]
    expect(loud[0]).toBeGreaterThan(soft[0])
    expect(Math.atan2(loud[2], loud[1])).toBeCloseTo(Math.atan2(amber[2], amber[1]), 6)
    const pixel = new Uint8Array(3)
    writeRgb(amber, pixel, 0)
    expect([...pixel]).toEqual([0xd8, 0xac, 0x2a])
  })

  it('leaves out no bin and no column', () => {
    const axis = frequencyAxis(44_100, 300)
    const binHertz = 44_100 / 4096
    for (let y = 1; y < 300; y++) {
      expect(binsOfRow(axis, y, binHertz).last).toBeGreaterThanOrEqual(binsOfRow(axis, y - 1, binHertz).first - 1)
    }
    expect(yOfHertz(axis, 40)).toBeCloseTo(300)
    const time = { widthPixels: 50, lengthSamples: 44_100, windowSamples: 512, hopSamples: 128, columnCount: 348 }
    for (let x = 1; x < 50; x++) expect(columnsOfPixel(time, x).first).toBe(columnsOfPixel(time, x - 1).last + 1)
  })
})

describe('the parts of the components', () => {
  it('are those of W·H, over the columns of a template that is longer than one', () => {
    const factors = {
      rank: 1,
      binCount: 2,
      columnCount: 3,
      model: { kind: 'convolution', lagCount: 2 },
      // Lag 0 holds the bins 1 and 2, lag 1 the bins 3 and 4.
      W: Float32Array.of(1, 2, 3, 4),
      H: Float32Array.of(10, 0, 100)
    } as const
    const part = componentParts(factors, null)
    const picture = [0, 1, 2].map((column) => [part(0, 0, column), part(0, 1, column)])
    expect(picture).toEqual([
      [10, 20],
      [30, 40],
      [100, 200]
    ])
  })

  it('are the shares where the masks do not follow from W·H', () => {
    const matrices = { W: new Float32Array(2), H: new Float32Array(4) }
    const factors = { rank: 2, binCount: 1, columnCount: 2, model: { kind: 'medians' }, ...matrices } as const
    const part = componentParts(factors, Uint8Array.of(255, 51))
    expect([part(0, 0, 0), part(1, 0, 0), part(0, 0, 1), part(1, 0, 1)]).toEqual([1, 0, 0.2, 0.8])
  })
})
