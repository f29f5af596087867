export interface Runtime {
  readonly executablePath: string
  readonly distPath: string
  readonly version: string
  readonly origin: 'override' | 'installed' | 'downloaded' | 'registry'
}
export function resolveRuntime(options?: { quiet?: boolean }): Promise<Runtime>
