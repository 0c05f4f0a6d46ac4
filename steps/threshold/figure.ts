/** The plot `threshold`: Hansen's likelihood ratio over the candidates of each threshold, with its critical line and interval. */

import { inPanels, panelsHeight } from '../../src/figure/drawing/panels.ts';
import { numberOn, referenceKey, referenceLine } from '../../src/figure/drawing/spec-parts.ts';
import { ink } from '../../src/figure/drawing/theme.ts';
import type { Drawing, FigureRow, LegendKey, VegaSpec } from '../../src/figure/figure.ts';
import { significant } from '../../src/figure/numbers.ts';
import type { DrawContext, FigureSource, Plot } from '../../src/figure/plot.ts';
import { axisLabel } from '../../src/figure/words.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { levelOfLr, type ThresholdProfile } from './numbers/profile.ts';

export const threshold: Plot = {
  name: 'threshold',
  summary: 'the likelihood ratio of each threshold over its candidates, with critical line and interval',
  shows: 'a step of kind `threshold`',
  options: ['thresholds'],
  required: [],
  reads: (type) => (type === 'threshold' ? { is: 'parts', parts: ['profiles', 'regimes', 'on'] } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const profiles = source.part('profiles') as unknown as readonly ThresholdProfile[];
  const used = (source.part('regimes') as readonly unknown[]).length - 1;
  const on = source.part('on') as string;
  const shown = asked(profiles, used, context).map((order) => lastOf(profiles, order));
  const undefinedOne = shown.find(({ lr }) => lr === null);
  if (undefinedOne !== undefined) {
    const message = `the likelihood ratio of threshold ${undefinedOne.order} is not defined: the fit is perfect`;
    context.refuse('no-likelihood-ratio', message, { option: 'from' });
  }
  const label = termLabel(on, context.book);
  const panelOf = ({ order, estimate }: ThresholdProfile): string =>
    context.phrases.thresholdAt(context.phrases.threshold(order, label), significant(estimate, 4));
  const rows = shown.flatMap((profile): FigureRow[] => {
    const { gamma, lr, estimate, critical } = profile;
    return gamma.map((candidate, i) => ({
      threshold: panelOf(profile),
      gamma: candidate,
      lr: lr![i]!,
      critical,
      estimate,
      inSet: lr![i]! <= critical ? 1 : 0,
    }));
  });
  const columns = ['threshold', 'gamma', 'lr', 'critical', 'estimate', 'inSet'];
  const panels = shown.map(panelOf);
  return {
    columns,
    rows,
    spec: spec(panels, shown[0]!.critical, on, context),
    keys: keysOf(shown, context),
    ...(panels.length === 1 ? { told: panels } : {}),
    height: panelsHeight(panels.length, context),
  };
}

/** Orders of the thresholds that the options name. */
function asked(
  profiles: readonly ThresholdProfile[],
  used: number,
  { options, refuse }: DrawContext,
): readonly number[] {
  const known = [...new Set(profiles.map(({ order }) => order))].sort();
  const orders = options.thresholds ?? known.filter((order) => order <= used);
  const lost = orders.find((order) => !known.includes(order));
  if (lost === undefined) return orders;
  return refuse('no-threshold', `threshold ${lost} was not searched for`, {
    option: 'thresholds',
    hint: `there are ${known.join(', ')}`,
  });
}

/** The last search of a threshold: the first one is searched again once there is a second. */
const lastOf = (profiles: readonly ThresholdProfile[], order: number): ThresholdProfile =>
  profiles.findLast((profile) => profile.order === order)!;

const CRITICAL = [4, 3];

function keysOf(shown: readonly ThresholdProfile[], { phrases }: DrawContext): LegendKey[] {
  const level = String(Math.round(1e4 * levelOfLr(shown[0]!.critical)) / 100);
  return [
    referenceKey(phrases.critical(level), CRITICAL),
    { label: phrases.thresholdSet(level), color: ink.faint, fill: ink.band },
  ];
}

function spec(panels: readonly string[], critical: number, on: string, context: DrawContext): VegaSpec {
  const { phrases, colors } = context;
  const x = numberOn('x', 'gamma', axisLabel(on, context), context, { scale: { padding: 5 } });
  const y = numberOn('y', 'lr', phrases.lr, context, { scale: { zero: true } });
  const layer: VegaSpec[] = [
    {
      transform: [
        { filter: { field: 'inSet', equal: 1 } },
        aggregated({ op: 'min', field: 'gamma', as: 'low' }, { op: 'max', field: 'gamma', as: 'high' }),
      ],
      // Its edges show an interval that is hardly wider than a line.
      mark: { type: 'rect', color: ink.band, stroke: ink.faint, strokeWidth: 0.7 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
    { mark: { type: 'line', color: colors[0], strokeWidth: 1 }, encoding: { x, y } },
    referenceLine('y', critical, CRITICAL),
    {
      transform: [aggregated({ op: 'min', field: 'lr', as: 'lr' }, { op: 'min', field: 'estimate', as: 'gamma' })],
      mark: { type: 'point', color: colors[0], size: 34 },
      encoding: { x, y },
    },
  ];
  return inPanels('threshold', panels, { layer }, context);
}

/** Within each panel. */
const aggregated = (...aggregate: readonly VegaSpec[]): VegaSpec => ({ aggregate, groupby: ['threshold'] });
