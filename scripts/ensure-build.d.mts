export const stampPath: string
export function ensureBuild(): Promise<void>
export function isNewerThanSources(builtAtMilliseconds: number, paths: readonly string[]): boolean
