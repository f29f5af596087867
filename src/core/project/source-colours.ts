import type { ColourName } from './project'
import { parseHex, rgbToOklab, type Oklab } from '../math/oklab'

export type Theme = 'dark' | 'light'

export interface SourceColour {
  readonly css: string
  /** for the digit that stands on the colour */
  readonly digitCss: string
  readonly oklab: Oklab
}

const ink = '#101216'
const paper = '#FFFFFF'

/** [dark, light, digit on dark, digit on light] */
const palette: Record<ColourName, readonly [string, string, string, string]> = {
  sky: ['#71AEFF', '#3C66C8', ink, paper],
  amber: ['#D8AC2A', '#936A00', ink, paper],
  orchid: ['#D36DA7', '#862170', ink, paper],
  mint: ['#4FDFC2', '#00998C', ink, ink],
  violet: ['#9982E6', '#573AA2', ink, paper],
  lime: ['#AAD96F', '#65960D', ink, ink],
  coral: ['#FF8A93', '#BA3F5F', ink, paper],
  fern: ['#48AD62', '#006431', ink, paper]
}

/** What belongs to no source has the colour of the mix's waveform. */
const neutral = { dark: '#9AA1AB', light: '#6F757E' }

function colour(css: string, digitCss: string): SourceColour {
  return { css, digitCss, oklab: rgbToOklab(parseHex(css)) }
}

const colours = {
  dark: mapPalette(([dark, , digit]) => colour(dark, digit)),
  light: mapPalette(([, light, , digit]) => colour(light, digit))
}

const neutrals = { dark: colour(neutral.dark, ink), light: colour(neutral.light, paper) }

function mapPalette(pick: (row: readonly [string, string, string, string]) => SourceColour) {
  return Object.fromEntries(Object.entries(palette).map(([name, row]) => [name, pick(row)])) as Record<
    ColourName,
    SourceColour
  >
}

/** The colour of a source in a theme; null gives the neutral one of ungrouped components. */
export function sourceColour(name: ColourName | null, theme: Theme): SourceColour {
  return name === null ? neutrals[theme] : colours[theme][name]
}
