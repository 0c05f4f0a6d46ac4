/** The plot `map`: a variable over the shapes of its units, in classes. */
import { attempt } from '../../base/attempt.ts';
import { aside, datum } from '../../base/value.ts';
import { naturalClasses, quantileClasses } from '../../econ/graphics/classes.ts';
import { formatNumber } from '../../table/number.ts';
import { valueLabel } from '../../table/words/labels.ts';
import { hatched } from '../drawing/svg.ts';
import { ink, sequential } from '../drawing/theme.ts';
import type { FigureRow, LegendKey, VegaSpec } from '../figure.ts';
import { signed } from '../numbers.ts';
import type { Phrases } from '../phrases.ts';
import { type DrawContext, isData, type ObservedRows, type Plot } from '../plot.ts';
import { readShapes, type Shapes } from '../rows/shapes.ts';
import { axisLabel } from '../words.ts';

export const map: Plot = {
  name: 'map',
  summary: 'a variable over the shapes of its units, in quantile or natural classes',
  shows: 'a frame',
  options: ['variables', 'unit', 'shapes', 'key', 'classes', 'method', 'sample', 'exclude'],
  required: ['variables', 'unit', 'shapes'],
  numbers: ['variables'],
  single: ['variables'],
  levels: ['unit'],
  files: ['shapes'],
  reads: (type) => (isData(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const shapes = shapesOf(context);
    const values = valuesOf(source!.observed!, shapes, context);
    warnOfStrangers(shapes, values, context);
    const known = Float64Array.from(values.values());
    const ends = (context.options.method === 'natural' ? naturalClasses : quantileClasses)(
      known,
      context.options.classes ?? 5,
    );
    const names = classNames(ends, context.phrases);
    const rows = shapes.shapes.map(({ key }): FigureRow => {
      const value = values.get(key);
      return {
        unit: key,
        value: value ?? null,
        class: value === undefined ? context.phrases.noData : names[classOf(value, ends)]!,
      };
    });
    const keys = keysOf(rows, names, context);
    return {
      columns: ['unit', 'value', 'class'],
      rows,
      spec: spec(shapes, rows, keys),
      keys,
      keysOf: axisLabel(context.options.variables![0]!, context),
      height: 0.75 * context.width,
    };
  },
};

function shapesOf({ options, file, refuse }: DrawContext): Shapes {
  const text = file('shapes');
  try {
    return readShapes(text, options.key ?? 'name');
  } catch (error) {
    const isJson = attempt(() => JSON.parse(text)) !== undefined;
    const why = isJson ? (error as Error).message : 'it is no JSON';
    return refuse('bad-shapes', `\`${options.shapes}\` has no shapes for a map: ${why}`, { option: 'shapes' });
  }
}

/** Unit, as the shapes call it, by its own text or by its label → its value. Refuses two values of a unit, and none at all. */
function valuesOf(
  observed: ObservedRows,
  { shapes }: Shapes,
  { options, book, refuse }: DrawContext,
): Map<string, number> {
  const keys = new Set(shapes.map(({ key }) => key));
  const [variable] = options.variables!;
  const values = observed.numbers(variable!);
  const { codes, levels: texts } = observed.groups(options.unit!);
  const levels = texts.map((text) => (keys.has(text) ? text : valueLabel(options.unit!, text, book)));
  const found = new Map<string, number>();
  for (let row = 0; row < observed.nobs; row++) {
    const [unit, value] = [levels[codes[row]!], values[row]!];
    if (unit === undefined || Number.isNaN(value)) continue;
    if (found.has(unit))
      refuse('several-values', `\`${datum(options.unit!, unit)}\` has several values of \`${variable}\``, {
        option: 'sample',
        hint: '`sample: year == 2020` takes one period',
      });
    found.set(unit, value);
  }
  if (found.size === 0) refuse('no-values', `no unit has a value of \`${variable}\``, { option: 'variables' });
  return found;
}

function warnOfStrangers(
  { shapes }: Shapes,
  values: ReadonlyMap<string, number>,
  { warn, refuse, options }: DrawContext,
): void {
  const keys = new Set(shapes.map(({ key }) => key));
  const strangers = [...values.keys()].filter((unit) => !keys.has(unit));
  if (strangers.length === values.size) {
    const hint = `\`${options.shapes}\` has ${[...keys].slice(0, 5).join(', ')}, …`;
    refuse(
      'no-shapes',
      `no unit of \`${options.unit}\` has a shape${aside(options.unit!, `: ${strangers.slice(0, 5).join(', ')}, …`)}`,
      {
        option: 'unit',
        hint,
      },
    );
  }
  if (strangers.length > 0)
    warn(
      'no-shapes',
      `${strangers.length} units have no shape in \`${options.shapes}\`${aside(options.unit!, `: ${strangers.join(', ')}`)}`,
    );
}

/** `0.12–0.35`, and `−0.50 to −0.20` where any is negative: from where a class begins to where it ends, with as many decimals in all. */
function classNames(ends: readonly number[], phrases: Phrases): string[] {
  const all = ends.length === 1 ? [ends[0]!, ends[0]!] : ends;
  const texts = withDecimals(all);
  const isNegative = texts.some((text) => text.startsWith('−'));
  return texts.slice(1).map((end, i) => (isNegative ? phrases.fromTo(texts[i]!, end) : `${texts[i]!}–${end}`));
}

/** Numbers with so many decimals that the largest has three digits at least, and no two that differ read alike. */
function withDecimals(numbers: readonly number[]): string[] {
  const largestSize = Math.max(...numbers.map(Math.abs));
  const usual = largestSize === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(largestSize)));
  for (let digits = Math.min(usual, 12); ; digits++) {
    const texts = numbers.map((value) =>
      signed(formatNumber(value, { digits, style: 'fixed', thousands: true, zeros: 'keep' })),
    );
    const isClear = numbers.every((value, i) => i === 0 || value === numbers[i - 1] || texts[i] !== texts[i - 1]);
    if (isClear || digits >= 12) return texts;
  }
}

/** The class of a value; one ends at its upper end. */
const classOf = (value: number, ends: readonly number[]): number =>
  Math.max(
    0,
    ends.slice(1).findIndex((end) => value <= end),
  );

/** Classes with their colours; of what has no data the area is hatched. */
function keysOf(rows: readonly FigureRow[], names: readonly string[], { phrases }: DrawContext): LegendKey[] {
  const colors = sequential(names.length);
  const hasNoData = rows.some(({ value }) => value === null);
  return [
    ...names.map((label, i) => ({ label, color: ink.axis, fill: colors[i]! })),
    ...(hasNoData ? [{ label: phrases.noData, color: ink.axis, fill: hatched }] : []),
  ];
}

function spec({ shapes, centre }: Shapes, rows: readonly FigureRow[], keys: readonly LegendKey[]): VegaSpec {
  const features = shapes.map(({ geometry }, i) => ({ type: 'Feature', geometry, class: rows[i]!.class }));
  const domain = keys.map(({ label }) => label);
  return {
    data: { values: features },
    projection: { type: 'azimuthalEqualArea', rotate: [-centre[0], -centre[1]] },
    mark: { type: 'geoshape', stroke: ink.axis, strokeWidth: 0.4 },
    encoding: {
      color: {
        field: 'class',
        type: 'nominal',
        sort: domain,
        scale: { domain, range: keys.map(({ fill }) => fill) },
        legend: null,
      },
    },
  };
}
