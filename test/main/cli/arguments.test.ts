import { describe, expect, it } from 'vitest'
import { defaultParameters } from '@core/separation/parameters'
import { parseArguments, type SeparateOptions } from '../../../src/main/cli/arguments'
import { UsageError } from '../../../src/main/cli/option-values'

function separateOptions(...args: string[]): SeparateOptions {
  const command = parseArguments(args)
  if (command.kind !== 'separate') throw new Error(command.kind)
  return command.options
}

describe('parseArguments', () => {
  it('has defaults for everything but the recording', () => {
    expect(separateOptions('music/song.flac')).toMatchObject({
      inputPath: 'music/song.flac',
      parameters: defaultParameters,
      isCountProposed: false,
      fixedTemplatesPath: null,
      warmProjectPath: null,
      factorsFolder: null,
      threadCount: null,
      sourceCount: null,
      previewCount: null,
      labelsPath: null,
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

  it('sets what each option of the separation names', () => {
    const updates = separateOptions('a.wav', '--exact', '--init', 'NNDSVDa', '--tolerance', '1e-4')
    expect(updates.parameters).toMatchObject({ updates: 'exact', initialisation: 'nndsvda', tolerance: 1e-4 })
    const penalties = separateOptions('a.wav', '--continuity', '2.5', '--sparsity', '.5', '--starts', '4', '--stereo')
    expect(penalties.parameters).toMatchObject({ continuity: 2.5, sparsity: 0.5, startCount: 4, isStereo: true })
    const convolution = separateOptions('a.wav', '--method', 'nmfd', '--template-columns', '12')
    expect(convolution.parameters).toMatchObject({ method: 'nmfd', templateColumns: 12 })
    expect(separateOptions('a.wav', '--fast').parameters.updates).toBe('fast')
    expect(separateOptions('a.wav', '-m', 'hpss').parameters).toMatchObject({ method: 'hpss', componentCount: 2 })
    const files = ['--fixed-templates', 'W.npy', '--warm', 'a.unweave', '--save-factors', 'factors']
    expect(separateOptions('a.wav', ...files)).toMatchObject({
      fixedTemplatesPath: 'W.npy',
      warmProjectPath: 'a.unweave',
      factorsFolder: 'factors'
    })
    expect(separateOptions('a.wav', '-k', 'auto', '-s', '6')).toMatchObject({ isCountProposed: true, sourceCount: 6 })
  })

  it.each([
    ['0:2', 0, 2],
    ['62.5:70', 62.5, 70],
    ['1:02.5:1:10', 62.5, 70],
    ['90:00:95:10.25', 5400, 5710.25]
  ])('reads the passage %s', (text, startSeconds, endSeconds) => {
    const { learn } = separateOptions('a.wav', '--learn', text, '-k', '5').parameters
    expect(learn).toEqual({ startSeconds, endSeconds, componentCount: 3 })
  })

  it('learns as many templates as it is told to', () => {
    const { parameters } = separateOptions('a.wav', '--learn', '1:2', '--learn-components', '16')
    expect(parameters.learn!.componentCount).toBe(16)
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
    [['a.wav', '--method', 'ica'], /--method "ica".*nmf, nmfd, hpss or bands/],
    [['a.wav', '--init', 'svd'], /--init "svd".*random or nndsvda/],
    [['a.wav', '--tolerance', '0.2'], /--tolerance "0.2".*0 to 0.1/],
    [['a.wav', '--continuity', 'much'], /--continuity "much".*a number from 0 to 1000/],
    [['a.wav', '--starts', '33'], /--starts "33".*1 to 32/],
    [['a.wav', '--fast', '--exact'], /--fast and --exact/],
    [['a.wav', '--init', 'nndsvda', '--starts', '3'], /--starts has no meaning with --init nndsvda/],
    [['a.wav', '--warm', 'p.unweave', '--init', 'random'], /--init has no meaning with --warm/],
    [['a.wav', '--learn', '5'], /--learn "5".*62\.5:70/],
    [['a.wav', '--learn', '0:30:45'], /two ways/],
    [['a.wav', '--learn', '1:75:2:00'], /fewer than 60/],
    [['a.wav', '--learn', '2:1'], /later than the first/],
    [['a.wav', '--learn', '-1:2'], /--learn/],
    [['a.wav', '--learn-components', '3'], /give --learn as well/],
    [['a.wav', '-k', '4', '--learn', '0:1', '--learn-components', '5'], /1 to 4.*4 components/],
    [['a.wav', '--method', 'hpss', '--divergence', 'kl'], /--divergence has no meaning with --method hpss/],
    [['a.wav', '--method', 'hpss', '-k', '2'], /--components has no meaning with --method hpss.*two/],
    [['a.wav', '--method', 'hpss', '-s', '2'], /--sources has no meaning/],
    [['a.wav', '--method', 'bands', '--seed', '3'], /--seed has no meaning with --method bands/],
    [['a.wav', '--method', 'nmfd', '--exact'], /--exact has no meaning with --method nmfd/],
    [['a.wav', '--method', 'nmfd', '--fixed-templates', 'W.npy'], /--fixed-templates has no meaning/],
    [['a.wav', '--method', 'nmfd', '-k', 'auto'], /--components auto/],
    [['a.wav', '--template-columns', '4'], /--template-columns has no meaning with --method nmf:/],
    [['a.wav', '--save-factors', ''], /--save-factors is empty/],
    [[], /No recording/]
  ])('refuses %j and names what is allowed', (args, sentence) => {
    expect(() => parseArguments(args)).toThrow(UsageError)
    expect(() => parseArguments(args)).toThrow(sentence)
  })
})
