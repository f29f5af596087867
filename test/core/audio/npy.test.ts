import { describe, expect, it } from 'vitest'
import { readNpy, writeNpy } from '@core/audio/npy'
import { ascii, hex, join } from '../../support/make-audio'

const values = Float32Array.of(1, 2, 3, 4, 5, 6)

describe('writing', () => {
  it('makes the bytes that numpy.save makes', () => {
    const bytes = writeNpy(values, [2, 3], false)
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
    const expected = join([hex('934e554d50590100'), hex('7600'), ascii(`${header.padEnd(117)}\n`)])
    expect(Buffer.from(bytes.subarray(0, 128)).equals(Buffer.from(expected))).toBe(true)
    expect(new Float32Array(bytes.slice(128).buffer)).toEqual(values)
  })

  it('refuses a shape that the values do not fill', () => {
    expect(() => writeNpy(values, [2, 2], false)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }))
  })
})

describe('reading', () => {
  it.each([true, false])('gives back what was written, fortran order %s', (fortranOrder) => {
    expect(readNpy(writeNpy(values, [3, 2], fortranOrder))).toEqual({ data: values, shape: [3, 2], fortranOrder })
  })

  it('reads the longer headers of versions 2 and 3, and doubles', () => {
    const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }\n"
    const doubles = new Uint8Array(Float64Array.of(0.5, 0.25).buffer)
    for (const version of [2, 3]) {
      const bytes = join([
        hex(`934e554d50590${version}00`),
        Uint8Array.of(header.length, 0, 0, 0),
        ascii(header),
        doubles
      ])
      expect(readNpy(bytes)).toEqual({ data: Float32Array.of(0.5, 0.25), shape: [1, 2], fortranOrder: true })
    }
  })

  it('refuses what is cut, of another type, or no array at all', () => {
    const bytes = writeNpy(values, [2, 3], false)
    expect(() => readNpy(bytes.subarray(0, 140))).toThrow(expect.objectContaining({ code: 'damaged-file' }))
    expect(() => readNpy(ascii('PK not an array at all'))).toThrow(expect.objectContaining({ code: 'damaged-file' }))
    const integers = Buffer.from(Buffer.from(bytes).toString('latin1').replace('<f4', '<i4'), 'latin1')
    expect(() => readNpy(integers)).toThrow(expect.objectContaining({ code: 'unsupported-format' }))
  })
})
