export function withLock<T>(path: string, action: () => Promise<T>): Promise<T>
export function isProcessAlive(processId: number): boolean
