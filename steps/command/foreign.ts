/** Names that users of other programs write for commands, with the hints that lead them here. */
import { absentEstimators, absentHint, words } from '../../src/econ/foreign/absent.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import type { Foreign } from '../room.ts';

const absent = Object.fromEntries(
  absentEstimators.filter((name) => !Object.hasOwn(foreignCommands, name)).map((name) => [name, absentHint(name)]),
);

export const foreign: Foreign = {
  kinds: {
    ...absent,
    ...words('R rscript Rscript', 'write `kind: r` for a fit, or `kind: command` with `run: Rscript script.R`'),
    ...words('do dofile', 'write `kind: stata` for a fit, or `kind: command` with `run: stata -b do script.do`'),
    ...words('shell bash script run', 'write `kind: command` with `run: python3 script.py` (docs/commands.md)'),
  },
};
