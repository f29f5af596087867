import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { projectRoot } from '../../scripts/paths.mjs'
import { runWatched } from './watched-run.mjs'

/** What the command line says when a phase begins, and how soon after that it is cancelled. */
export const phases = [
  { name: 'reading', says: /Reading/ },
  { name: 'computing the spectrogram', says: /Computing the spectrogram/ },
  { name: 'factorizing', says: /Separating/ },
  { name: 'finding the activations', says: /Finding the activations/ },
  { name: 'writing stems', says: /Writing stems/ }
]

const cancelledCode = 130
const intoThePhaseMilliseconds = 700

/**
 * Seconds from Ctrl+C in the midst of a phase to the end of the process; null when there was no such phase, or it was over too soon.
 * Few iterations: later phases come sooner.
 */
export async function measureCancel({ input, outFolder, phase, componentCount }) {
  const cli = join(projectRoot, 'out', 'main', 'cli.js')
  const args = [cli, input, '-k', String(componentCount), '-i', '20', '-o', outFolder, '--overwrite']
  let cancelledAt = null
  const { code, output } = await runWatched(process.execPath, args, {
    onOutput(soFar, end) {
      if (cancelledAt !== null || !phase.says.test(soFar)) return
      cancelledAt = Infinity
      void pause(intoThePhaseMilliseconds).then(() => {
        cancelledAt = performance.now()
        end('SIGINT')
      })
    }
  })
  if (code === 0) return null
  if (code !== cancelledCode) throw new Error(`cancelled while ${phase.name}, it ended with code ${code}:\n${output}`)
  return (performance.now() - cancelledAt) / 1000
}
