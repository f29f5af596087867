import type { ExampleProblem } from '../separation/example-facts'

/** What is wrong with an example and what to do: for a person. @param name of the source that it is an example of */
export function describeExampleProblem(problem: ExampleProblem, name: string): string {
  switch (problem.kind) {
    case 'short':
      return `The example of “${name}” sounds for only ${problem.soundingSeconds.toFixed(1)} s. Templates miss what does not occur in it: give it at least 4 s, better 10, with all its notes and strokes.`
    case 'clipped':
      return `The example of “${name}” is clipped: ${problem.clippedSamples} samples are cut at full scale, and its templates learn the distortion. Take a copy with a lower level.`
    case 'not-clean':
      return `The example of “${name}” does not seem clean: templates of the other sources explain ${Math.round(100 * problem.share)} % of it. Something else sounds along, or the sources are alike. Take a passage where it plays alone.`
  }
}
