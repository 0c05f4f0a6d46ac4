/** `gsc`, `ife`, `mc`: outcomes imputed by factors, by the specs that `kind: synthetic_control` makes. */
import { createRng } from '../../../src/base/number/rng.ts';
import type { Data } from '../../../src/econ/data.ts';
import { interactiveEffects } from '../../../steps/synthetic_control/numbers/factors/interactive.ts';
import { syntheticFit } from '../../../steps/synthetic_control/numbers/fit.ts';
import type { SyntheticResult } from '../../../steps/synthetic_control/numbers/result.ts';
import { syntheticSample } from '../../../steps/synthetic_control/numbers/sample.ts';
import type { SyntheticSpec } from '../../../steps/synthetic_control/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields } from '../compare.ts';
import { written } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly y: string;
  readonly x?: readonly string[];
  readonly treat?: string;
  readonly r?: number | 'cv';
  readonly r_max?: number;
  readonly lambda?: number;
}

/** Runs of interactive effects alone are of the units that `D` never treats. */
const NEVER_TREATED = 'D';

function specOf(asked: Asked, method: SyntheticSpec['method']): SyntheticSpec {
  const { r, r_max: most = 5, lambda } = asked;
  return {
    method,
    outcome: written(asked.y),
    ...{ treated: null, start: null, treatment: asked.treat ?? NEVER_TREATED, fit: null, predictors: null },
    ...{ v: 'equal', ridge: null, placebos: false, leaveOneOut: false, errors: 'none', draws: 2 },
    covariates: (asked.x ?? []).map(written),
    ...(method === 'mc' ? { lambda: lambda! } : { factors: r === 'cv' ? { most } : (r as number) }),
    ...{ sample: null, exclude: null },
  };
}

const stat = (name: string) => (result: SyntheticResult) => result.fit.stats[name] as Actual;
const slope = ({ fit }: SyntheticResult, [name]: readonly string[]): Actual =>
  fit.terms.find(({ term }) => term === name)?.estimate;

const fields: Fields<SyntheticResult> = {
  known: {
    beta: slope,
    att: ({ fit }) => fit.terms[0]!.estimate,
    att_t: ({ paths }, [period]) => paths.find((each) => String(each.period) === period)?.gap,
    r: stat('factorCount'),
    cv: ({ choices }, [count, field]) => {
      const found = choices!.find(({ value }) => String(value) === count)!;
      return (field === 'mspe' ? found.mspe : found.sigma2) as Actual;
    },
    rank: stat('matrixRank'),
    rss: stat('rss'),
    // factors have a mean square of 1, so that a singular value is the root of T times the loading's sum of squares
    singular: ({ loadings, paths }, [at]) =>
      Math.sqrt(
        paths.length *
          loadings!.reduce((sum, each) => {
            const value = each[`f${Number(at) + 1}`]!;
            return sum + value * value;
          }, 0),
      ),
  },
  ignored: {},
};

/** Slopes and the sum of squares among the never treated. */
function runControls(run: Run, data: Data) {
  const asked = run as unknown as Asked;
  const sample = syntheticSample(specOf(asked, 'ife'), data);
  const never = [...sample.units.keys()].filter((i) => sample.starts[i] === sample.periods.length);
  const fit = interactiveEffects(
    never.map((i) => sample.outcome[i]!),
    sample.covariates.map(({ name, paths }) => ({ name, paths: never.map((i) => paths[i]!) })),
    asked.r as number,
  );
  const known: Fields<typeof fit> = {
    known: { coef: ({ slopes }, [name]) => slopes[asked.x!.indexOf(name!)], rss: ({ rss }) => rss },
    ignored: {},
  };
  return differences(run, fit, known);
}

export const runImputed: Runner = (run: Run, data) => {
  if (run.est === 'ife') return runControls(run, data);
  const spec = specOf(run as unknown as Asked, run.est as SyntheticSpec['method']);
  return differences(run, syntheticFit(spec, syntheticSample(spec, data), createRng('1')), fields);
};
