/** `transform`: the mean of the others in a group, and two-stage least squares with it as the instrument. */
import { readFileSync } from 'node:fs';
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { derive } from '../../../src/frame/declared/derive.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { estimate } from '../../support/estimate.ts';
import { derivation, frameOf } from '../../unit/frame/support.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf } from './linear.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly x: string;
  readonly by: string | readonly string[];
  readonly iv?: {
    readonly y: string;
    readonly x?: readonly string[];
    readonly absorb?: readonly string[];
    readonly cluster?: string;
  };
}

interface Found {
  readonly values: Float64Array;
  readonly fit: Fit | undefined;
}

export const runTransform: Runner = (run, _, test) => {
  const { x, by, iv } = run as unknown as Asked;
  const panel = { unit: test.panel![0], time: test.panel![1] };
  const frame = frameOf(readFileSync(test.csv, 'utf8'), { panel });
  const columns = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const expression = `mean(${x}, by=[${[by].flat().join(', ')}], leave_out=true)`;
  const { column } = derive(derivation('others', expression), columns, frame.nrows, panel);
  if (!('values' in column)) throw new Error('text');
  const { values } = column as { readonly values: Float64Array };
  const result: Found = {
    values,
    fit:
      iv &&
      fitOf(
        iv,
        x,
        run.filter?.map(conditionOf).join(' and '),
        Frame.of(columns.set('others', column), frame.nrows, panel),
      ),
  };
  return differences(run, result, fields);
};

function fitOf(
  { y, x: exogenous = [], absorb = [], cluster }: NonNullable<Asked['iv']>,
  endogenous: string,
  sample: string | undefined,
  data: Parameters<typeof estimate>[1],
): Fit {
  const keys = {
    fit: `${y} ~ ${exogenous.join(' + ') || '1'} | ${absorb.join(' + ') || '0'} | ${endogenous} ~ others`,
    small: true,
    vcov: cluster === undefined ? 'robust' : `cluster(${cluster})`,
    ...(sample === undefined ? {} : { sample }),
  };
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, data);
}

const present = ({ values }: Found): Float64Array => values.filter((value) => !Number.isNaN(value));

const ofValues: Readonly<Record<string, (found: Found) => Actual>> = {
  n: (found) => present(found).length,
  missing: (found) => found.values.length - present(found).length,
  mean: (found) => mean(present(found)),
  sd: (found) => {
    const own = present(found);
    return Math.sqrt(sumSquaresAbout(own, mean(own)) / (own.length - 1));
  },
  min: (found) => Math.min(...present(found)),
  max: (found) => Math.max(...present(found)),
};

const stageOf = (field: string, fit: Fit): Actual => {
  const stage = fit.firstStage![0]!;
  const own = stage.terms.find(({ term }) => term === 'others')!;
  return { coef: own.estimate, se: own.stdError, F: stage.f }[field];
};

const ofFit: Lookup<Found> = ({ fit }, [field, inner]) => {
  const [own] = fit!.terms;
  if (field === 'first_stage') return stageOf(inner!, fit!);
  return { coef: own!.estimate, se: own!.stdError, N: fit!.nobs, G: fit!.nclusters ?? undefined }[field!];
};

const fields: Fields<Found> = {
  known: {
    loo: (found, [field, at]) => (field === 'first_rows' ? found.values[Number(at)] : ofValues[field!]?.(found)),
    iv: ofFit,
  },
  ignored: {},
};
