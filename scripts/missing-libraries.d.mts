export function describeMissingLibraries(executablePath: string): Promise<string | null>
export function parseMissing(output: string): string[]
