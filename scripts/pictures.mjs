import { runVitestInElectron } from './vitest-in-electron.mjs'

/** `npm run pictures`: pictures of the window's states, at sizes up to twice a usual screen. */
process.exitCode = await runVitestInElectron('pictures', process.argv.slice(2), { width: 2880, height: 1800 })
