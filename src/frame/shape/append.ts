/** Frames below each other, as Stata's `append` and R's `bind_rows`. */

import { type Column, TextBuilder } from '../column.ts';
import { stackedNotes } from '../column-notes.ts';
import { count, type DataComplaint, DataError, listed } from '../complaint.ts';
import type { Frame, Panel } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import {
  type KnownColumn,
  missingColumn,
  type PlannedShape,
  panelComplaints,
  type Shaped,
  shaped,
  stack,
  takenTwice,
  typeOfValues,
  typesDiffer,
} from './shaped.ts';

export interface AppendDeclaration {
  /** Names of the steps. */
  readonly from: readonly string[];
  /** Columns that some frames lack: an error, missing in the rows of those, or left out. */
  readonly unmatched: 'error' | 'keep' | 'drop';
  /** The column that says which step a row is from. */
  readonly source: string | null;
  readonly panel: Panel | null;
  /** Sentences of the plan about columns that are left out and cannot be read: `\`x\` is not in \`a\`: left out`. */
  readonly leftOut?: readonly string[];
}

const saysLeftOut = (name: string, lacking: readonly string[]): string =>
  `\`${name}\` is not in ${listed(lacking)}: left out`;

/** Describes in words the columns that `unmatched: drop` leaves out. */
export function leftOutOf(
  known: readonly (readonly KnownColumn[])[],
  { from, unmatched }: Pick<AppendDeclaration, 'from' | 'unmatched'>,
): readonly string[] {
  if (unmatched !== 'drop') return [];
  const names = known.map((columns) => columns.map(({ name }) => name));
  return [...new Set(names.flat())].flatMap((name) => {
    const lacking = from.filter((_, k) => !names[k]!.includes(name));
    return lacking.length === 0 ? [] : [saysLeftOut(name, lacking)];
  });
}

/** `known`: the columns of each frame. */
export function planAppend(known: readonly (readonly KnownColumn[])[], declaration: AppendDeclaration): PlannedShape {
  const { from, source, panel } = declaration;
  const { names, complaints } = namesOf(
    known.map((columns) => columns.map(({ name }) => name)),
    declaration,
  );
  const types = names.map((name) =>
    known.map((columns) => columns.find((column) => column.name === name)?.type ?? null),
  );
  const columns = names.map((name): KnownColumn => {
    const there = known.map((each) => each.find((column) => column.name === name)).filter((each) => each !== undefined);
    return { name, type: there.some(({ type }) => type === null) ? null : there[0]!.type, ...stackedNotes(there) };
  });
  if (source !== null) columns.push({ name: source, type: 'string' });
  return {
    columns,
    reads: names,
    complaints: [
      ...complaints,
      ...names.flatMap((name, k) => mixed(name, types[k]!, from)),
      ...takenTwice(
        columns.map(({ name }) => name),
        ['source'],
      ),
      ...panelComplaints(panel, columns),
    ],
  };
}

export function append(
  frames: readonly Frame[],
  labels: readonly ColumnLabels[],
  declaration: AppendDeclaration,
): Shaped {
  const { from, source, panel, unmatched, leftOut = [] } = declaration;
  const { names, partial, complaints } = namesOf(
    frames.map((frame) => frame.names),
    declaration,
  );
  const typesOf = (name: string) => frames.map((frame) => (frame.has(name) ? typeOfValues(frame.column(name)) : null));
  const wrong = [...complaints, ...names.flatMap((name) => mixed(name, typesOf(name), from))];
  if (wrong.length > 0) throw new DataError(...wrong);
  const columns = new Map<string, Column>();
  for (const name of names)
    columns.set(
      name,
      stack(frames.map((frame) => (frame.has(name) ? frame.column(name) : missingColumn(frame.nrows)))),
    );
  const nrows = frames.reduce((sum, frame) => sum + frame.nrows, 0);
  if (source !== null) columns.set(source, sourceColumn(frames, from, nrows));
  const notes = names.flatMap((name) => {
    const found = labels.flatMap((each) => each.get(name) ?? []);
    return found.length === 0 ? [] : [[name, stackedNotes(found)] as const];
  });
  const told = [
    `${frames.map((frame, k) => `${count(frame.nrows, 'row')} of \`${from[k]}\``).join(' and ')}: ${count(nrows, 'row')}`,
    ...leftOut,
    ...partial.map((name) => {
      const lacking = frames.map((frame, k) => ({ frame, step: from[k]! })).filter(({ frame }) => !frame.has(name));
      const lost = lacking.reduce((sum, { frame }) => sum + frame.nrows, 0);
      const steps = lacking.map(({ step }) => step);
      if (unmatched !== 'keep') return saysLeftOut(name, steps);
      return `\`${name}\` is not in ${listed(steps)}: missing in ${count(lost, 'row')}`;
    }),
  ];
  return shaped(columns, nrows, panel, { labels: new Map(notes), told });
}

function sourceColumn(frames: readonly Frame[], from: readonly string[], nrows: number): Column {
  const builder = new TextBuilder(nrows);
  let row = 0;
  frames.forEach((frame, k) => {
    for (let i = 0; i < frame.nrows; i++) builder.set(row++, from[k]!);
  });
  return builder.finish();
}

function namesOf(
  known: readonly (readonly string[])[],
  { from, unmatched }: AppendDeclaration,
): {
  readonly names: readonly string[];
  readonly partial: readonly string[];
  readonly complaints: readonly DataComplaint[];
} {
  const all = [...new Set(known.flat())];
  const partial = all.filter((name) => known.some((names) => !names.includes(name)));
  if (unmatched === 'keep') return { names: all, partial, complaints: [] };
  const names = all.filter((name) => !partial.includes(name));
  if (unmatched === 'drop' || partial.length === 0) return { names, partial, complaints: [] };
  const complaints = partial.map((name): DataComplaint => {
    const k = known.findIndex((each) => !each.includes(name));
    const there = known.findIndex((each) => each.includes(name));
    return {
      code: 'unmatched-column',
      message: `\`${name}\` is in \`${from[there]}\` and not in \`${from[k]}\``,
      hint: '`unmatched: keep` makes it missing there, `unmatched: drop` leaves it out',
      path: ['from', k],
    };
  });
  return { names, partial, complaints };
}

function mixed(name: string, types: readonly (KnownColumn['type'] | null)[], from: readonly string[]): DataComplaint[] {
  const differ = typesDiffer(types.map((type, k) => ({ type, said: `\`${name}\` of \`${from[k]}\`` })));
  if (differ === undefined) return [];
  return [{ code: 'column-types', message: differ, hint: 'read both alike with `types`', path: ['from'] }];
}
