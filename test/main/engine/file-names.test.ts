import { describe, expect, it } from 'vitest'
import { checkFileNames } from '../../../src/main/engine/file-names'

const refusal = expect.objectContaining({ code: 'invalid-argument' })

describe('checkFileNames', () => {
  it('takes ordinary names in any script', () => {
    expect(() => checkFileNames(['Schlagzeug 1.wav', '太鼓.wav', 'a..b.wav', '-.wav'])).not.toThrow()
  })

  it.each(['../a.wav', 'a/b.wav', 'a\\b.wav', '..', '.', '', ' ', 'a\u0000.wav', 'con.wav', 'LPT1', 'a.wav.', 'a '])(
    'refuses %j',
    (name) => {
      expect(() => checkFileNames([name])).toThrow(refusal)
    }
  )

  it('refuses names that some file system takes for the same', () => {
    expect(() => checkFileNames(['Drums.wav', 'drums.WAV'])).toThrow(refusal)
    expect(() => checkFileNames(['e\u0301.wav', '\u00e9.wav'])).toThrow(refusal)
  })

  it('refuses a name of more bytes than a file system holds', () => {
    expect(() => checkFileNames([`${'ä'.repeat(130)}.wav`])).toThrow(refusal)
  })
})
