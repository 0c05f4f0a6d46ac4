/** `papermake self-check`: tries each part of papermake on this machine, and makes a small paper in a temporary folder. */
import { tmpdir } from 'node:os';
import { removeInUse } from '../../base/system/remove.ts';
import { temporaryFolder } from '../../base/system/temporary-folder.ts';
import { type Command, EXIT, jsonOption } from '../command.ts';
import type { Checked } from '../machine/checks.ts';
import { systemLine, thisSystem } from '../machine/system.ts';
import { gridLines } from '../terminal/grid.ts';
import { ownName } from '../terminal/own-name.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { run } from './run.ts';

export const selfCheck: Command = {
  name: 'self-check',
  summary: 'whether papermake works on this machine: each part, and a small paper',
  operands: '',
  arity: [0, 0],
  options: jsonOption,
  async run(call) {
    const { checked, checkParts } = await import('../machine/checks.ts');
    const parts = await checkParts(tmpdir());
    const paper = await checked({
      name: 'a paper',
      neededBy: 'data, a query, estimates, a table, a figure, a PDF',
      attempt: madePaper,
      mend: 'what the run says above it, and the parts that do not work',
    });
    const all = [...parts, paper];
    const broken = all.filter(({ found }) => found === null);
    const system = thisSystem();
    if (call.values.json === true) tellJson({ system, works: broken.length === 0, checks: all });
    else tell(`${[systemLine(system), ...lines(all), end(broken.length)].join('\n')}\n`);
    return broken.length === 0 ? EXIT.done : EXIT.failed;
  },
};

/** Says how many files were made. Problems of the run are told as those of any run. */
async function madePaper(): Promise<string> {
  const { lackingIn, writePaper } = await import('../machine/a-paper.ts');
  const folder = temporaryFolder();
  try {
    writePaper(folder);
    const code = await run.run({ values: { directory: folder, quiet: true }, positionals: [] });
    if (code !== EXIT.done) throw new Error(`the run of a small paper ended with ${code}`);
    const lacking = lackingIn(folder);
    if (lacking.length > 0) throw new Error(`the run of a small paper left no ${lacking.join(', ')}`);
    return 'works';
  } finally {
    removeInUse(folder);
  }
}

function lines(all: readonly Checked[]): string[] {
  const rows = all.map(({ name, found, neededBy }) => [found === null ? 'fails' : 'works', name, neededBy]);
  const grid = gridLines(rows, ['left']);
  return all.flatMap(({ wrong, mend }, i) => [
    `  ${grid[i]!}`,
    ...(wrong === null ? [] : [`         ${wrong}`, `         → ${mend}`]),
  ]);
}

const end = (broken: number): string =>
  broken === 0
    ? `papermake: everything works; \`${ownName()} init DIR\` makes a first project`
    : `papermake: ${broken} of these ${broken === 1 ? 'does' : 'do'} not work here`;
