export interface IconImage {
  readonly size: number
  readonly png: Uint8Array
}
export const icnsSizes: readonly number[]
export function writeIco(images: readonly IconImage[]): Uint8Array
export function writeIcns(images: readonly IconImage[]): Uint8Array
