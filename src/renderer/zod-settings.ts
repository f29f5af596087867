import { z } from 'zod'

// Zod would compile parsers from text, which the page's policy forbids; it tries as soon as the first schema is made.
z.config({ jitless: true })
