/** Elements of an SVG as text; whatever comes from outside is escaped. */

// XML has no way to write them.
// eslint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u001f]/g

export function svgDocument(width: number, height: number, elements: readonly string[]): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'Segoe UI', 'Noto Sans', sans-serif">`
  return [open, ...elements, '</svg>', ''].join('\n')
}

export function group(x: number, y: number, elements: readonly string[]): string {
  return `<g transform="translate(${short(x)} ${short(y)})">${elements.join('')}</g>`
}

export function rectangle(shape: {
  x: number
  y: number
  width: number
  height: number
  fill: string
  radius?: number
}): string {
  const { x, y, width, height, fill, radius = 0 } = shape
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="${radius}" fill="${fill}"/>`
}

export function line({
  x1,
  y1,
  x2,
  y2,
  stroke
}: {
  x1: number
  y1: number
  x2: number
  y2: number
  stroke: string
}): string {
  return `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}" stroke="${stroke}"/>`
}

export function path({
  d,
  fill,
  fillOpacity,
  stroke
}: {
  d: string
  fill: string
  fillOpacity: number
  stroke: string
}): string {
  return `<path d="${d}" fill="${fill}" fill-opacity="${fillOpacity}" stroke="${stroke}" stroke-width="1.1" stroke-linejoin="round"/>`
}

/** The outline of a curve that begins and ends on its base line. */
export function areaPath(
  points: readonly (readonly [number, number])[],
  start: readonly [number, number],
  end: readonly [number, number]
): string {
  const corners = [start, ...points, end].map(([x, y]) => `${short(x)} ${short(y)}`)
  return `M${corners.join('L')}`
}

export function image(options: { x: number; y: number; width: number; height: number; png: Buffer }): string {
  const { x, y, width, height, png } = options
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" href="data:image/png;base64,${png.toString('base64')}"/>`
}

export function text(
  content: string,
  style: { x: number; y: number; size: number; fill: string; anchor?: 'start' | 'middle' | 'end'; isBold?: boolean }
): string {
  const { x, y, size, fill, anchor = 'start', isBold = false } = style
  const weight = isBold ? ' font-weight="600"' : ''
  return `<text x="${short(x)}" y="${short(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weight}>${escaped(content)}</text>`
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escaped(content: string): string {
  return content
    .replace(controlCharacters, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}
