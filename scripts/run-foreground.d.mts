import type { SpawnOptions } from 'node:child_process'

export function runForeground(
  command: string,
  args: readonly string[],
  options?: SpawnOptions
): Promise<{ code: number; isInterrupted: boolean }>
