/** What a file-name template may hold: the recording's name, the strip's number and the strip's name. */
export const nameTokens = ['name', 'number', 'source'] as const
export const defaultTemplate = '{name}_{number}_{source}'

const longestName = 200

/**
 * The file names of an export, one for each stem: tokens filled in, characters that some file system refuses replaced, and
 * names that would be equal (also where case does not count) numbered.
 */
export function stemFileNames(
  template: string,
  recordingName: string,
  stems: readonly { number: string; name: string }[]
): string[] {
  const base = recordingName.replace(/\.[^.]+$/, '')
  const taken = new Set<string>()
  return stems.map(({ number, name }) => {
    const filled = template
      .replaceAll('{name}', base)
      .replaceAll('{number}', number)
      .replaceAll('{source}', name.toLowerCase().replaceAll(' ', '-'))
    const plain = safeName(filled) || 'stem'
    let unique = plain
    for (let copy = 2; taken.has(unique.toLowerCase()); copy++) unique = `${plain}-${copy}`
    taken.add(unique.toLowerCase())
    return `${unique}.wav`
  })
}

/** The name of a stem that is dragged out: as people write it, since they see it in another program. */
export function draggedFileName(recordingName: string, sourceName: string): string {
  return `${safeName(`${recordingName.replace(/\.[^.]+$/, '')} – ${sourceName}`) || 'stem'}.wav`
}

/** Windows refuses these characters, trailing dots and spaces, and the names of its devices. */
function safeName(name: string): string {
  const plain = [...name]
    .map((character) => (character < ' ' || '<>:"/\\|?*'.includes(character) ? '-' : character))
    .join('')
    .slice(0, longestName)
    .replace(/^[. ]+|[. ]+$/g, '')
  return /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(plain) ? `${plain}-stem` : plain
}
