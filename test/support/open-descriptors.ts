import { fstatSync } from 'node:fs'

/** How many of the first descriptors of this process are open. */
export function openDescriptors(): number {
  return Array.from({ length: 200 }, (_, descriptor) => descriptor).filter((descriptor) => {
    try {
      fstatSync(descriptor)
      return true
    } catch {
      return false
    }
  }).length
}
