export function isNewerThanSources(builtAtMilliseconds: number, paths: readonly string[]): boolean
