import { z } from 'zod'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
export type Bounds = z.infer<typeof boundsSchema>

/** What the window remembers between starts, besides recent files. */
export const storedStateSchema = z.object({
  bounds: boundsSchema.nullable(),
  isMaximized: z.boolean(),
  theme: z.enum(themes),
  openFolder: z.string().nullable(),
  exportFolder: z.string().nullable()
})
export type StoredState = z.infer<typeof storedStateSchema>

export const freshState: StoredState = {
  bounds: null,
  isMaximized: false,
  theme: 'system',
  openFolder: null,
  exportFolder: null
}
