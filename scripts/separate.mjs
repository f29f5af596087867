import { runBuilt } from './run-built.mjs'

/*
 * `npm run separate`: the built command line.
 */

await runBuilt('cli.js')
