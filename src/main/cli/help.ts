/** What `--help` prints. */
export const helpText = `Unweave separates a recording into components, groups them into sources and writes one WAV file
(stem) for each.

Usage
  npm run separate -- <recording> [options]
  npm run --silent separate -- <recording> --json > result.json

The recording may be WAV, FLAC, MP3, Ogg Vorbis or Opus. The stems keep its sample rate,
channels and length, and add up to it: exactly in wav16 and wav24, to below 0.000001 in wav32f.
The same recording, options and seed give the same files on every run.

Separation
  -m, --method <m>        nmf    spectra that get louder and softer, learned from the recording
                          nmfd   the same with spectra that change as they sound: drum loops
                          hpss   two components: what is held, and what is struck
                          bands  bands of frequencies; learns nothing           (default nmf)
  -k, --components <n>    number of components or bands, 2 to 128; auto estimates it from the
                          recording and says why                               (default 16)
      --quality <q>       quick: 16 components; good: three runs of 16 pooled; best: three of 32.
                          Sets --components and --runs                         (default quick)
  -i, --iterations <n>    1 to 5000                                            (default 200)
      --fast, --exact     --exact takes the classical updates of the papers;
                          --fast comes to the same cost sooner                 (default --fast)
      --seed <n>          start of the random numbers, 0 to 4294967295         (default 1)
  -w, --window <n>        samples of a spectrum: 512, 1024, 2048, 4096, 8192
                          or 16384; the hop is a quarter of it                 (default 4096)
      --stereo            also learns how loud each component is in each channel, so that what
                          sounds alike but stands elsewhere can be told apart
      --threads <n>       threads to compute on; changes only the time         (default: all cores)

Sources
  -s, --sources <n>       number of sources, 1 to 16              (default: as many as there seem to be)
                          Components are sorted by what was learned from mixtures; listen, for it
                          can be wrong, and says how sure it is
      --groups <n>        write n small groups instead, 2 to 12, to listen to and sort by hand
      --labels <file>     what you know, as JSON: {"1": "drums", "4": "guitar"}, component to source
      --per-component     write one stem for each component instead of each source

      --hints <file>      what was painted on the spectrogram (JSON, see docs/hints.md): single
                          components go to another source, the separation learns from it, and
                          the masks follow it
      --hints-without-learning
                          only the first and the last of these

Examples of the sources
      --example <source>=<file>[:from-to]
                          a recording, or a part of it, in which a source plays alone; repeatable.
                          Its templates are learned there. Without a file (drums=:10-14) the part
                          is of the recording itself. Stems are named by the sources
      --example-components <n>
                          templates of each source                             (default 16)
      --templates <source>=<file.npy>
                          templates that were saved before; repeatable
      --rest <n>          free components for what has no example
                          (default 0; 16 when only one source is known)
      --save-templates <folder>
                          keep what was learned: <source>.npy and <source>.json, for --templates

Output
  -o, --out <folder>      where the stems go; made if missing                  (default <name>-stems)
  -f, --format <f>        wav16, wav24 or wav32f                               (default wav24)
  -p, --project <file>    also write a project to open in the editor; ends in .unweave
      --picture <file>    also write a picture of the separation (SVG)
      --save-factors <folder>
                          also write W.npy, H.npy and, with --stereo, channel-gains.npy
      --truth <folder>    also measure the stems against the true ones in this folder: SDR, SIR,
                          SAR and SI-SDR; see npm run evaluate -- --help
      --compare           with --truth: also as many bands, and harmonic/percussive, measured alike
      --mask-exponent <p> harder (above 1) or softer masks of the sources, 0.5 to 4; they still
                          add up                                               (default 1)
      --wiener            a filter over both channels after the masks: tells sources apart that
                          stand at different places; only for two channels, takes longer
      --overwrite         replace existing files; without it they are refused,
                          unless they hold the very same already
      --json              print the result as JSON on stdout
  -q, --quiet             no progress on stderr
  -h, --help              this text
      --version           the version

Templates that are known
      --learn <from:to>   learn the first components from this part of the recording alone, where
                          an instrument plays by itself; they stay as they are, the others are
                          found around them. Seconds, or minutes and seconds: 62.5:70, 1:02.5:1:10
      --learn-components <n>
                          how many of them                                     (default half)
      --fixed-templates <W.npy>
                          templates from NumPy (bins x n, any order, float32 or float64); they stay
                          as they are. Bins: half of the window and one
      --warm <project>    go on from the separation of a project of the same recording; everything
                          else, also the number of components, is as these options say

Rare ones
  -d, --divergence <d>    what counts as a good fit: kl (Kullback-Leibler), is (Itakura-Saito: quiet
                          sounds count as much as loud ones), euclidean (loud ones count most),
                          or a number from 0 (is) over 1 (kl) to 2 (euclidean) (default kl)
      --init <i>          random, or nndsvda: computed from the recording      (default random)
      --starts <n>        try n random starts and go on with the best, 1 to 32 (default 3)
      --runs <n>          pool n independent runs; --components is of all together  (default 1)
      --tolerance <x>     end when ten iterations lower the cost by less than this share of it,
                          0 to 0.1; 0 never does                               (default 0)
      --continuity <x>    keep activations from jumping: for held sounds, 0 to 1000  (default 0)
      --sparsity <x>      pull small activations to nothing, 0 to 1000         (default 0)
      --template-columns <n>
                          length of a template of nmfd in hops, 1 to 32        (default 8)

Exit codes
  0 done   1 failed   2 wrong usage   130 cancelled (Ctrl+C; leaves no files)

Examples
  npm run separate -- song.flac --sources 2 --out stems
  npm run separate -- song.flac -k auto --stereo --project song.unweave --picture song.svg
  npm run separate -- loop.wav --method nmfd -k 4 --template-columns 10 --per-component
  npm run separate -- song.flac --example drums=drums.wav --example voice=song.flac:0:12-0:20
  npm run separate -- song.flac --learn 10:14 --learn-components 3 --save-factors factors
`

/** One line that leads from wrong usage to the help. */
export const helpHint = 'Read how it is used with: npm run separate -- --help'
