/** `eventstudy`: a formula with an `event()` term, by the path a pipeline takes. */
import { printName } from '../../../src/base/expression/print.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Estimate, Fit, TestResult } from '../../../src/econ/fit.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

export const runEventStudy: Runner = (run, data) => {
  // a run that must be refused says the error's meaning; that it is refused is what is compared
  if (run.expected.error !== undefined) {
    try {
      fitOf(run, data);
    } catch (error) {
      return (error as Error).message.includes('collinear') ? [] : [(error as Error).message];
    }
    return ['it was not refused'];
  }
  return differences(run, { fit: fitOf(run, data), run }, fields);
};

interface Result {
  readonly fit: Fit;
  readonly run: Run;
}

function fitOf(run: Run, data: Data): Fit {
  const { time, cohort, window, bin, reference = -1, absorb, cluster } = run;
  const ref = typeof reference === 'number' ? `${reference}` : `[${reference.join(', ')}]`;
  const options = [
    `ref=${ref}`,
    ...(window ? [`window=[${window.join(', ')}]`] : []),
    ...(bin === false ? ['bin=false'] : []),
  ];
  const event = `event(${printName(time!)} - ${printName(cohort!)}, ${options.join(', ')})`;
  const effects = (absorb as readonly string[]).map(printName).join(' + ');
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs, problems } = compileColumn(
    {
      fit: `${run.y} ~ ${[event, ...(run.x ?? []).map(written)].join(' + ')} | ${effects}`,
      vcov: `cluster(${printName(cluster!)})`,
      ...(run.filter ? { sample: run.filter.map(conditionOf).join(' and ') } : {}),
    },
    null,
    context,
  );
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, data);
}

const termOf = ({ fit }: Result, name: string): Estimate | undefined =>
  fit.terms.find(({ term }) => term === name || term.endsWith(`)::${name}`));

const ofTerm =
  (key: keyof Omit<Estimate, 'term'>): Lookup<Result> =>
  (result, [name]) =>
    termOf(result, name!)?.[key];

const testPart =
  (name: string): Lookup<Result> =>
  ({ fit }, [part]) => {
    const test = fit.tests.find((each) => each.name === name) as TestResult;
    const parts: Readonly<Record<string, unknown>> = {
      F: test.statistic,
      df1: test.df?.[0],
      df2: test.df?.[1],
      p: test.pValue,
      estimate: test.estimate,
      se: test.stdError,
    };
    return parts[part!] as ReturnType<Lookup<Result>>;
  };

const fields: Fields<Result> = {
  known: {
    coef: ofTerm('estimate'),
    se: ofTerm('stdError'),
    t: ofTerm('statistic'),
    p: ofTerm('pValue'),
    ci95: (result, [name, end]) => termOf(result, name!)?.[end === '0' ? 'confLow' : 'confHigh'],
    N: ({ fit }) => fit.nobs,
    G: ({ fit }) => fit.nclusters ?? undefined,
    df_r: ({ fit }) => fit.dfResid ?? undefined,
    K_counted: ({ fit }) => fit.stats.kCounted,
    pretrend: testPart('pre-trend'),
    post_joint: testPart('post'),
    post_mean: testPart('post-mean'),
  },
  ignored: {},
};
