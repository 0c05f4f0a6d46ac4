/** Draws of another language as they were handed back, and the frame of all of them. */
import type { Artifact } from '../../../src/base/reader.ts';
import { aside, PRINTED, written } from '../../../src/base/value.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import type { Column } from '../../../src/frame/column.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { frameArtifact } from '../../../src/frame/stored/artifact.ts';

/** The column with the number of the draw, from 1. */
export const DRAW = 'draw';

/** A piece of the draws, as the helpers write it. */
export interface DrawsPiece {
  /** Names of the numbers that each draw gives. */
  readonly names: readonly string[];
  /** One list of numbers for each draw; null where one is missing. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Texts of warnings, each once. */
  readonly warnings: readonly string[];
}

const MOST_WARNINGS = 20;

/** Puts pieces together in their order; tells warnings once, and how many draws lack a number. */
export function gatherDraws(context: RunContext<unknown>): Artifact {
  const pieces = context.inputs.map((name) => {
    const read = context.artifact(name);
    return {
      name,
      ...(Object.fromEntries(read.parts.map((part) => [part, read.json(part)])) as unknown as DrawsPiece),
    };
  });
  const { names } = pieces[0]!;
  const other = pieces.find((piece) => JSON.stringify(piece.names) !== JSON.stringify(names));
  if (other !== undefined) refuseOtherNames(context, names, other.names);
  const rows = pieces.flatMap(({ values }) => values);
  const columns = new Map<string, Column>([
    [DRAW, { type: 'number', values: Float64Array.from(rows, (_, i) => i + 1) }],
    ...names.map((name, k): [string, Column] => [
      name,
      { type: 'number', values: Float64Array.from(rows, (row) => row[k] ?? Number.NaN) },
    ]),
  ]);
  const texts = new Set(pieces.flatMap(({ warnings }) => warnings));
  for (const text of [...texts].slice(0, MOST_WARNINGS))
    context.warn({
      code: 'call-warning',
      message: `a draw warns${aside(PRINTED, `: ${written(text)}`)}`,
      param: 'draws',
    });
  names.forEach((name, k) => {
    const lacking = rows.filter((row) => row[k] === null).length;
    if (lacking > 0) context.note(`${lacking} of ${rows.length} draws have no \`${name}\``);
  });
  return frameArtifact(Frame.of(columns, rows.length));
}

/** Draws of which each gives other numbers have no columns. */
function refuseOtherNames(context: RunContext<unknown>, names: readonly string[], others: readonly string[]): never {
  const listed = (some: readonly string[]): string => some.map((name) => `\`${name}\``).join(', ');
  return context.fail({
    code: 'other-names',
    message: `draws give numbers of different names${aside(PRINTED, `: ${listed(names)} and ${listed(others)}`)}`,
    param: 'draws',
    hint: 'each draw gives the same names, with a missing number where it has none',
  });
}
