/** Models of the reference cases, as an export has them. */
import type { Data } from '../../src/econ/data.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { ExportedModel } from '../../src/export/language.ts';
import { type Case, committedCases, type Run } from '../reference/case.ts';
import { readData } from '../reference/csv-data.ts';
import { choiceKeys } from '../reference/runners/choice.ts';
import { countKeys } from '../reference/runners/counts.ts';
import { keysOf as gmmKeys } from '../reference/runners/dpdgmm.ts';
import { ivSpecOf } from '../reference/runners/iv.ts';
import { specOfRun } from '../reference/runners/linear.ts';
import { heckmanKeys, negbinKeys, poissonKeys, ppmlKeys, ppmlRun, tobitKeys } from '../reference/runners/poisson.ts';
import { sfaKeys } from '../reference/runners/sfa.ts';
import { unitKeys, unitRun } from '../reference/runners/unit.ts';
import { ivRun } from '../reference/runners/weakiv.ts';
import { estimate } from '../support/estimate.ts';

export interface Modelled {
  readonly case: Pick<Case, 'id' | 'panel' | 'runs'>;
  readonly data: TrackedData;
  readonly models: readonly (ExportedModel & { readonly run: Run })[];
}

type SpecOf = (run: Run, data: Data) => { readonly spec: ModelSpec; readonly used: Data };

const plain: SpecOf = (run, data) => specOfRun(run, data);

/** Turns a run into a spec, by the run's `est`. */
const specs: Readonly<Record<string, SpecOf>> = {
  ols: plain,
  fe: plain,
  iv: (run, data) => ({ spec: ivSpecOf(run, data), used: data }),
  weakiv: (run, data) => ({ spec: ivSpecOf(ivRun(run), data), used: data }),
  logit: (run, data) => specOfRun(run, data, { estimator: 'logit' }),
  probit: (run, data) => specOfRun(run, data, { estimator: 'probit' }),
  poisson: (run, data) => specOfRun(run, data, poissonKeys(run)),
  ppml: (run, data) => specOfRun(ppmlRun(run), data, ppmlKeys(run)),
  nbreg: (run, data) => specOfRun(run, data, negbinKeys(run)),
  clogit: (run, data) => specOfRun({ ...run, absorb: run.group } as Run, data, { estimator: 'clogit' }),
  tobit: (run, data) => specOfRun(run, data, tobitKeys(run)),
  heckman: (run, data) => specOfRun(run, data, heckmanKeys(run)),
  mlogit: (run, data) =>
    specOfRun(run, data, {
      ...choiceKeys(run),
      estimator: { is: 'mlogit', base: (run as unknown as { readonly base_outcome: number }).base_outcome },
    }),
  zip: (run, data) => specOfRun(run, data, countKeys(run)),
  zinb: (run, data) => specOfRun(run, data, countKeys(run)),
  ologit: (run, data) => specOfRun(run, data, { ...choiceKeys(run), estimator: run.est }),
  oprobit: (run, data) => specOfRun(run, data, { ...choiceKeys(run), estimator: run.est }),
  ocloglog: (run, data) => specOfRun(run, data, { ...choiceKeys(run), estimator: run.est }),
  flogit: (run, data) => specOfRun(run, data, { ...choiceKeys(run), estimator: run.est }),
  fprobit: (run, data) => specOfRun(run, data, { ...choiceKeys(run), estimator: run.est }),
  sfa: (run, data) => specOfRun(run, data, sfaKeys(run)),
  qreg: (run, data) => specOfRun(run, data, { estimator: { is: 'quantile', tau: run.tau! } }),
  re: (run, data) => specOfRun(unitRun(run), data, unitKeys(run)),
  be: (run, data) => specOfRun(unitRun(run), data, unitKeys(run)),
  dpdgmm: (run, data) => specOfRun(run, data, gmmKeys(run)),
  poisson_fe: (run, data) => specOfRun(ppmlRun(run), data, ppmlKeys(run)),
};

/** Cases with the models that are estimated on their data; what papermake refuses is left out. */
export const modelledCases = (cases: readonly Case[] = committedCases()): Modelled[] =>
  cases.flatMap((each) => modelledRuns(each, () => readData(each)));

/** The runs of a case that estimate models, with their data where there is one; none where there is no such run. */
export function modelledRuns(of: Modelled['case'], read: () => Data): Modelled[] {
  const runs = of.runs.filter(({ est, expected }) => Object.hasOwn(specs, est) && !Object.hasOwn(expected, 'refuse'));
  if (runs.length === 0) return [];
  const raw = read();
  const data = new TrackedData(of.id.replaceAll('-', '_'), raw);
  const models = runs.flatMap((run) => {
    const { spec, used } = specs[run.est]!(run, raw);
    // a time of its own is no panel of the data that the script reads
    const own = used === raw ? data : new TrackedData(`${data.name}_${run.name}`, used);
    own.reads(columnsRead(spec, used.panel));
    return [{ node: `${of.id}.${run.name}`, data: own, spec, fit: estimate(spec, used), run }];
  });
  return [{ case: of, data, models }];
}
