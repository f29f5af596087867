import { crc32, deflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** An RGB image as PNG; `pixels` holds the rows from the top, three bytes a pixel. */
export function encodePng(width: number, height: number, pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filterRows(width, height, pixels), { level: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ])
}

/** Each row as the difference to the one above, which deflates better than the values. */
function filterRows(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const rowBytes = width * 3
  const filtered = new Uint8Array(height * (rowBytes + 1))
  const upFilter = 2
  for (let y = 0; y < height; y++) {
    const target = y * (rowBytes + 1)
    filtered[target] = upFilter
    for (let i = 0; i < rowBytes; i++) {
      const above = y === 0 ? 0 : pixels[(y - 1) * rowBytes + i]!
      filtered[target + 1 + i] = pixels[y * rowBytes + i]! - above
    }
  }
  return filtered
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
