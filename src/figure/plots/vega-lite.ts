/** The plot `vega-lite`: a specification of the user's own over any frame or result. */
import { attempt } from '../../base/attempt.ts';
import { checkSpec } from '../drawing/own-spec.ts';
import type { Drawing, FigureRow, VegaSpec } from '../figure.ts';
import { type DrawContext, type FigureSource, isData, type Plot } from '../plot.ts';
import { partOf, recordsOf } from '../rows/records.ts';

export const vegaLite: Plot = {
  name: 'vega-lite',
  summary: 'a Vega-Lite specification of your own over the columns of a frame or the records of a result',
  shows: 'a frame with `columns`, or a result with a `part` that holds records',
  options: ['spec', 'columns', 'part', 'sample', 'exclude'],
  required: ['spec'],
  levels: ['columns'],
  files: ['spec'],
  reads(type, { columns, part: named }) {
    if (columns !== undefined) return isData(type) ? { is: 'variables' } : undefined;
    const part = partOf(type, named);
    return part === undefined ? undefined : { is: 'parts', parts: [part] };
  },
  draw([source], context) {
    const rows =
      source!.observed === undefined
        ? recordRows(source!, context)
        : rowsOf(source!.observed, context.options.columns!);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { columns, rows, spec: specOf(context), blame: 'spec' } satisfies Drawing;
  },
};

function rowsOf(observed: NonNullable<FigureSource['observed']>, names: readonly string[]): FigureRow[] {
  const columns = names.map((name) => [name, observed.values(name)] as const);
  return Array.from({ length: observed.nobs }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row] ?? null])),
  );
}

function recordRows(source: FigureSource, { options, refuse }: DrawContext): FigureRow[] {
  const name = partOf(source.type, options.part)!;
  const found = recordsOf(source, name);
  return found ?? refuse('no-records', `\`${source.node}\` has no list of records \`${name}\``, { option: 'part' });
}

function specOf({ options, file, refuse }: DrawContext): VegaSpec {
  const said = options.spec!;
  const parsed = typeof said === 'string' ? attempt(() => JSON.parse(file('spec')) as VegaSpec) : (said as VegaSpec);
  if (parsed === undefined || typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return refuse('bad-spec', `expected a map in JSON in \`${String(said)}\``, { option: 'spec' });
  }
  const checked = checkSpec(parsed);
  if (checked.ok) return checked.spec;
  return refuse('bad-spec', `\`${checked.fault.at}\` of the specification: ${checked.fault.message}`, {
    option: 'spec',
  });
}
