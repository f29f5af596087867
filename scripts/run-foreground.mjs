import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** A terminal's Ctrl+C comes twice: to the whole group of processes, and handed on by npm. */
const repeatMilliseconds = 1000
const parentPollMilliseconds = 250

/**
 * Run a program in this terminal to its end. It gets each signal that this process gets, once: a window that hears it may
 * ask about unsaved work, and two signals in a row would end it without asking. When a person insists, it is killed.
 *
 * @returns its exit code, as a shell counts it, and whether a signal to this process ended it
 */
export function runForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // In a group of its own the terminal's signals reach it only through this process.
    const child = spawn(command, args, { stdio: 'inherit', detached: process.platform !== 'win32', ...options })
    let interruptedAt = null
    const passOn = (signal) => {
      const now = performance.now()
      if (interruptedAt === null) child.kill(signal)
      else if (now - interruptedAt > repeatMilliseconds) child.kill('SIGKILL')
      interruptedAt ??= now
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, passOn)
    const stopWatching = watchNpm(() => passOn('SIGTERM'))
    const settle = (finish, value) => {
      stopWatching()
      for (const signal of signals) process.off(signal, passOn)
      finish(value)
    }
    child.on('error', (error) => settle(reject, error))
    child.on('exit', (code, signal) =>
      settle(resolve, { code: code ?? 128 + constants.signals[signal], isInterrupted: interruptedAt !== null })
    )
  })
}

/** A SIGTERM to npm ends the shell between npm and this process, and comes no further. */
function watchNpm(onEnd) {
  const { ppid } = process
  const timer = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(timer)
    onEnd()
  }, parentPollMilliseconds)
  // Whoever runs this without npm may well leave it running.
  if (process.env.npm_lifecycle_event === undefined) clearInterval(timer)
  return () => clearInterval(timer)
}
