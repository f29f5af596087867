import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { buildForNode } from '../engine/build-for-node'

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built command line, with a folder for recordings and one to run each test in. */
export interface Cli {
  /** of this test */
  readonly folder: string
  /** of all tests */
  readonly recordings: string
  /** Runs it in the folder of this test. `onStderr` may send it a signal. */
  run(args: readonly string[], onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void): Promise<Run>
  /** Runs what `npm run evaluate` does, there too. */
  evaluate(args: readonly string[]): Promise<Run>
}

/** Builds the command line for the tests of a file; `makeRecordings` fills the folder of the recordings. */
export function useCli(makeRecordings: (folder: string) => Promise<void>): Cli {
  let [built, recordings, folder] = ['', '', '']
  beforeAll(async () => {
    built = await buildForNode({
      cli: 'src/main/cli.ts',
      evaluate: 'src/main/evaluate.ts',
      'nmf-thread': 'src/main/engine/nmf-thread.ts'
    })
    recordings = await mkdtemp(join(tmpdir(), 'unweave-cli-in-'))
    await makeRecordings(recordings)
  }, 60_000)
  afterAll(async () => {
    for (const made of [built, recordings]) await rm(made, { recursive: true, force: true })
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unweave-cli-out-'))
    return () => rm(folder, { recursive: true, force: true })
  })
  return {
    get folder() {
      return folder
    },
    get recordings() {
      return recordings
    },
    run: (args, onStderr) => runEntry('cli.js', args, onStderr),
    evaluate: (args) => runEntry('evaluate.js', args)
  }

  function runEntry(...[entry, args, onStderr]: [string, ...Parameters<Cli['run']>]): Promise<Run> {
    const child = spawn(process.execPath, [join(built, entry), ...args], { cwd: folder })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      onStderr?.(stderr, (signal) => child.kill(signal))
    })
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
  }
}
