export const stampPath: string
export function ensureBuild(): Promise<void>
