export interface PackageArguments {
  platform: string
  targets: string[]
  output: string | null
}
export function readPackageArguments(args: readonly string[], hostPlatform?: string): PackageArguments
