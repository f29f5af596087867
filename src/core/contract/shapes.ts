import { z } from 'zod'

/* What many calls to the engine pass. */

export const float32 = z.instanceof(Float32Array)
export const clipId = z.string().min(1)
export const separationId = z.string().min(1)
