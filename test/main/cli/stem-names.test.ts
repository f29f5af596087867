import { describe, expect, it } from 'vitest'
import { recordingStem, stemFileName } from '../../../src/main/cli/stem-names'
import { checkFileNames } from '../../../src/main/engine/file-names'

describe('names of stems', () => {
  it('number the stems with as many digits as the last one has', () => {
    const name = (number: number, count: number) => stemFileName({ recording: 'song', number, count, label: 'A♯3' })
    expect(name(2, 9)).toBe('song_2_A#3.wav')
    expect(name(2, 16)).toBe('song_02_A#3.wav')
  })

  it.each([
    ['/music/Song.flac', 'Song'],
    ['a.b.wav', 'a.b'],
    ['.wav', 'wav'],
    ['what?*.mp3', 'what_'],
    ['...', 'recording']
  ])('begin with the name of %s', (path, stem) => {
    expect(recordingStem(path)).toBe(stem)
  })

  it.each(['漢'.repeat(100), 'x'.repeat(300), '👩‍👩‍👧'.repeat(30), 'con', 'a:b'])(
    'can be written for the recording %s',
    (name) => {
      const fileName = stemFileName({
        recording: recordingStem(`${name}.wav`),
        number: 128,
        count: 128,
        label: 'noise'
      })
      expect(() => checkFileNames([fileName])).not.toThrow()
    }
  )
})
