/** `rotemberg`: weights of a shift-share instrument by sector and period, through the sample that the step makes. */
import { type RotembergResult, rotembergResult } from '../../../steps/rotemberg/numbers/rotemberg-result.ts';
import type { RotembergSpec } from '../../../steps/rotemberg/numbers/spec.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { written } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly y: string;
  readonly endog: string;
  readonly shares: readonly string[];
  readonly shocks: readonly string[];
  readonly period?: string;
  readonly x?: readonly string[];
  readonly absorb?: readonly string[];
  readonly weights?: string;
}

export const runRotemberg: Runner = (run, data) => {
  const { y, endog, shares, shocks, period, x = [], absorb = [], weights } = run as unknown as Asked;
  const spec: RotembergSpec = {
    ...{ outcome: written(y), endogenous: written(endog), shares: shares.map(written), shocks: shocks.map(written) },
    ...{ period: period ?? null, controls: x.map(written), absorb, weights: weights ?? null },
    ...{ sample: null, exclude: null, top: 5, shiftShare: null, vcov: { is: 'hc', type: 'HC1' }, byPeriod: true },
  };
  return differences(run, rotembergResult(spec, data), fields);
};

type Record = RotembergResult['components'][number];

/** A record of a case, whose sectors count from 1; it has no F of its own. */
const inRecord = (record: Record | undefined, sectors: readonly string[], field: string): Actual => {
  if (record === undefined || field === 'F') return { invalid: 'none' };
  if (field === 'sector') return sectors.indexOf(record.sector) + 1;
  if (field === 'period') return Number(record.period);
  return field === 'g' ? record.shock : record[field as 'alpha' | 'beta'];
};

const listed =
  (part: 'rows' | 'components'): Lookup<RotembergResult> =>
  (result, [i, field]) =>
    inRecord(
      result[part][Number(i)],
      result.sectors.map(({ variable }) => variable),
      field!,
    );

const fields: Fields<RotembergResult> = {
  known: {
    beta_iv: ({ iv }) => iv,
    sum_alpha: ({ components }) => components.reduce((sum, { alpha }) => sum + alpha, 0),
    sum_alpha_beta: ({ components }) =>
      components.reduce((sum, { alpha, beta }) => sum + (typeof beta === 'number' ? alpha * beta : 0), 0),
    rows: listed('components'),
    top5: listed('rows'),
    by_sector: ({ sectors }, [name]) => sectors.find(({ variable }) => variable === name)?.alpha,
    positive: ({ positive }, [field]) => positive[field as keyof typeof positive],
    negative: ({ negative }, [field]) => negative[field as keyof typeof negative],
    cor_alpha_g: ({ correlations }) => correlations.alpha.shock,
  },
  ignored: {},
};
