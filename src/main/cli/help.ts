/** What `--help` prints. */
export const helpText = `Unweave separates a recording into components by non-negative matrix factorization
of its spectrogram, groups them into sources and writes one WAV file (stem) for each.

Usage
  npm run separate -- <recording> [options]
  npm run --silent separate -- <recording> --json > result.json

The recording may be WAV, FLAC, MP3, Ogg Vorbis or Opus. The stems keep its sample rate,
channels and length, and add up to it: exactly in wav16 and wav24, to below 0.000001 in wav32f.
The same recording, parameters and seed give the same files on every run.

Separation
  -k, --components <n>    number of components, 2 to 128                       (default 16)
  -d, --divergence <d>    kl (Kullback-Leibler), is (Itakura-Saito), euclidean,
                          or a number from 0 (is) over 1 (kl) to 2 (euclidean) (default kl)
  -i, --iterations <n>    1 to 5000                                            (default 200)
      --seed <n>          start of the random numbers, 0 to 4294967295         (default 1)
  -w, --window <n>        samples of a spectrum: 512, 1024, 2048, 4096, 8192
                          or 16384; the hop is a quarter of it                 (default 4096)
      --threads <n>       threads to compute on; changes only the time         (default: all cores)

Sources
  -s, --sources <n>       number of sources, 1 to the number of components     (default 2)
                          This is a simple hint, not recognition: with 2, components that are
                          short and low (such as drums) go apart from the rest.
      --per-component     write one stem for each component instead of each source

Output
  -o, --out <folder>      where the stems go; made if missing                  (default <name>-stems)
  -f, --format <f>        wav16, wav24 or wav32f                               (default wav24)
  -p, --project <file>    also write a project to open in the editor; ends in .unweave
      --picture <file>    also write a picture of the separation (SVG)
      --overwrite         replace existing files; without it they are refused,
                          unless they hold the very same sound already
      --json              print the result as JSON on stdout
  -q, --quiet             no progress on stderr
  -h, --help              this text
      --version           the version

Exit codes
  0 done   1 failed   2 wrong usage   130 cancelled (Ctrl+C; leaves no files)

Examples
  npm run separate -- song.flac --sources 2 --out stems
  npm run separate -- song.flac -k 32 -d is --per-component --format wav32f --out parts
  npm run separate -- song.flac --project song.unweave --picture song.svg
`

/** One line that leads from wrong usage to the help. */
export const helpHint = 'Read how it is used with: npm run separate -- --help'
