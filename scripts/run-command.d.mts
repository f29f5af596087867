import type { SpawnOptions } from 'node:child_process'

export interface CommandResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}
export function runCommand(
  command: string,
  args: readonly string[],
  options?: Omit<SpawnOptions, 'stdio'> & { stdio?: 'pipe' | 'inherit'; onOutput?: () => void }
): Promise<CommandResult>
export function runNpm(args: readonly string[], options?: Parameters<typeof runCommand>[2]): Promise<CommandResult>
