/** Declares the result of panel thresholds: a record for each threshold, the regression by regime, the regimes. */
import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { fitInside, namesOfTerms } from '../../src/check/fit-result.ts';

const estimates = {
  ...values('gamma', 'ciLow', 'ciHigh', 'ciXthregUnseen'),
  ciXthreg: { each: 'value' },
} as const;

const upTo = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i + 1));

interface Planned {
  readonly max: number;
  readonly use: number;
  readonly slope: readonly string[];
  readonly model: { readonly terms: readonly string[] };
}
const planned = ({ params }: PlannedNode) => params as unknown as Planned;

const orders = (node: PlannedNode) => ({ listed: upTo(planned(node).max) });

/** Each slope has a coefficient for each regime: `x#1`. */
function terms(node: PlannedNode) {
  const { slope, use, model } = planned(node);
  const byRegime = slope.flatMap((term) => upTo(use + 1).map((regime) => `${term}#${regime}`));
  return namesOfTerms({ terms: [...byRegime, ...model.terms] });
}

export const thresholdResult: Result = {
  type: 'threshold',
  list: 'thresholds',
  fromParams: true,
  isTrial: true,
  printed: {
    fields: {
      ...{ 'Threshold Value': 'gamma', 'F Statistic': 'f', 'P Value': 'pValue', 'BS Replications': 'bootstrap' },
      ...{ '1%': 'critical.1', '5%': 'critical.5', '10%': 'critical.10' },
    },
    records: { 'Single threshold': '1', 'Double threshold': '2', 'Triple threshold': '3' },
  },
  parts: {
    thresholds: {
      each: {
        members: {
          order: 'value',
          ...estimates,
          ...values('f', 'pValue', 'bootstrap', 'rss', 'mse', 'fXthreg', 'fHansen'),
          critical: members('1', '5', '10'),
          refined: { members: estimates, usual: 'gamma' },
        },
        usual: 'gamma',
      },
      planned: orders,
    },
    fit: fitInside(terms),
    ...values('rssLinear', 'gridSize', 'dfTest', 'convention', 'on'),
    slope: { each: 'value' },
    profiles: 'unnamed',
    regimes: { each: members('lower', 'upper', 'rows', 'units') },
  },
};
