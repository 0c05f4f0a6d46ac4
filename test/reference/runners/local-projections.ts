/** `lp`: local projections, by the spec that `kind: local_projections` makes of a formula and its keys. */
import { printName } from '../../../src/base/expression/print.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Data } from '../../../src/econ/data.ts';
import { type LocalProjections, localProjections } from '../../../steps/local_projections/numbers/local-projections.ts';
import { type Response, rowName } from '../../../steps/local_projections/numbers/spec.ts';
import { type Asked, projectionsOf } from '../../../steps/local_projections/projected.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields } from '../compare.ts';
import type { Runner } from './runner.ts';

type LpRun = Run & {
  readonly y: string;
  readonly shock: string;
  readonly horizons: number;
  readonly response: string;
  /** A formula, where `y` on `shock` is not all. */
  readonly fit?: string;
  readonly lags?: number | { readonly outcome?: number; readonly shock?: number };
  readonly state?: string;
  readonly error_lags?: 'horizon';
  readonly common_sample?: boolean;
  readonly draws?: number;
  readonly small?: boolean | string;
};

/** What a run says in words. */
const WORDS: Readonly<Record<string, Response>> = { 'cumulative (y_{t+h} - y_{t-1})': 'change' };
const NEWEY_WEST = 'Newey-West, Bartlett, h lags, no small-sample factor';

function found(run: LpRun, data: Data): LocalProjections {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const vcov = run.vcov as unknown as string;
  const isWord = vcov === NEWEY_WEST;
  const fit = run.fit ?? `${printName(run.y)} ~ ${printName(run.shock)}`;
  const { specs, problems } = compileColumn(
    isWord
      ? { fit, vcov: 'nw(0)', small: false }
      : { fit, vcov, ...(run.small === undefined ? {} : { small: run.small }) },
    null,
    context,
  );
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  const asked: Asked = {
    shock: printName(run.shock),
    state: run.state ?? null,
    horizons: run.horizons,
    response: WORDS[run.response] ?? (run.response as Response),
    lags: run.lags ?? 0,
    errorLags: isWord ? 'horizon' : (run.error_lags ?? 'written'),
    commonSample: run.common_sample ?? false,
    draws: run.draws ?? null,
    level: 0.95,
  };
  return localProjections(projectionsOf(specs[0]!, asked), data, createRng('1'));
}

const names = { coef: 'estimate', se: 'stdError', p: 'pValue', lo: 'confLow', hi: 'confHigh', N: 'n' } as const;

const fields: Fields<LocalProjections> = {
  known: {
    irf: ({ rows }, [horizon, field, path]) => {
      const name = rowName(
        Number(horizon),
        path === undefined ? 'all' : path === 'gap' ? 'gap' : (Number(path) as 0 | 1),
      );
      return rows.find(({ variable }) => variable === name)?.[names[field as 'coef']] as Actual;
    },
    sup_t: ({ supT }) => supT![0]!.value,
  },
  ignored: {},
};

export const runLocalProjections: Runner = (run, data) => differences(run, found(run as LpRun, data), fields);
