export function launchArguments(
  given?: readonly string[],
  options?: { folder?: string; platform?: string; userId?: number | undefined }
): string[]
export function launchEnvironment(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
