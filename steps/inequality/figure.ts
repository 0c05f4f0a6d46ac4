/** The plot `decomposition`: the parts of an inequality over time, one on the other. */

import { keysFor, numberOn } from '../../src/figure/drawing/spec-parts.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { chosenPeriods } from '../../src/figure/rows/periods.ts';

export const decomposition: Plot = {
  name: 'decomposition',
  summary: 'the parts of Dagum’s or Theil’s decomposition over time, one on the other',
  shows: 'a step of kind `inequality` with groups',
  options: ['periods', 'measure'],
  required: [],
  reads: (type) => (type === 'inequality' ? { is: 'parts', parts: ['rows'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

const partsOf = { dagum: ['gw', 'gnb', 'gt'], theil: ['tWithin', 'tBetween'] } as const;

type InequalityRow = Readonly<Record<string, number>> & { readonly variable: string };

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { phrases, colors, options } = context;
  const found = source.part('rows') as unknown as readonly InequalityRow[];
  const has = (measure: keyof typeof partsOf): boolean => found[0]?.[partsOf[measure][0]] !== undefined;
  const measure = options.measure ?? (has('dagum') ? 'dagum' : 'theil');
  if (!has(measure)) {
    const hint = `the step needs \`group\`, and \`${measure}\` among its \`measures\``;
    context.refuse('no-decomposition', `the result has no parts of \`${measure}\``, { option: 'from', hint });
  }
  const times = chosenPeriods(
    found.map(({ variable }) => variable),
    'all',
    context,
  );
  const names = partsOf[measure].map((part) => phrases.parts[part]);
  const rows = times.flatMap((time) =>
    partsOf[measure].map(
      (part, order): FigureRow => ({
        time,
        part: phrases.parts[part],
        value: found.find(({ variable }) => variable === time)![part]!,
        order,
      }),
    ),
  );
  return {
    columns: ['time', 'part', 'value'],
    rows,
    keys: keysFor(names, colors, 'fill'),
    spec: {
      mark: { type: 'bar', stroke: 'white', strokeWidth: 0.5, width: { band: 0.8 } },
      encoding: {
        x: {
          field: 'time',
          type: 'ordinal',
          sort: times,
          axis: { title: null, ticks: false },
        },
        y: numberOn('y', 'value', phrases.inequality[measure], context, {
          scale: { zero: true },
          axis: { grid: true },
        }),
        color: {
          field: 'part',
          type: 'nominal',
          sort: null,
          scale: { domain: names, range: names.map((_, i) => colors[i % colors.length]) },
          legend: null,
        },
        order: { field: 'order', type: 'quantitative' },
      },
    },
  };
}
