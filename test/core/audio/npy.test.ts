import { describe, expect, it } from 'vitest'
import { orderedValues, readNpy, writeNpy } from '@core/audio/npy'
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

  it('writes one and three dimensions as Python does', () => {
    const header = (shape: number[]) => Buffer.from(writeNpy(values, shape, true)).toString('latin1', 10, 128)
    expect(header([6])).toContain("'shape': (6,), }")
    expect(header([1, 2, 3])).toContain("'shape': (1, 2, 3), }")
  })

  it('refuses a shape that the values do not fill', () => {
    expect(() => writeNpy(values, [2, 2], false)).toThrow(expect.objectContaining({ code: 'shape-mismatch' }))
  })
})

describe('reading', () => {
  it.each([true, false])('gives back what was written, fortran order %s', (fortranOrder) => {
    expect(readNpy(writeNpy(values, [3, 2], fortranOrder))).toEqual({ data: values, shape: [3, 2], fortranOrder })
  })

  it.each([[[6]], [[1, 6]], [[1, 2, 3]]])('gives back the shape %j', (shape) => {
    expect(readNpy(writeNpy(values, shape, false))).toEqual({ data: values, shape, fortranOrder: false })
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
    for (const shape of [[], [1, 1, 2, 3]]) {
      const array = writeNpy(values.subarray(0, shape.length === 0 ? 1 : 6), shape, false)
      expect(() => readNpy(array)).toThrow(expect.objectContaining({ code: 'unsupported-format' }))
    }
  })
})

describe('the order of the values', () => {
  const shape = [2, 3, 4]
  // The value says its place: 100·i + 10·j + k.
  const rowAfterRow = Float32Array.from({ length: 24 }, (_, at) => {
    return 100 * Math.floor(at / 12) + 10 * (Math.floor(at / 4) % 3) + (at % 4)
  })
  const firstIndexFastest = Float32Array.from({ length: 24 }, (_, at) => {
    return 100 * (at % 2) + 10 * (Math.floor(at / 2) % 3) + Math.floor(at / 6)
  })

  it('can be turned round in both directions', () => {
    expect(orderedValues({ data: rowAfterRow, shape, fortranOrder: false }, true)).toEqual(firstIndexFastest)
    expect(orderedValues({ data: firstIndexFastest, shape, fortranOrder: true }, false)).toEqual(rowAfterRow)
    const matrix = { data: values, shape: [2, 3], fortranOrder: false }
    expect(orderedValues(matrix, true)).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6))
  })

  it('costs nothing where it is right already', () => {
    expect(orderedValues({ data: values, shape: [2, 3], fortranOrder: true }, true)).toBe(values)
    expect(orderedValues({ data: values, shape: [6, 1], fortranOrder: true }, false)).toBe(values)
  })
})
