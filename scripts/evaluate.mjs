import { runBuilt } from './run-built.mjs'

/*
 * `npm run evaluate`: stems against true ones.
 */

await runBuilt('evaluate.js')
