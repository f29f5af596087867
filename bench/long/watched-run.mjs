import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const sampleMilliseconds = 100
const ticksPerSecond = 100

/**
 * Runs a program to its end and watches its whole tree of processes. Memory is the sum of what each process held at most (VmHWM,
 * which the kernel keeps, so no peak is missed): never less than what all of them held at one time.
 *
 * @param onOutput hears all that it writes so far, and may end it with the given function
 * @returns {Promise<{code: number | null, seconds: number, processorSeconds: number, peakBytes: number, output: string}>}
 */
export function runWatched(command, args, { onOutput = () => {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const startTime = performance.now()
    const seen = new Map()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    const watch = () => {
      for (const pid of treeOf(child.pid)) seen.set(pid, usageOf(pid) ?? seen.get(pid))
    }
    const timer = setInterval(watch, sampleMilliseconds)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
        onOutput(output, (signal) => child.kill(signal))
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(timer)
      const usages = [...seen.values()].filter((usage) => usage !== undefined)
      const sumOf = (name) => usages.reduce((sum, usage) => sum + usage[name], 0)
      const seconds = (performance.now() - startTime) / 1000
      resolve({ code, seconds, processorSeconds: sumOf('processorSeconds'), peakBytes: sumOf('peakBytes'), output })
    })
  })
}

function treeOf(root) {
  const children = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = statOf(name)
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** What a process has used; undefined when it is gone. */
function usageOf(pid) {
  const stat = statOf(pid)
  const peak = /VmHWM:\s+(\d+) kB/.exec(readIfThere(`/proc/${pid}/status`))
  return stat && peak ? { processorSeconds: stat.processorSeconds, peakBytes: 1024 * Number(peak[1]) } : undefined
}

function statOf(pid) {
  const text = readIfThere(`/proc/${pid}/stat`)
  // The name in brackets may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields.length < 13) return undefined
  return { parent: Number(fields[1]), processorSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
