/** Declares the result of synthetic controls: a fit of one effect, with weights, paths, predictors, placebos and cohorts. */
import type { Json } from '../../src/base/json.ts';
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { unitsShown } from '../../src/base/value.ts';
import { fitResult, withStatistics } from '../../src/check/fit-result.ts';
import type { SyntheticSpec } from './numbers/spec.ts';
import { syntheticStatistics } from './numbers/words.ts';

const terms = ({ params }: PlannedNode) => ({
  listed: ['att', ...(params as unknown as SyntheticSpec).covariates],
});

const fit = fitResult(terms, { fromParams: true });

const each = (...names: readonly string[]): Form => ({ each: { members: values(...names) } });

/** The parts in which units are named. */
interface Named {
  readonly unitsOf: string;
  readonly weights: readonly { readonly unit: string }[];
  readonly placebos: readonly { readonly unit: string }[];
  readonly placeboGaps: readonly { readonly unit: string }[];
  readonly leaveOneOut: readonly { readonly unit: string }[];
}

export const syntheticResult: Result = withStatistics(
  {
    ...fit,
    parts: {
      ...fit.parts,
      unitsOf: 'value',
      weights: each('unit', 'weight', 'cohort'),
      timeWeights: each('period', 'weight', 'cohort'),
      paths: each('period', 'treated', 'synthetic', 'gap', 'isTreated', 'cohort'),
      predictors: each('predictor', 'window', 'treated', 'synthetic', 'donors', 'weight'),
      placebos: { each: members('unit', 'estimate', 'msePre', 'msePost', 'ratio') },
      placeboGaps: each('unit', 'period', 'gap'),
      leaveOneOut: { each: members('unit', 'estimate', 'msePre', 'msePost', 'ratio') },
      cohorts: each('cohort', 'estimate', 'treated', 'periods', 'share', 'zetaOmega', 'zetaLambda'),
    },
    shown: (parts, hides) => {
      const { unitsOf, ...lists } = parts as unknown as Named;
      const named = ['weights', 'placebos', 'placeboGaps', 'leaveOneOut'] as const;
      const names = [...new Set(named.flatMap((list) => (lists[list] ?? []).map(({ unit }) => unit)))];
      const shown = unitsShown(names, unitsOf, hides);
      const as = new Map(names.map((name, i) => [name, shown[i]!]));
      const renamed = named.flatMap((list) =>
        lists[list] === undefined ? [] : [[list, lists[list].map((one) => ({ ...one, unit: as.get(one.unit)! }))]],
      );
      return { ...parts, ...(Object.fromEntries(renamed) as Readonly<Record<string, Json>>) };
    },
  },
  syntheticStatistics,
);
