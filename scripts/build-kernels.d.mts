/** the folder of the modules */
export const kernelFolder: string
export function buildKernels(): Promise<void>
