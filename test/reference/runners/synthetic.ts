/** `sc`, `sdid`: synthetic controls by the specs that `kind: synthetic_control` makes. */
import { printName } from '../../../src/base/expression/print.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import type { Data } from '../../../src/econ/data.ts';
import { blockFit, syntheticFit } from '../../../steps/synthetic_control/numbers/fit.ts';
import type { PlaceboRecord, SyntheticResult } from '../../../steps/synthetic_control/numbers/result.ts';
import { syntheticSample } from '../../../steps/synthetic_control/numbers/sample.ts';
import type { SyntheticSpec } from '../../../steps/synthetic_control/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields } from '../compare.ts';
import { written } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly y: string;
  readonly unit: string;
  readonly time: string;
  readonly treated?: string;
  readonly treat?: string;
  readonly start?: number;
  readonly fit?: readonly [number, number];
  readonly predictors?:
    | 'outcomes'
    | readonly { readonly var: string; readonly time: [number, number]; readonly step: number }[];
  readonly V?: SyntheticSpec['v'];
  readonly method?: SyntheticSpec['method'];
  readonly lambda?: number;
  readonly placebo?: string;
  readonly placebo_start?: number;
  readonly leave_one_out?: boolean;
  readonly vce?: SyntheticSpec['errors'];
  readonly cohorts?: readonly number[];
}

function specOf(asked: Asked): SyntheticSpec {
  const { treated = null, treat = null, predictors } = asked;
  const isInTime = asked.placebo === 'time';
  const start = (isInTime ? asked.placebo_start : asked.start) ?? null;
  return {
    method: asked.method ?? 'sc',
    outcome: written(asked.y),
    ...{ treated, treatment: treat, start: treated === null ? null : start },
    fit: isInTime ? [asked.fit![0], asked.placebo_start! - 1] : (asked.fit ?? null),
    predictors: Array.isArray(predictors)
      ? predictors.map(({ var: of, time, step }) => ({ of: printName(of), over: time, step }))
      : null,
    v: asked.V ?? 'equal',
    ridge: asked.lambda ?? null,
    placebos: asked.placebo === 'units',
    leaveOneOut: asked.leave_one_out ?? false,
    errors: asked.vce ?? 'none',
    draws: 100,
    covariates: [],
    // A placebo in time looks at nothing from the true start on.
    sample: isInTime ? `${printName(asked.time)} < ${asked.start}` : null,
    exclude: null,
  };
}

const byUnit = (records: readonly { readonly name: string }[], unit: string): PlaceboRecord | undefined =>
  records.find(({ name }) => name === unit) as PlaceboRecord | undefined;

const stat = (name: string) => (result: SyntheticResult) => result.fit.stats[name] as Actual;

const fields: Fields<SyntheticResult> = {
  known: {
    w: ({ unitWeights }, [unit]) => unitWeights.find(({ name }) => name === unit)?.weight,
    omega: ({ unitWeights }, [unit]) => unitWeights.find(({ name }) => name === unit)?.weight,
    lambda: ({ timeWeights }, [period]) => timeWeights.find((each) => String(each.period) === period)?.weight,
    gap: ({ paths }, [period]) => paths.find((each) => String(each.period) === period)?.gap,
    att: ({ fit, leaveOneOut }, [unit]) =>
      unit === undefined ? fit.terms[0]!.estimate : byUnit(leaveOneOut, unit)?.estimate,
    att_1975_1997: ({ paths }) => {
      const late = paths.filter(({ period }) => period >= 1975);
      return late.reduce((sum, { gap }) => sum + gap, 0) / late.length;
    },
    se: ({ fit }) => fit.terms[0]!.stdError,
    p: ({ fit }) => fit.terms[0]!.pValue,
    taus: ({ placebos }, [unit]) => byUnit(placebos, unit!)?.estimate,
    mspe_pre: stat('msePre'),
    mspe_post: stat('msePost'),
    rmspe_ratio: (result, [unit]) => {
      const own = result.fit.stats.ratio as number;
      // The treated unit stands among its placebos in the case.
      return unit === undefined ? own : (byUnit(result.placebos, unit)?.ratio ?? own);
    },
    rank: stat('rank'),
    noise: stat('noise'),
    zeta_omega: stat('zetaOmega'),
    zeta_lambda: stat('zetaLambda'),
    n_treated: stat('treatedUnits'),
    n_control: stat('controlUnits'),
    cohorts: ({ cohorts }, [i, field]) => {
      const found = cohorts[Number(i)]!;
      const own = { cohort: found.cohort, tau: found.estimate, n_treated: found.treated, post: found.periods };
      return { ...own, zeta_omega: found.zetaOmega, weight: found.share }[field!];
    },
  },
  // The programs' own values stop short of the optimum; that of a nested fit is a bound.
  ignored: { att_synthdid: 'of a search that stops early', mspe_pre_max: 'a bound, held below' },
};

/** The sample without the cohorts that a run leaves out. */
function ofCohorts(data: Data, { unit, treat, time, cohorts }: Asked): Data {
  if (cohorts === undefined) return data;
  const [units, path, period] = [data.codes(unit).codes, data.numbers(treat!), data.numbers(time)];
  const first = new Map<number, number>();
  for (let row = 0; row < data.nrows; row++)
    if (path[row] === 1)
      first.set(units[row]!, Math.min(first.get(units[row]!) ?? Number.POSITIVE_INFINITY, period[row]!));
  const isKept = (code: number): boolean => !first.has(code) || cohorts.includes(first.get(code)!);
  const { codes, levels } = data.codes(unit);
  const kept = { codes: codes.map((code) => (isKept(code) ? code : -1)), levels };
  return { ...data, ...bound(data), codes: (name) => (name === unit ? kept : data.codes(name)) };
}

const bound = (data: Data): Pick<Data, 'has' | 'type' | 'numbers'> => ({
  has: (name) => data.has(name),
  type: (name) => data.type(name),
  numbers: (name) => data.numbers(name),
});

export const runSynthetic: Runner = (run: Run, data) => {
  const asked = run as unknown as Asked;
  const spec = specOf(asked);
  // A synthetic control among blocks has their penalties.
  const estimate = run.est === 'sdid' ? blockFit : syntheticFit;
  const result = (): SyntheticResult => estimate(spec, syntheticSample(spec, ofCohorts(data, asked)), createRng('1'));
  if (run.expected.error !== undefined) {
    try {
      result();
    } catch (error) {
      return /at least two treated/.test((error as Error).message) ? [] : [(error as Error).message];
    }
    return ['it was not refused'];
  }
  const found = result();
  const most = run.expected.mspe_pre_max as number | undefined;
  const worse = most !== undefined && !((found.fit.stats.msePre as number) <= most);
  return [
    ...(worse ? [`mspe_pre: ${found.fit.stats.msePre} is above ${most}`] : []),
    ...differences(run, found, fields),
  ];
};
