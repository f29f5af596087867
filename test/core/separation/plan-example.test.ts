import { describe, expect, test } from 'vitest'
import type { AudioClip } from '@core/audio/audio-clip'
import { clipSource } from '@core/audio/sample-source'
import type { JobResult, PlannedJob } from '@core/separation/jobs'
import type { Passage } from '@core/separation/passage-columns'
import { planExample, planExampleOverlap } from '@core/separation/plan-example'
import { runPlan } from '@core/separation/run-plan'
import { stftLayout } from '@core/spectral/stft-layout'
import { requestFor, runRequest, smallParameters, soundsClip } from './plan-fixture'

const clip = soundsClip({ seconds: 3, soundCount: 2, seed: 3 })
const other = soundsClip({ seconds: 3, soundCount: 2, seed: 9 })

function run<R>(of: AudioClip, plan: Generator<PlannedJob, R, JobResult>): R {
  const { windowSamples, hopSamples } = smallParameters
  const steps = runPlan(plan, {
    source: clipSource(of),
    layout: stftLayout(of.lengthSamples, windowSamples, hopSamples)
  })
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

function request(of: AudioClip, passages: readonly Passage[] | null = null, memoryLimitBytes = Infinity) {
  const { sampleRate, layout, channelCount } = requestFor(of, smallParameters)
  return { sampleRate, layout, channelCount, parameters: smallParameters, memoryLimitBytes, passages, templateCount: 4 }
}

const learn = (of: AudioClip, passages: readonly Passage[] | null = null, limit = Infinity) =>
  run(of, planExample(request(of, passages, limit)))

describe('templates learned from an example', () => {
  test('sum to 1 each and are the same for the same example', () => {
    const W = learn(clip)
    expect(W).toHaveLength(4 * 257)
    for (let k = 0; k < 4; k++) {
      expect(W.subarray(k * 257, (k + 1) * 257).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4)
    }
    expect(learn(clip)).toEqual(W)
  })

  test('come from the passages alone, and from a sample of them where memory is short', () => {
    const joined: AudioClip = {
      ...clip,
      lengthSamples: 2 * clip.lengthSamples,
      channels: [Float32Array.of(...clip.channels[0], ...other.channels[0])]
    }
    const passages = [
      { startSeconds: 0.2, endSeconds: 1 },
      { startSeconds: 1.5, endSeconds: 2.7 }
    ]
    // the middle of the passages is far enough from what comes behind 3 s
    expect(learn(joined, passages)).toEqual(learn(clip, passages))
    const few = learn(clip, null, 4 * 264 * 48)
    expect(few).toHaveLength(4 * 257)
    expect(few).not.toEqual(learn(clip))
  })

  test('are refused from silence and from passages that are not there', () => {
    const silence = { ...clip, channels: [new Float32Array(clip.lengthSamples)] }
    expect(() => learn(silence)).toThrow(/silent/)
    expect(() => learn(clip, [{ startSeconds: 2, endSeconds: 9 }])).toThrow(
      expect.objectContaining({ code: 'invalid-argument' })
    )
  })

  test('explain an example in which their source sounds along, and not a clean one', () => {
    const others = learn(other)
    const both = { ...clip, channels: [clip.channels[0].map((value, t) => value + other.channels[0][t])] }
    const share = (of: AudioClip) => run(of, planExampleOverlap(request(of), others))
    expect(share(both)).toBeGreaterThan(share(clip) + 0.2)
    expect(share(other)).toBeGreaterThan(0.6)
  })
})

describe('joint iterations', () => {
  const separate = (jointIterationCount: number) => {
    const given = learn(clip)
    const parameters = { ...smallParameters, componentCount: 5, givenTemplateCount: 4, jointIterationCount }
    return runRequest(clip, requestFor(clip, parameters, { givenTemplates: given })).outcome
  }

  test('let the templates that were kept adapt, and the cost falls on', () => {
    const [kept, joint] = [separate(0), separate(6)]
    expect(kept.factors.W.slice(0, 257)).toEqual(learn(clip).slice(0, 257))
    expect(joint.factors.W.slice(0, 257)).not.toEqual(kept.factors.W.slice(0, 257))
    expect(joint.costs.at(-1)!.cost).toBeLessThan(kept.costs.at(-1)!.cost)
    const iterations = joint.costs.map(({ iteration }) => iteration)
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b))
    expect(iterations.at(-1)).toBe(smallParameters.iterationCount + 6)
  })
})
