import type { ClipInfo, SeparationResult } from '@core/contract/engine'
import { frequencyAxis, frequencyTicks, timeTicks, type TimeAxis } from './axes'
import { colourNames } from '@core/project/project'
import { sourceColour } from '@core/project/source-colours'
import { templateOf } from '@core/separation/templates'
import { displayDecibels } from '@core/spectral/spectrogram-tile'
import { activationCurve, templateCurve } from './curves'
import { drawSpectrogram } from './spectrogram-image'
import { areaPath, group, image, line, path, rectangle, svgDocument, text } from './svg'

const canvas = '#0E0F12'
const panel = '#15171A'
const lineColour = '#25282D'
const strongText = '#ECEEF0'
const plainText = '#B0B5BD'
const faintText = '#8C929C'

const widthPixels = 1600
const marginPixels = 32
const tickPixels = 52
const templatesWidth = 320
const gapPixels = 20
const headHeight = 108
const spectrogramHeight = 540
const timeAxisHeight = 34
const footHeight = 44
const spectrogramLeft = marginPixels + tickPixels + templatesWidth + gapPixels
const spectrogramWidth = widthPixels - spectrogramLeft - marginPixels
/** The spectrogram is drawn finer than its place, for screens with small pixels. */
const imageScale = 1.5

export interface PictureContent {
  readonly clip: ClipInfo
  readonly separation: SeparationResult
  readonly sources: readonly { readonly name: string; readonly componentIndices: readonly number[] }[]
  /** 8-bit levels of all columns of the STFT, bins contiguous */
  readonly decibels: Uint8Array
  /** see componentParts */
  readonly shares: Uint8Array | null
}

/**
 * A separation as one SVG: the spectrogram coloured by source, the templates w_k beside it on the same frequency axis and the
 * activations h_k below it on the same time axis, source by source.
 */
export function drawPicture(content: PictureContent): string {
  const { clip, separation, sources } = content
  const colours = sources.map((_, index) => sourceColour(colourNames[index % colourNames.length]!, 'dark').css)
  const order = sources.flatMap(({ componentIndices }, source) =>
    componentIndices.map((component) => ({ component, colour: colours[source]! }))
  )
  const rowHeight = Math.max(10, Math.min(30, 480 / order.length))
  const activationsTop = headHeight + spectrogramHeight + timeAxisHeight
  const height = Math.ceil(activationsTop + rowHeight * order.length + footHeight)
  const place = { order, rowHeight, activationsTop }
  return svgDocument(widthPixels, height, [
    rectangle({ x: 0, y: 0, width: widthPixels, height, fill: panel }),
    ...drawHead(clip, separation, sources.length),
    ...drawSourceList(sources, { colours, top: activationsTop + 28, bottom: height - footHeight }),
    ...drawTemplates(content, place),
    ...drawMap(content, colours),
    ...drawActivations(content, place),
    text(
      `Unweave · colour: share of each source, brightness: level from ${shown(displayDecibels.low)} to ${shown(displayDecibels.high)} dBFS`,
      {
        x: widthPixels - marginPixels,
        y: height - 16,
        size: 12,
        fill: faintText,
        anchor: 'end'
      }
    )
  ])
}

interface Place {
  readonly order: readonly { component: number; colour: string }[]
  readonly rowHeight: number
  readonly activationsTop: number
}

function drawHead(clip: ClipInfo, { parameters, costs, factors }: SeparationResult, sourceCount: number): string[] {
  const { method, beta, windowSamples, hopSamples, seed } = parameters
  const last = costs.at(-1)
  const facts = [
    `${factors.rank} components`,
    `${sourceCount} ${sourceCount === 1 ? 'source' : 'sources'}`,
    method.toUpperCase(),
    ...(method === 'nmf' ? [`β = ${beta}`] : []),
    ...(last === undefined ? [] : [`${last.iteration} iterations, cost ${last.cost.toPrecision(3)}`]),
    `window ${windowSamples}, hop ${hopSamples}`,
    ...(last === undefined ? [] : [`seed ${seed}`])
  ]
  const captionY = headHeight - 26
  return [
    text(clip.name, { x: marginPixels, y: 44, size: 22, fill: strongText, isBold: true }),
    text(facts.join('  ·  '), { x: spectrogramLeft, y: captionY, size: 13, fill: plainText }),
    text('Templates w_k', { x: marginPixels + tickPixels, y: captionY, size: 13, fill: plainText })
  ]
}

/** Below the templates: each source with its colour and its components; what has no room is left out. */
function drawSourceList(
  sources: PictureContent['sources'],
  { colours, top, bottom }: { colours: readonly string[]; top: number; bottom: number }
): string[] {
  const left = marginPixels + tickPixels
  const elements: string[] = []
  let y = top
  for (const [index, { name, componentIndices }] of sources.entries()) {
    const lines = wrapWords(componentIndices.map((component) => String(component + 1)))
    const height = 28 + lines.length * 17
    if (y + height > bottom) break
    elements.push(
      rectangle({ x: left, y, width: 20, height: 18, fill: colours[index]!, radius: 4 }),
      text(String(index + 1), { x: left + 10, y: y + 13, size: 12, fill: '#101216', anchor: 'middle', isBold: true }),
      text(name, { x: left + 28, y: y + 14, size: 14, fill: strongText }),
      ...lines.map((words, row) => text(words, { x: left + 28, y: y + 34 + row * 17, size: 12, fill: plainText }))
    )
    y += height + 12
  }
  return elements
}

function wrapWords(words: readonly string[]): string[] {
  const longestLine = 34
  const lines: string[] = []
  for (const word of words) {
    const joined = `${lines.at(-1) ?? ''} ${word}`
    if (lines.length > 0 && joined.length <= longestLine) lines[lines.length - 1] = joined
    else lines.push(word)
  }
  return lines
}

function drawTemplates({ clip, separation }: PictureContent, { order }: Place): string[] {
  const axis = frequencyAxis(clip.sampleRate, spectrogramHeight)
  const left = marginPixels + tickPixels
  const pitch = templatesWidth / order.length
  const ticks = frequencyTicks(axis).flatMap(({ y, label }) => [
    line({ x1: left - 5, y1: headHeight + y, x2: left + templatesWidth, y2: headHeight + y, stroke: lineColour }),
    text(label, { x: left - 10, y: headHeight + y + 4, size: 12, fill: faintText, anchor: 'end' })
  ])
  const curves = order.map(({ component, colour }, index) => {
    const template = templateOf(separation.factors, component)
    const curve = templateCurve(template, axis, clip.sampleRate / separation.parameters.windowSamples)
    const points = curve.map((value, y): [number, number] => [value * (pitch - 2), y])
    const label = text(String(component + 1), { x: pitch / 2, y: -8, size: 10, fill: faintText, anchor: 'middle' })
    return group(left + index * pitch, headHeight, [
      path({ d: areaPath(points, [0, 0], [0, spectrogramHeight]), fill: colour, fillOpacity: 0.3, stroke: colour }),
      ...(pitch >= 14 ? [label] : [])
    ])
  })
  const backdrop = rectangle({
    x: left,
    y: headHeight,
    width: templatesWidth,
    height: spectrogramHeight,
    fill: canvas
  })
  return [backdrop, ...ticks, ...curves, text('Hz', { x: marginPixels, y: headHeight + 12, size: 12, fill: faintText })]
}

function drawMap(
  { clip, separation, sources, decibels, shares }: PictureContent,
  colours: readonly string[]
): string[] {
  const sourceOf = new Array<number>(separation.factors.rank).fill(0)
  for (const [source, { componentIndices }] of sources.entries()) {
    for (const component of componentIndices) sourceOf[component] = source
  }
  const png = drawSpectrogram({
    clip,
    separation,
    decibels,
    shares,
    sourceOf,
    colours,
    axis: frequencyAxis(clip.sampleRate, spectrogramHeight * imageScale),
    timeAxis: timeAxis(clip, separation, Math.round(spectrogramWidth * imageScale))
  })
  const place = { x: spectrogramLeft, y: headHeight, width: spectrogramWidth, height: spectrogramHeight }
  const duration = clip.lengthSamples / clip.sampleRate
  const bottom = headHeight + spectrogramHeight
  const ticks = timeTicks(duration, 16).flatMap(({ seconds, label }) => {
    const x = spectrogramLeft + (seconds / duration) * spectrogramWidth
    return [
      line({ x1: x, y1: bottom, x2: x, y2: bottom + 6, stroke: faintText }),
      text(label, { x: x + 4, y: bottom + 18, size: 12, fill: faintText })
    ]
  })
  return [image({ ...place, png }), ...ticks]
}

function drawActivations({ clip, separation }: PictureContent, { order, rowHeight, activationsTop }: Place): string[] {
  const { H, columnCount } = separation.factors
  const axis = timeAxis(clip, separation, spectrogramWidth)
  const caption = text('Activations h_k', {
    x: marginPixels + tickPixels,
    y: activationsTop + 12,
    size: 13,
    fill: plainText
  })
  const rows = order.map(({ component, colour }, index) => {
    const curve = activationCurve(H.subarray(component * columnCount, (component + 1) * columnCount), axis)
    const height = rowHeight - 3
    const points = curve.map((value, x): [number, number] => [x, height * (1 - value)])
    const label = {
      x: -10,
      y: height / 2 + 4,
      size: Math.min(12, rowHeight - 1),
      fill: faintText,
      anchor: 'end' as const
    }
    return group(spectrogramLeft, activationsTop + index * rowHeight, [
      rectangle({ x: 0, y: 0, width: spectrogramWidth, height, fill: canvas }),
      path({
        d: areaPath(points, [0, height], [spectrogramWidth, height]),
        fill: colour,
        fillOpacity: 0.3,
        stroke: colour
      }),
      text(String(component + 1), label)
    ])
  })
  return [caption, ...rows]
}

function timeAxis(clip: ClipInfo, { parameters, factors }: SeparationResult, width: number): TimeAxis {
  const { windowSamples, hopSamples } = parameters
  return {
    widthPixels: width,
    lengthSamples: clip.lengthSamples,
    windowSamples,
    hopSamples,
    columnCount: factors.columnCount
  }
}

/** With a minus sign, not a hyphen. */
function shown(decibels: number): string {
  return String(decibels).replace('-', '−')
}
