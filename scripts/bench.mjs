import { runVitestInElectron } from './vitest-in-electron.mjs'

/** `npm run bench`: measures the real window and engine and prints what it saw; nothing here passes or fails. */
process.exitCode = await runVitestInElectron('bench', process.argv.slice(2))
