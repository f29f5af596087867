import type { z } from 'zod'

/** What was remembered under a name at an earlier start; null where nothing was, or nothing that can be used. */
export function recall<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> | null {
  const text = localStorage.getItem(name)
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Not JSON: written by hand or cut off. View state is not worth telling anyone about.
    return null
  }
}

/** Keeps a value from one start of the program to the next. */
export function remember(name: string, value: unknown): void {
  localStorage.setItem(name, JSON.stringify(value))
}
