import type { CommandsOf } from './command'

export const helpCommands: CommandsOf<'help'> = {
  'help.palette': { run: (e) => e.showSheet('palette'), needs: [] },
  'help.guide': { run: (e) => e.showSheet('guide'), needs: [] },
  'help.shortcuts': { run: (e) => e.showSheet('shortcuts'), needs: [] },
  'help.options': { run: (e) => e.showSheet('options'), needs: [] },
  'help.about': { run: (e) => e.showSheet('about'), needs: [] }
}
