type Names = readonly string[]
export function describeRuntimeInstall(): string
export function ensureSystemPackages(): Promise<void>
export function parseInstalled(output: string): Set<string>
export function missingPackages(installed: ReadonlySet<string>, packages?: readonly Names[]): Names[]
export function parseCandidates(output: string): Set<string>
export function chooseNames(packages: readonly Names[], candidates: ReadonlySet<string>): string[]
