/**
 * A Windows icon: a directory of images, each a whole PNG (allowed since Vista).
 *
 * @param images [{ size, png }], sizes at most 256
 */
export function writeIco(images) {
  const entryBytes = 16
  const header = Buffer.alloc(6 + entryBytes * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  images.forEach(({ size, png }, index) => {
    const entry = 6 + entryBytes * index
    // 256 does not fit into the byte and is written as 0.
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** Types of PNG images in an Apple icon by their size in pixels; sizes that serve two resolutions have two. */
const icnsTypes = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']]
])

export const icnsSizes = [...icnsTypes.keys()]

/**
 * An Apple icon: chunks of type, length and PNG.
 *
 * @param images [{ size, png }], sizes of icnsSizes
 */
export function writeIcns(images) {
  const chunks = images.flatMap(({ size, png }) =>
    icnsTypes.get(size).map((type) => Buffer.concat([chunkHeader(type, png.length), png]))
  )
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  return Buffer.concat([chunkHeader('icns', length), ...chunks])
}

function chunkHeader(type, contentLength) {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(contentLength + 8, 4)
  return header
}
