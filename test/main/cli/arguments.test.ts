import { describe, expect, it } from 'vitest'
import { parseArguments, UsageError, type SeparateOptions } from '../../../src/main/cli/arguments'

function separateOptions(...args: string[]): SeparateOptions {
  const command = parseArguments(args)
  if (command.kind !== 'separate') throw new Error(command.kind)
  return command.options
}

describe('parseArguments', () => {
  it('has defaults for everything but the recording', () => {
    expect(separateOptions('music/song.flac')).toMatchObject({
      inputPath: 'music/song.flac',
      parameters: { componentCount: 16, beta: 1, iterationCount: 200, seed: 1, windowSamples: 4096, hopSamples: 1024 },
      sourceCount: 2,
      format: 'wav24',
      outFolder: 'song-stems',
      projectPath: null
    })
  })

  it.each([
    ['kl', 1],
    ['IS', 0],
    ['euclidean', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['2', 2]
  ])('reads the divergence %s', (text, beta) => {
    expect(separateOptions('a.wav', '--divergence', text).parameters.beta).toBe(beta)
  })

  it('takes a quarter of the window as hop', () => {
    expect(separateOptions('a.wav', '--window', '2048').parameters).toMatchObject({
      windowSamples: 2048,
      hopSamples: 512
    })
  })

  it('takes help and version before everything else', () => {
    expect(parseArguments(['--help'])).toEqual({ kind: 'help' })
    expect(parseArguments(['--version', 'a.wav'])).toEqual({ kind: 'version' })
  })

  it.each([
    [['a.wav', '--components', '1'], /--components "1".*2 to 128/],
    [['a.wav', '--components', '16.5'], /--components "16.5".*whole number/],
    [['a.wav', '--iterations', '-3'], /iterations/],
    [['a.wav', '--iterations=-3'], /--iterations "-3".*1 to 5000/],
    [['a.wav', '--seed', '4294967296'], /0 to 4294967295/],
    [['a.wav', '--divergence', '3'], /--divergence "3".*0 to 2/],
    [['a.wav', '--divergence', ''], /--divergence ""/],
    [['a.wav', '--window', '1000'], /--window "1000".*512, 1024.*or 16384/],
    [['a.wav', '--format', 'mp3'], /--format "mp3".*wav16, wav24 or wav32f/],
    [['a.wav', '--components', '4', '--sources', '5'], /--sources "5".*1 to 4.*4 components/],
    [['a.wav', '--project', 'a.zip'], /\.unweave/],
    [['a.wav', '--out', ' '], /--out is empty/],
    [['a.wav', '--threads', '0'], /--threads "0"/],
    [['a.wav', 'b.wav'], /One recording at a time/],
    [['a.wav', '--colour', 'red'], /--colour/],
    [['a.wav', '--json=yes'], /--json/],
    [[], /No recording/]
  ])('refuses %j and names what is allowed', (args, sentence) => {
    expect(() => parseArguments(args)).toThrow(UsageError)
    expect(() => parseArguments(args)).toThrow(sentence)
  })
})
