/** The plot `vega-lite`: a specification of the user's own over any frame or result. */
import { attempt } from '../../base/attempt.ts';
import { isFrame } from '../../base/reader.ts';
import { checkSpec } from '../drawing/own-spec.ts';
import type { Drawing, FigureRow, VegaSpec } from '../figure.ts';
import type { NamedData } from '../option-schemas.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { partOf, recordsOf } from '../rows/records.ts';

export const vegaLite: Plot = {
  name: 'vega-lite',
  summary: 'a Vega-Lite specification of your own over columns of frames or records of results',
  shows: 'a frame with `columns`, or a result with a `part` that holds records',
  options: ['spec', 'columns', 'part', 'data', 'sample', 'exclude'],
  required: ['spec'],
  levels: ['columns'],
  files: ['spec'],
  reads(type, { columns, part: named }) {
    if (columns !== undefined) return isFrame(type) ? { is: 'variables' } : undefined;
    const part = partOf(type, named);
    return part === undefined ? undefined : { is: 'parts', parts: [part] };
  },
  draw([source, ...further], context) {
    const first = rowsOfSource(source!, context.options, context);
    const named = (context.options.data ?? []).map(
      (each, i) => [each.name, rowsOfSource(further[i]!, each, context)] as const,
    );
    const spec = specOf(context);
    const fields = (rows: readonly FigureRow[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];
    if (named.length === 0) return { columns: fields(first), rows: first, spec, blame: 'spec' } satisfies Drawing;
    const all = [['', first] as const, ...named].flatMap(([name, rows]) =>
      rows.map((row) => ({ [DATA]: name, ...row })),
    );
    return {
      columns: fields(all),
      rows: all,
      spec: { data: { values: first }, ...spec, datasets: Object.fromEntries(named) },
      blame: 'spec',
    } satisfies Drawing;
  },
};

/** The column of the data file that says which data a row is of; those of `from` have no name. */
const DATA = 'data';

const rowsOfSource = (
  source: FigureSource,
  { columns, part }: Omit<NamedData, 'name'>,
  context: DrawContext,
): FigureRow[] =>
  source.observed === undefined ? recordRows(source, part, context) : rowsOf(source.observed, columns!);

function rowsOf(observed: NonNullable<FigureSource['observed']>, names: readonly string[]): FigureRow[] {
  const columns = names.map((name) => [name, observed.values(name)] as const);
  return Array.from({ length: observed.nobs }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row] ?? null])),
  );
}

function recordRows(source: FigureSource, part: string | undefined, { refuse }: DrawContext): FigureRow[] {
  const name = partOf(source.type, part)!;
  const found = recordsOf(source, name);
  return found ?? refuse('no-records', `\`${source.node}\` has no list of records \`${name}\``, { option: 'part' });
}

function specOf({ options, file, refuse }: DrawContext): VegaSpec {
  const { data } = options;
  const said = options.spec!;
  const parsed = typeof said === 'string' ? attempt(() => JSON.parse(file('spec')) as VegaSpec) : (said as VegaSpec);
  if (parsed === undefined || typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return refuse('bad-spec', `expected a map in JSON in \`${String(said)}\``, { option: 'spec' });
  }
  const checked = checkSpec(
    parsed,
    (data ?? []).map(({ name }) => name),
  );
  if (checked.ok) return checked.spec;
  return refuse('bad-spec', `\`${checked.fault.at}\` of the specification: ${checked.fault.message}`, {
    option: 'spec',
  });
}
