/** The plot `cohorts`: a heat map of effects by cohort and period, with a frame around those after treatment. */
import type { Stat } from '../../src/econ/fit.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import { tint } from '../../src/figure/drawing/tint.ts';
import type { Drawing, FigureRow } from '../../src/figure/figure.ts';
import { signed } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';

export const cohorts: Plot = {
  name: 'cohorts',
  summary: 'a heat map of effects by cohort and period, each with its number, and those after treatment framed',
  shows: 'a step of kind `did` with `method: callaway`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['attgt'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

interface GroupTime {
  readonly group: number;
  readonly time: number;
  readonly estimate: Stat;
  readonly stdError: Stat;
}

/** Numbers have two digits behind the point where the largest is below 10, and else none. */
const DIGITS = [2, 0] as const;

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const cells = source.part('attgt') as unknown as readonly GroupTime[] | undefined;
  if (cells === undefined) {
    const hint = 'name a step of kind `did` with `method: callaway`';
    return context.refuse('not-shown', `\`${source.node}\` has no effects by cohort and period`, {
      option: 'from',
      hint,
    });
  }
  const known = cells.flatMap(({ estimate }) => (typeof estimate === 'number' ? [Math.abs(estimate)] : []));
  const most = Math.max(...known, Number.MIN_VALUE);
  const digits = DIGITS[most < 10 ? 0 : 1];
  const rows = cells.map(({ group, time, estimate, stdError }): FigureRow => {
    const isKnown = typeof estimate === 'number';
    return {
      cohort: String(group),
      period: String(time),
      estimate: isKnown ? estimate : null,
      stdError: typeof stdError === 'number' ? stdError : null,
      text: isKnown ? signed(estimate.toFixed(digits)) : '–',
      fill: isKnown ? tint(estimate / most) : '#ffffff',
      isAfter: Number(time >= group),
    };
  });
  const [groups, times] = [cells.map(({ group }) => group), cells.map(({ time }) => time)].map((values) =>
    [...new Set(values)].sort((a, b) => a - b).map(String),
  ) as [string[], string[]];
  const { size, width, phrases } = context;
  const level = (field: string, domain: readonly string[], title: string) => ({
    field,
    type: 'nominal',
    sort: domain,
    scale: { domain, paddingInner: 0, paddingOuter: 0 },
    axis: { title, domain: false, ticks: false },
  });
  const x = level('period', times, phrases.period);
  const y = level('cohort', groups, phrases.cohort);
  const fill = { field: 'fill', type: 'nominal', scale: null };
  return {
    columns: ['cohort', 'period', 'estimate', 'stdError'],
    rows,
    height: Math.min(width, size * (5 + 2.6 * groups.length)),
    spec: {
      layer: [
        { mark: { type: 'rect', stroke: ink.reference, strokeWidth: 0.4 }, encoding: { x, y, fill } },
        {
          transform: [{ filter: 'datum.isAfter === 1' }],
          mark: { type: 'rect', stroke: ink.text, strokeWidth: 1.2 },
          encoding: { x, y, fill },
        },
        { mark: { type: 'text', color: ink.text }, encoding: { x, y, text: { field: 'text' } } },
      ],
    },
    keys: [],
  };
}
