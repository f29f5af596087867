import type { Note } from '../score/song'

const ticksPerBeat = 960
/** two beats a second, which is what MIDI takes where no tempo is given */
const ticksPerSecond = 2 * ticksPerBeat

/**
 * A standard MIDI file (format 0) of one instrument. Pitches are rounded to keys.
 *
 * @param channel 0 … 15; 9 is drums, where the program chooses the kit
 * @see   The Complete MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0
 */
export function midiFile(notes: readonly Note[], options: { program: number; channel: number }): Uint8Array {
  const { program, channel } = options
  const events = notes
    .flatMap(({ startSeconds, durationSeconds, pitch, velocity }) => {
      const key = Math.round(pitch)
      const strength = Math.min(127, Math.max(1, Math.round(velocity)))
      return [
        { tick: toTicks(startSeconds), isOn: true, bytes: [0x90 + channel, key, strength] },
        { tick: toTicks(startSeconds + durationSeconds), isOn: false, bytes: [0x80 + channel, key, 0] }
      ]
    })
    .filter(({ bytes }) => bytes[1] >= 0 && bytes[1] <= 127)
    // A note that ends when the same key is struck again ends first.
    .sort((a, b) => a.tick - b.tick || Number(a.isOn) - Number(b.isOn))
  const track: number[] = [0, 0xc0 + channel, program]
  let tick = 0
  for (const event of events) {
    track.push(...variableLength(event.tick - tick), ...event.bytes)
    tick = event.tick
  }
  track.push(0, 0xff, 0x2f, 0)
  const header = [...ascii('MThd'), ...u32(6), 0, 0, 0, 1, ticksPerBeat >> 8, ticksPerBeat & 0xff]
  return Uint8Array.from([...header, ...ascii('MTrk'), ...u32(track.length), ...track])
}

function toTicks(seconds: number): number {
  return Math.max(0, Math.round(seconds * ticksPerSecond))
}

/** Seven bits a byte, the highest first, all but the last with the eighth bit set. */
function variableLength(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}

function u32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
}
