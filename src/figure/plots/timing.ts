/** The plot `timing`: who is treated when, a line for each unit, those that are treated first on top. */
import { isFrame } from '../../base/reader.ts';
import { ink } from '../drawing/theme.ts';
import type { FigureRow } from '../figure.ts';
import { tallestLabel } from '../lines.ts';
import type { DrawContext, ObservedRows, Plot } from '../plot.ts';
import { tellMissing } from '../rows/complete.ts';
import { groupsOf } from '../rows/group.ts';
import { axisLabel } from '../words.ts';

/** More units than these have no names at their lines. */
const NAMED = 60;

const UNTREATED = '#dfe3e8';

export const timing: Plot = {
  name: 'timing',
  summary: 'who is treated when: a line for each unit, those that are treated first on top',
  shows: 'a frame',
  options: ['x', 'y', 'by', 'rename', 'sample', 'exclude'],
  required: ['x', 'y', 'by'],
  numbers: ['x', 'y'],
  levels: ['by'],
  reads: (type) => (isFrame(type) ? { is: 'variables' } : undefined),
  draw([source], context) {
    const observed = source!.observed!;
    tellMissing(observed, [context.options.x!, context.options.y!], context);
    const units = unitsOf(observed, context);
    if (units.length === 0) context.refuse('no-values', 'there is no value to show', { option: 'y' });
    const rows = units.flatMap(({ name, cells }) =>
      [...cells].map(
        ([time, treatment]): FigureRow => ({ unit: name, time, treatment: Number(isOn(treatment)), value: treatment }),
      ),
    );
    const times = [...new Set(rows.map(({ time }) => time as number))].sort((a, b) => a - b);
    const names = units.map(({ name }) => name);
    const { colors, phrases, size, width } = context;
    const labelRoom = 0.35 * width;
    const hasNames = names.length <= NAMED;
    const line = hasNames ? size * 1.15 + (tallestLabel(names, labelRoom, context) - 1) * (size + 1) : size * 0.35;
    const states = [phrases.untreated, phrases.treated];
    const fills = [UNTREATED, colors[0]!];
    const cells = rows.map((row) => ({ ...row, period: String(row.time), fill: fills[Number(row.treatment)]! }));
    return {
      columns: ['unit', 'time', 'value'],
      rows: cells,
      keys: states.map((label, i) => ({ label, color: ink.reference, fill: fills[i]! })),
      height: size * 6 + line * names.length,
      spec: {
        mark: { type: 'rect', stroke: ink.reference, strokeWidth: hasNames ? 0.4 : 0.1 },
        encoding: {
          x: {
            field: 'period',
            type: 'ordinal',
            sort: times.map(String),
            scale: { domain: times.map(String), paddingInner: 0, paddingOuter: 0 },
            axis: { title: axisLabel(context.options.x!, context), ticks: false, domain: false },
          },
          y: {
            field: 'unit',
            type: 'nominal',
            sort: names,
            scale: { domain: names, paddingInner: 0, paddingOuter: 0 },
            axis: {
              title: null,
              ticks: false,
              domain: false,
              labelRoom,
              ...(!hasNames && { labels: false }),
            },
          },
          fill: { field: 'fill', type: 'nominal', scale: null },
        },
      },
    };
  },
};

const isOn = (treatment: number): boolean => treatment > 0;

interface Unit {
  readonly name: string;
  /** Treatment by period. */
  readonly cells: ReadonlyMap<number, number>;
  /** The first treated period; infinite where there is none. */
  readonly first: number;
}

/** Units in the order of their first treatment; those with the same one stay in the order of their levels. */
function unitsOf(observed: ObservedRows, context: DrawContext): Unit[] {
  const { options } = context;
  const [times, treatment] = [observed.numbers(options.x!), observed.numbers(options.y!)];
  return groupsOf(observed, context)
    .flatMap(({ name, rows }): Unit[] => {
      const cells = new Map<number, number>();
      let first = Number.POSITIVE_INFINITY;
      for (const row of rows) {
        const [time, value] = [times[row]!, treatment[row]!];
        if (Number.isNaN(time) || Number.isNaN(value)) continue;
        cells.set(time, Math.max(value, cells.get(time) ?? value));
        if (isOn(value)) first = Math.min(first, time);
      }
      return cells.size === 0 ? [] : [{ name, cells, first }];
    })
    .sort((a, b) => (a.first === b.first ? 0 : a.first - b.first));
}
