import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.mjs'

/** Debian's packages of which Electron needs libraries. Names of newer releases come second. */
const runtimePackages = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libcups2', 'libcups2t64'],
  ['libdrm2']
]

/** And those which tests need for a display of their own. */
const displayPackages = [['xvfb'], ['xauth']]

const allPackages = [...runtimePackages, ...displayPackages]

/** The command that installs what Electron needs to run, for messages. */
export function describeRuntimeInstall() {
  return `sudo apt-get install ${runtimePackages.map(([name]) => name).join(' ')}`
}

/**
 * See that the system packages for the tests are there: as root on Debian and its kin, install the missing ones.
 *
 * @throws Error that names what is missing and how to get it
 */
export async function ensureSystemPackages() {
  if (process.platform !== 'linux') return
  if (!isDebian()) {
    if ((await runCommand('Xvfb', ['-help'])).code !== 127) return
    throw new Error('The tests need Xvfb, and Electron needs the libraries of GTK 3, NSS, ALSA and GBM: install them.')
  }
  const missing = missingPackages(parseInstalled(await queryInstalled()))
  if (missing.length === 0) return
  if (process.getuid() !== 0) {
    const names = chooseNames(missing, parseCandidates(await queryCandidates(missing)))
    throw new Error(`System packages are missing. Install them with:\n  sudo apt-get install ${names.join(' ')}`)
  }
  await install(missing)
}

function isDebian() {
  return existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get')
}

async function queryInstalled() {
  const { output } = await runCommand('dpkg-query', [
    '-W',
    '-f=${Package} ${db:Status-Status}\n',
    ...allPackages.flat()
  ])
  return output
}

/** The names in the lines "<package> installed" of dpkg-query. */
export function parseInstalled(output) {
  const lines = output.split('\n').map((line) => line.split(' '))
  return new Set(
    lines.filter(([, status, ...rest]) => status === 'installed' && rest.length === 0).map(([name]) => name)
  )
}

/** The packages, each as its possible names, of which none is installed. */
export function missingPackages(installed, packages = allPackages) {
  return packages.filter((names) => !names.some((name) => installed.has(name)))
}

async function queryCandidates(packages) {
  return (await runCommand('apt-cache', ['policy', ...packages.flat()], { env: { ...process.env, LC_ALL: 'C' } }))
    .output
}

/** The names for which `apt-cache policy` knows a version. A purely virtual package has none. */
export function parseCandidates(output) {
  const known = new Set()
  let name = ''
  for (const line of output.split('\n')) {
    const heading = /^(\S+):$/.exec(line)
    if (heading) name = heading[1]
    const version = /^ {2}Candidate: (.+)$/.exec(line)
    if (version && version[1] !== '(none)') known.add(name)
  }
  return known
}

/** One name for each package: one that can be had, else the first. */
export function chooseNames(packages, candidates) {
  return packages.map((names) => names.find((name) => candidates.has(name)) ?? names[0])
}

async function install(missing) {
  let candidates = parseCandidates(await queryCandidates(missing))
  if (missing.some((names) => !names.some((name) => candidates.has(name)))) {
    await apt(['update'])
    candidates = parseCandidates(await queryCandidates(missing))
  }
  const names = chooseNames(missing, candidates)
  process.stderr.write(`Installing the system packages ${names.join(' ')} …\n`)
  // Known versions may be gone from the server when the lists are old.
  const command = ['install', '-y', '--no-install-recommends', ...names]
  if ((await tryApt(command)).code === 0) return
  await apt(['update'])
  await apt(command)
}

function tryApt(args) {
  return runCommand('apt-get', ['-q', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

async function apt(args) {
  const { code, output } = await tryApt(args)
  if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${output.trim()}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureSystemPackages()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
