/** THE list of commands of Stata that are read. */
import { ownValue } from '../../../base/own-value.ts';
import { after } from './after.ts';
import { columns } from './columns.ts';
import type { StataCommand } from './command.ts';
import { describingCommands } from './describing.ts';
import { diagnosing } from './diagnosing.ts';
import { egenCommands } from './egen.ts';
import { equality } from './equality.ts';
import { differences } from './estimation/differences.ts';
import { discontinuity } from './estimation/discontinuity.ts';
import { instruments } from './estimation/instruments.ts';
import { likelihood } from './estimation/likelihood.ts';
import { linear } from './estimation/linear.ts';
import { matching } from './estimation/matching.ts';
import { panels } from './estimation/panels.ts';
import { spatial } from './estimation/spatial.ts';
import { files } from './files.ts';
import { parallelTrends } from './parallel-trends.ts';
import { predictions } from './predict.ts';
import { quietCommands } from './quiet.ts';
import { rows } from './rows.ts';
import { shapes } from './shapes.ts';
import { survival } from './survival.ts';
import { tables } from './tables.ts';

export const stataCommands: readonly StataCommand[] = [
  ...files,
  ...rows,
  ...columns,
  ...egenCommands,
  ...shapes,
  ...linear,
  ...instruments,
  ...likelihood,
  ...panels,
  ...discontinuity,
  ...matching,
  ...differences,
  ...spatial,
  ...after,
  ...predictions,
  ...diagnosing,
  ...parallelTrends,
  ...survival,
  ...equality,
  ...tables,
  ...describingCommands,
  ...quietCommands,
];

/** Every way to write the commands; a whole name goes before the short form of another. */
const forms: Readonly<Record<string, StataCommand>> = Object.fromEntries([
  ...stataCommands.flatMap((command) =>
    Array.from(
      { length: command.name.length - (command.least ?? command.name.length) },
      (_, i) => [command.name.slice(0, (command.least ?? 0) + i), command] as const,
    ),
  ),
  ...stataCommands.map((command) => [command.name, command] as const),
]);

export const commandNamed = (word: string): StataCommand | undefined => ownValue(forms, word);
