/** What the project of version 1 is about. */
interface Version1Facts {
  readonly name: string
  readonly lengthSamples: number
  readonly byteLength: number
  readonly sha256: string
  readonly binCount: number
  readonly columnCount: number
}

/** `project.json` as the first version of the program wrote it: classical NMF only, a cost after each iteration. */
export function version1File(facts: Version1Facts): string {
  const { name, lengthSamples, byteLength, sha256, binCount, columnCount } = facts
  return `{
  "version": 1,
  "audioStorage": { "kind": "embedded", "entry": "audio/${name}" },
  "project": {
    "audio": {
      "name": "${name}",
      "sampleRate": 44100,
      "channelCount": 1,
      "lengthSamples": ${lengthSamples},
      "byteLength": ${byteLength},
      "sha256": "${sha256}"
    },
    "separation": {
      "id": "separation-1",
      "parameters": {
        "componentCount": 2,
        "beta": 0.5,
        "iterationCount": 3,
        "seed": 7,
        "windowSamples": 512,
        "hopSamples": 128
      },
      "binCount": ${binCount},
      "columnCount": ${columnCount},
      "costs": [0.5, 0.25, 0.2],
      "seconds": 0.1
    },
    "components": [
      {
        "id": "component-1",
        "index": 0,
        "name": "Component 1",
        "gainDecibels": 0,
        "isMuted": false,
        "isSoloed": false,
        "sourceId": null,
        "colour": null
      },
      {
        "id": "component-2",
        "index": 1,
        "name": "Kick",
        "gainDecibels": -3,
        "isMuted": true,
        "isSoloed": false,
        "sourceId": "source-1",
        "colour": "mint"
      }
    ],
    "sources": [
      {
        "id": "source-1",
        "name": "Drums",
        "gainDecibels": 0,
        "isMuted": false,
        "isSoloed": false,
        "colour": "sky"
      }
    ]
  }
}
`
}
