import { describe, expect, test } from 'vitest'
import { parseMissing } from '../../../scripts/missing-libraries.mjs'
import { chooseNames, missingPackages, parseCandidates, parseInstalled } from '../../../scripts/system-packages.mjs'

describe('system packages', () => {
  test('only packages that are fully installed count, not removed ones nor the complaints of dpkg-query', () => {
    const output = [
      'libgtk-3-0 installed',
      'xvfb config-files',
      'libasound2t64 installed',
      'dpkg-query: no packages found matching libdrm2',
      ''
    ].join('\n')
    expect(parseInstalled(output)).toEqual(new Set(['libgtk-3-0', 'libasound2t64']))
  })

  test('a package is there when one of its names is installed', () => {
    const installed = new Set(['libasound2t64', 'xvfb'])
    expect(missingPackages(installed, [['libasound2', 'libasound2t64'], ['libnss3'], ['xvfb']])).toEqual([['libnss3']])
  })

  test('a purely virtual package cannot be installed, so the real name is chosen', () => {
    const output = [
      'libasound2:',
      '  Installed: (none)',
      '  Candidate: (none)',
      '  Version table:',
      'libasound2t64:',
      '  Installed: (none)',
      '  Candidate: 1.2.14-1',
      '  Version table:',
      '     1.2.14-1 500'
    ].join('\n')
    const candidates = parseCandidates(output)
    expect(candidates).toEqual(new Set(['libasound2t64']))
    expect(chooseNames([['libasound2', 'libasound2t64']], candidates)).toEqual(['libasound2t64'])
  })

  test('with empty package lists the first name stands in messages', () => {
    expect(chooseNames([['libasound2', 'libasound2t64']], new Set())).toEqual(['libasound2'])
  })

  test('missing libraries are read from ldd', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f)',
      '\tlibgbm.so.1 => not found'
    ].join('\n')
    expect(parseMissing(output)).toEqual(['libnss3.so', 'libgbm.so.1'])
  })
})
