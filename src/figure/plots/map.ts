/** The plot `map`: a variable over the shapes of its units, in classes. */
import { attempt } from '../../base/attempt.ts';
import { aside, datum } from '../../base/value.ts';
import { naturalClasses, quantileClasses } from '../../econ/graphics/classes.ts';
import { valueLabel } from '../../table/words/labels.ts';
import { ink, sequential } from '../drawing/theme.ts';
import type { Row, Spec } from '../figure.ts';
import { significant } from '../numbers.ts';
import { type DrawContext, isData, type Observed, type Plot } from '../plot.ts';
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
    const names = classNames(ends);
    const rows = shapes.shapes.map(({ key }): Row => {
      const value = values.get(key);
      return {
        unit: key,
        value: value ?? null,
        class: value === undefined ? context.phrases.noData : names[classOf(value, ends)]!,
      };
    });
    return {
      columns: ['unit', 'value', 'class'],
      rows,
      spec: spec(shapes, rows, names, context),
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
function valuesOf(observed: Observed, { shapes }: Shapes, { options, book, refuse }: DrawContext): Map<string, number> {
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

/** `0.12–0.35`: from where a class begins to where it ends. */
const classNames = (ends: readonly number[]): string[] =>
  (ends.length === 1 ? [ends[0]!, ends[0]!] : ends)
    .slice(1)
    .map((end, i) => `${significant(ends[i]!)}–${significant(end)}`);

/** The class of a value; one ends at its upper end. */
const classOf = (value: number, ends: readonly number[]): number =>
  Math.max(
    0,
    ends.slice(1).findIndex((end) => value <= end),
  );

function spec({ shapes, centre }: Shapes, rows: readonly Row[], names: readonly string[], context: DrawContext): Spec {
  const { options, phrases } = context;
  const hasNoData = rows.some(({ value }) => value === null);
  const domain = [...names, ...(hasNoData ? [phrases.noData] : [])];
  const range = [...sequential(names.length), ...(hasNoData ? ['#ffffff'] : [])];
  const title = axisLabel(options.variables![0]!, context);
  const features = shapes.map(({ geometry }, i) => ({ type: 'Feature', geometry, class: rows[i]!.class }));
  return {
    data: { values: features },
    projection: { type: 'azimuthalEqualArea', rotate: [-centre[0], -centre[1]] },
    mark: { type: 'geoshape', stroke: ink.axis, strokeWidth: 0.4 },
    encoding: {
      color: {
        field: 'class',
        type: 'nominal',
        sort: domain,
        scale: { domain, range },
        legend: { title, symbolType: 'square', symbolStrokeColor: ink.axis, orient: 'bottom' },
      },
    },
  };
}
