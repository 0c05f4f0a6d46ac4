/** The plot `map`: a variable over the shapes of its units, in classes, by period or group. */

import { isFrame } from '../../base/reader.ts';
import { datum } from '../../base/value.ts';
import { naturalClasses, quantileClasses } from '../../econ/graphics/classes.ts';
import { formatNumber } from '../../table/number.ts';
import { valueLabel } from '../../table/words/labels.ts';
import { checkPanels } from '../drawing/facets.ts';
import { maps } from '../drawing/maps.ts';
import { hatched } from '../drawing/svg.ts';
import { ink, sequential } from '../drawing/theme.ts';
import type { FigureRow, LegendKey } from '../figure.ts';
import { signed } from '../numbers.ts';
import type { Phrases } from '../phrases.ts';
import type { DrawContext, ObservedRows, Plot } from '../plot.ts';
import { groupsOf, type RowGroup, toldGroups } from '../rows/group.ts';
import { shapesOf, warnOfStrangers } from '../rows/map-units.ts';
import type { Shapes } from '../rows/shapes.ts';
import { axisLabel } from '../words.ts';

export const map: Plot = {
  name: 'map',
  summary: 'a variable over the shapes of its units, in quantile or natural classes, a map for each period or group',
  shows: 'a frame',
  options: ['variables', 'unit', 'shapes', 'key', 'by', 'rename', 'classes', 'method', 'sample', 'exclude'],
  required: ['variables', 'unit', 'shapes'],
  numbers: ['variables'],
  single: ['variables'],
  levels: ['unit', 'by'],
  files: ['shapes'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const { options, phrases } = context;
    const observed = source!.observed!;
    const shapes = shapesOf(context);
    const groups = groupsOf(observed, context);
    const found = groups.map((group) => ({ name: group.name, values: valuesOf(observed, group, shapes, context) }));
    const panels = found.filter(({ values }) => values.size > 0);
    if (panels.length === 0)
      context.refuse('no-values', `no unit has a value of \`${options.variables![0]}\``, { option: 'variables' });
    if (options.by !== undefined) {
      checkPanels(
        panels.map(({ name }) => name),
        options.by,
        'by',
        context,
      );
      const empty = found.filter(({ values }) => values.size === 0).map(({ name }) => name);
      if (empty.length > 0) context.warn('empty-group', `left out, without a value: ${toldGroups(empty, options.by)}`);
    }
    const units = [...new Set(panels.flatMap(({ values }) => [...values.keys()]))];
    warnOfStrangers(shapes, units, options.unit!, 'unit', context);
    const known = Float64Array.from(panels.flatMap(({ values }) => [...values.values()]));
    const ends = (options.method === 'natural' ? naturalClasses : quantileClasses)(known, options.classes ?? 5);
    const names = classNames(ends, phrases);
    const rows = panels.flatMap(({ name, values }) =>
      shapes.shapes.map(({ key }): FigureRow => {
        const value = values.get(key);
        return {
          ...(options.by === undefined ? {} : { panel: name }),
          unit: key,
          value: value ?? null,
          class: value === undefined ? phrases.noData : names[classOf(value, ends)]!,
        };
      }),
    );
    const keys = keysOf(rows, names, context);
    const count = shapes.shapes.length;
    const drawn = panels.map(({ name }, i) => ({
      name,
      classes: rows.slice(i * count, (i + 1) * count).map((row) => row.class as string),
    }));
    return {
      columns: [...(options.by === undefined ? [] : ['panel']), 'unit', 'value', 'class'],
      rows,
      keys,
      keysOf: axisLabel(options.variables![0]!, context),
      ...maps(shapes, drawn, keys, context),
    };
  },
};

/** Unit, as the shapes call it, by its own text or by its label → its value among the rows of a group. Refuses two values of a unit. */
function valuesOf(
  observed: ObservedRows,
  { rows }: RowGroup,
  { shapes }: Shapes,
  { options, book, refuse }: DrawContext,
): Map<string, number> {
  const keys = new Set(shapes.map(({ key }) => key));
  const [variable] = options.variables!;
  const values = observed.numbers(variable!);
  const { codes, levels: texts } = observed.groups(options.unit!);
  const levels = texts.map((text) => (keys.has(text) ? text : valueLabel(options.unit!, text, book)));
  const found = new Map<string, number>();
  for (const row of rows) {
    const [unit, value] = [levels[codes[row]!], values[row]!];
    if (unit === undefined || Number.isNaN(value)) continue;
    if (found.has(unit))
      refuse('several-values', `\`${datum(options.unit!, unit)}\` has several values of \`${variable}\``, {
        option: 'sample',
        hint: '`sample: year == 2020` takes one period, and `by: year` makes a map for each',
      });
    found.set(unit, value);
  }
  return found;
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
