import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultTemplate, draggedFileName, stemFileNames } from '../../../src/renderer/editor/export-names'

const stem = (number: string, name: string) => ({ number, name })

describe('the file names of an export', () => {
  test('are filled in from the recording, the number and the name', () => {
    expect(stemFileNames(defaultTemplate, 'My song.flac', [stem('1', 'Drums'), stem('2', 'Lead guitar')])).toEqual([
      'My song_1_drums.wav',
      'My song_2_lead-guitar.wav'
    ])
  })

  test('take a token as often as it stands there, and leave unknown ones', () => {
    expect(stemFileNames('{number}-{number} {key}', 'a.wav', [stem('3', 'x')])).toEqual(['3-3 {key}.wav'])
  })

  test('lose only the extension of the recording', () => {
    expect(stemFileNames('{name}', 'take.1.final.wav', [stem('1', 'x')])).toEqual(['take.1.final.wav'])
    expect(stemFileNames('{name}', 'noextension', [stem('1', 'x')])).toEqual(['noextension.wav'])
  })

  test('are numbered where they would be equal, also but for case', () => {
    const stems = ['Bass', 'bass', 'BASS'].map((name, index) => stem(String(index + 1), name))
    expect(stemFileNames('{source}', 'a.wav', stems)).toEqual(['bass.wav', 'bass-2.wav', 'bass-3.wav'])
    expect(stemFileNames('Stem', 'a.wav', stems.slice(1))).toEqual(['Stem.wav', 'Stem-2.wav'])
  })

  test.each(['con', 'LPT1', 'nul'])('never are the name of a device: %s', (name) => {
    expect(stemFileNames(name, 'a.wav', [stem('1', 'x')])).toEqual([`${name}-stem.wav`])
  })

  test('can be written on every file system and are all different, whatever is typed', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    const stems = fc.array(fc.record({ number: text, name: text }), { maxLength: 5 })
    fc.assert(
      fc.property(text, text, stems, (template, recording, wanted) => {
        const names = stemFileNames(template, recording, wanted)
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(wanted.length)
        for (const name of names) {
          // eslint-disable-next-line no-control-regex -- what Windows refuses
          expect(name).toMatch(/^[^<>:"/\\|?*\u0000-\u001f]+\.wav$/u)
          expect(name).not.toMatch(/^[. ]|[. ]\.wav$/)
          expect(name.length).toBeLessThan(240)
        }
      })
    )
  })
})

describe('the name of a stem that is dragged out', () => {
  test('is that of the recording and of the source, as people write them', () => {
    expect(draggedFileName('My song.flac', 'Lead guitar')).toBe('My song – Lead guitar.wav')
  })

  test('can be written on every file system, whatever the two are called', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(text, text, (recording, source) => {
        const name = draggedFileName(recording, source)
        // eslint-disable-next-line no-control-regex -- what Windows refuses
        expect(name).toMatch(/^[^<>:"/\\|?*\u0000-\u001f]+\.wav$/u)
        expect(name).not.toMatch(/^[. ]|[. ]\.wav$/)
        expect(name.length).toBeLessThan(240)
      })
    )
  })

  test('does not climb out of its folder', () => {
    expect(draggedFileName('../../a.wav', '../b')).not.toContain('/')
  })
})
