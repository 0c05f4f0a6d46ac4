/** `psm`, `ebalance`, `nnmatch`: matching and balancing by the specs that `kind: match` makes, and the difference in differences on what was matched. */
import { printName } from '../../../src/base/expression/print.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import type { BalanceRow } from '../../../steps/match/numbers/balance.ts';
import { match } from '../../../steps/match/numbers/match.ts';
import { scoreModel } from '../../../steps/match/numbers/score.ts';
import type { Estimand, MatchSpec } from '../../../steps/match/numbers/spec.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

const logit = (await scoreModel({ method: 'nearest', score: 'logit' } as MatchSpec))!;

interface Result {
  readonly found: ReturnType<typeof match>;
  readonly ids: readonly string[];
  readonly weighted: Fit | null;
  readonly unweighted: Fit | null;
}

/** The specification of a run without outcomes and rows. */
const plain = {
  score: 'logit',
  index: false,
  replace: true,
  ties: false,
  caliper: null,
  order: 'descending',
  algorithm: 'greedy',
  kernel: 'epan',
  bandwidth: 0.06,
  common: false,
  moments: 1,
  exclude: null,
  name: 'w',
} as const;

function resultOf(run: Run, data: Data): Result {
  const condition = run.filter ? run.filter.map(conditionOf).join(' and ') : null;
  const spec: MatchSpec = {
    ...plain,
    treatment: run.treat!,
    on: run.x!.map(written),
    method: run.est === 'ebalance' ? 'entropy' : (run.method as MatchSpec['method']),
    k: run.k ?? 1,
    replace: run.replace ?? true,
    ties: run.ties ?? false,
    caliper: run.caliper ?? null,
    order: (run.order as MatchSpec['order'] | undefined) ?? 'descending',
    algorithm: (run.algorithm as MatchSpec['algorithm'] | undefined) ?? 'greedy',
    kernel: (run.kernel as MatchSpec['kernel'] | undefined) ?? 'epan',
    bandwidth: Number(run.bandwidth ?? 0.06),
    common: run.common ?? false,
    moments: run.moments ?? 1,
    outcomes: run.y === undefined ? [] : [written(run.y)],
    sample: run.did ? null : condition,
    at: run.did ? condition : null,
  };
  const found = match(spec, data, run.est === 'ebalance' ? null : logit);
  const ids = data.codes(run.ids!);
  const { did } = run;
  const fitted = (keys: object): Fit | null => {
    if (did === undefined) return null;
    const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
    const { specs, problems } = compileColumn(
      {
        fit: `${did.y} ~ ${[did.treat, ...did.x].map(written).join(' + ')} | ${did.absorb.map(printName).join(' + ')}`,
        vcov: `cluster(${did.cluster})`,
        sample: 'w > 0',
        ...keys,
      },
      null,
      context,
    );
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
    return estimate(specs[0]!, withWeights(data, found.weights));
  };
  return {
    found,
    ids: Array.from(ids.codes, (code) => ids.levels[code]!),
    weighted: fitted({ weights: { probability: 'w' } }),
    unweighted: fitted({}),
  };
}

const withWeights = (data: Data, weights: Float64Array): Data => ({
  ...data,
  has: (name) => name === 'w' || data.has(name),
  type: (name) => (name === 'w' ? 'number' : data.type(name)),
  numbers: (name) => (name === 'w' ? weights : data.numbers(name)),
});

const fitPart =
  (which: 'weighted' | 'unweighted'): Lookup<Result> =>
  (result, [field, name]) => {
    const fit = result[which]!;
    const keys: Readonly<Record<string, string>> = { coef: 'estimate', se: 'stdError', t: 'statistic', p: 'pValue' };
    if (name !== undefined)
      return (fit.terms.find(({ term }) => term === name) as unknown as Record<string, Stat>)[keys[field!]!];
    return {
      N: fit.nobs,
      G: fit.nclusters ?? undefined,
      df_r: fit.dfResid ?? undefined,
      K_counted: fit.stats.kCounted,
    }[field!];
  };

const balanceKeys: Readonly<Record<string, keyof BalanceRow>> = {
  mean_treated: 'treated',
  mean_control: 'control',
  bias: 'bias',
  t: 'statistic',
  p: 'pValue',
  var_ratio: 'varianceRatio',
  mean_treated_matched: 'treatedMatched',
  mean_control_matched: 'controlMatched',
  bias_matched: 'biasMatched',
  reduction: 'reduction',
  t_matched: 'statisticMatched',
  p_matched: 'pValueMatched',
  var_ratio_matched: 'varianceRatioMatched',
};

const weightOf: Lookup<Result> = ({ found, ids }, [id]) => {
  const at = ids.findIndex((each, row) => each === id && !Number.isNaN(found.weights[row]!));
  return at < 0 ? 0 : found.weights[at];
};

const controlsOf = ({ found }: Result): number[] => {
  const all = [...found.weights].filter((w) => !Number.isNaN(w));
  return all;
};

const fields: Fields<Result> = {
  known: {
    logit: ({ found }, [field, name]) => {
      const fit = found.records.logit!;
      if (field === 'coef' || field === 'se')
        return fit.terms.find(({ term }) => term === name)?.[field === 'coef' ? 'estimate' : 'stdError'];
      return { ll: fit.stats.ll, pseudo_r2: fit.stats.pseudoR2, N: fit.nobs }[field!];
    },
    score: ({ found }, [name]) =>
      found.records.score![
        { mean_treated: 'meanTreated', mean_control: 'meanControl', min: 'min', max: 'max' }[name!]!
      ],
    n_treated: ({ found }) => found.records.support.treated,
    n_control: ({ found }) => found.records.support.controls,
    n_matched_treated: ({ found }) => found.records.support.matched,
    n_used_controls: ({ found }) => found.records.support.controlsUsed,
    off_support: ({ found }) => found.records.support.off,
    sum_w2: ({ found }) => found.records.weightSquares,
    unmatched: ({ found }, [name]) => (found.records.att![0]!.unmatched as Record<string, number>)[name!],
    att: ({ found }, [name]): Actual => {
      const att = found.records.att![0]!;
      return {
        treated: att.treated,
        control: att.control,
        att: att.estimate,
        se: att.stdError,
        t: att.statistic,
        se_hc1: att.stdError,
        df_r: att.df ?? undefined,
      }[name!];
    },
    balance: ({ found }, [name, field]) =>
      found.records.balance.find(({ variable }) => variable === name)![balanceKeys[field!]!] as Actual,
    mean_abs_bias: ({ found }, [i]) => found.records.meanAbsBias[Number(i) as 0],
    median_abs_bias: ({ found }, [i]) => found.records.medianAbsBias[Number(i) as 0],
    psm_did: fitPart('weighted'),
    psm_did_unweighted: fitPart('unweighted'),
    first_weights: weightOf,
    lambda_: ({ found }, [name]) => found.records.lambda!.find(({ variable }) => variable === name)?.value,
    moments: ({ found }, [name, field]) => {
      const row = found.records.balance.find(({ variable }) => variable === name)!;
      return { treated: row.treated, control_before: row.control, control_after: row.controlMatched }[field!];
    },
  },
  ignored: {},
};

/** Weights of rows by their ids; of balancing, what they sum to. */
const weightsOf = (run: Run): Lookup<Result> =>
  run.est === 'psm'
    ? weightOf
    : (result, [name]) => {
        const controls = controlsOf(result).slice(result.found.records.support.treated);
        const total = controls.reduce((sum, w) => sum + w, 0);
        return {
          sum: total,
          sum_sq: controls.reduce((sum, w) => sum + w * w, 0),
          min: Math.min(...controls),
          max: Math.max(...controls),
          entropy: controls.reduce((sum, w) => sum + (w / total) * Math.log((w / total) * controls.length), 0),
        }[name!];
      };

export const runMatch: Runner = (run, data) =>
  differences(run, resultOf(run, data), { ...fields, known: { ...fields.known, weights: weightsOf(run) } });

/** Fields of `nnmatch`. */
interface NearestRun {
  readonly estimand: 'ATT' | 'ATE' | 'ATC';
  readonly metric: 'mahalanobis' | 'ivariance';
  readonly exact?: readonly string[];
  readonly bias?: readonly string[];
  readonly vce_matches: number;
}

export const runNearest: Runner = (run, data) => {
  const { estimand, metric, exact, bias, vce_matches: errorNeighbours } = run as unknown as NearestRun;
  const whose = estimand.toLowerCase() as Estimand;
  const spec: MatchSpec = {
    ...plain,
    treatment: run.treat!,
    on: run.x!.map(written),
    outcomes: [written(run.y!)],
    method: 'nearest',
    metric: metric === 'ivariance' ? 'inverse-variance' : metric,
    k: run.k ?? 1,
    caliper: run.caliper ?? null,
    errorNeighbours,
    sample: run.filter ? run.filter.map(conditionOf).join(' and ') : null,
    at: null,
    ...(whose === 'att' ? {} : { estimand: whose }),
    ...(exact && { exact }),
    ...(bias && { adjust: bias.map(written) }),
  };
  const { records } = match(spec, data, null);
  const [effect] = records[whose]!;
  return differences(run, records, {
    known: {
      est: () => effect!.estimate,
      se: () => effect!.stdError,
      n: () => records.support.treated + records.support.controls,
    },
    // the error that takes the matched differences as independent, and the number of pairs, are not printed
    ignored: { se_standard: 'not printed', pairs: 'not printed' },
  });
};
