/** `mediation` and `bootci`: three steps with their tests, all equally likely samples of a few clusters, and intervals of given draws. */

import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import { bootstrapInterval } from '../../../src/econ/draws/interval.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { indirectBootstrap, indirectDraws } from '../../../steps/mediation/numbers/bootstrap.ts';
import { type Mediation, type MediationBootstrap, mediate } from '../../../steps/mediation/numbers/mediation.ts';
import type { MediationSpec } from '../../../steps/mediation/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

interface Result {
  readonly found: Mediation;
  readonly exact: MediationBootstrap | null;
}

export const runMediation: Runner = (run, data) => {
  const spec = specOf(run, data);
  const found = mediate(spec, data);
  return differences(run, { found, exact: run.bootstrap === 'exact' ? exactly(spec, found, data) : null }, fields);
};

function specOf(run: Run, data: Data): MediationSpec {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const x = [run.treat!, run.m!, ...(run.x ?? [])];
  const { specs, problems } = compileColumn(keysOf({ ...run, x }), null, context);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  const clusters = run.boot_cluster === undefined ? {} : { clusters: run.boot_cluster };
  return { model: specs[0]!, treatment: written(run.treat!), mediator: written(run.m!), steps: 3, ...clusters };
}

/** All Gᴳ samples of G clusters, of which each is equally likely. */
function exactly(spec: MediationSpec, { indirect }: Mediation, data: Data): MediationBootstrap {
  const draws = indirectDraws(spec, data);
  const g = draws.clusters;
  const all: (number | null)[] = [];
  const drawn = new Array<number>(g).fill(0);
  for (let at = 0; at >= 0; ) {
    const times = new Int32Array(g);
    for (const cluster of drawn) times[cluster]!++;
    all.push(draws.of(times));
    for (at = g - 1; at >= 0 && drawn[at] === g - 1; at--) drawn[at] = 0;
    if (at >= 0) drawn[at]!++;
  }
  return indirectBootstrap(indirect as number, all, 0.95, { name: spec.clusters!, count: g });
}

const stat =
  (name: 'a' | 'b' | 'indirect' | 'direct' | 'total' | 'shareMediated' | 'ratioIndirectDirect'): Lookup<Result> =>
  ({ found }) =>
    found[name];

const ofTest =
  (name: 'sobel' | 'aroian' | 'goodman'): Lookup<Result> =>
  ({ found }, [field]) =>
    found[name][({ se: 'stdError', z: 'statistic', p: 'pValue' } as const)[field as 'se']];

const ofStep: Lookup<Result> = ({ found }, [step, field, name]) => {
  const fit = found.steps[step as 'total']!;
  if (field === 'N') return fit.nobs;
  if (field === 'df_r') return fit.dfResid ?? { invalid: 'normal' };
  const row = fit.terms.find(({ term }) => term === name);
  return row?.[({ coef: 'estimate', se: 'stdError', t: 'statistic', p: 'pValue' } as const)[field as 'se']];
};

const ofExact: Lookup<Result> = ({ exact }, [field, end]) => ofInterval(exact!, field!, end);

function ofInterval(
  found: MediationBootstrap | ReturnType<typeof bootstrapInterval>,
  field: string,
  end?: string,
): Actual {
  const names: Readonly<Record<string, Stat>> = {
    valid: found.reps,
    mean: found.mean,
    se: found.stdError,
    z0: found.z0,
  };
  if (field === 'resamples') return found.reps + ('failed' in found ? found.failed : 0);
  return end === undefined ? names[field] : found[field as 'bc'][Number(end) as 0 | 1];
}

const fields: Fields<Result> = {
  known: {
    steps: ofStep,
    a: stat('a'),
    b: stat('b'),
    indirect: stat('indirect'),
    direct: stat('direct'),
    total: stat('total'),
    share_mediated: stat('shareMediated'),
    ratio_indirect_direct: stat('ratioIndirectDirect'),
    sobel: ofTest('sobel'),
    aroian: ofTest('aroian'),
    goodman: ofTest('goodman'),
    bootstrap_exact: ofExact,
  },
  ignored: { note: 'words' },
};

export const runBootCi: Runner = (run) => {
  const found = bootstrapInterval(run.estimate!, run.draws!, run.level!);
  const lookup =
    (field: string): Lookup<typeof found> =>
    (_, [end]) =>
      ofInterval(found, field, end);
  const names = ['se', 'z0', 'percentile', 'bc', 'normal'];
  return differences(run, found, {
    known: Object.fromEntries(names.map((name) => [name, lookup(name)])),
    ignored: { note: 'words' },
  });
};
