/** `placebo`: all assignments of a treatment to units, dates, or both. */
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { type Placebo, placebosOf, placeboTest } from '../../../steps/placebo/numbers/placebo.ts';
import type { Permute } from '../../../steps/placebo/numbers/treatment.ts';
import { differences, type Fields } from '../compare.ts';
import { keysOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

export const runPlacebo: Runner = (run, data) => {
  const panel = { unit: run.unit!, time: run.time! };
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel };
  const absorb = run.absorb ?? [run.unit!, run.time!];
  const { specs, problems } = compileColumn(
    keysOf({ ...run, absorb, x: [run.treat!, ...(run.x ?? [])] }),
    null,
    context,
  );
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join('; '));
  const permute = run.permute as Permute;
  const { of, ...found } = placebosOf(
    { model: specs[0]!, treatment: written(run.treat!), permute, unit: run.unit! },
    data,
  );
  const draws = found.assignments;
  const all = of({ from: 0, to: draws, draws }, () => {
    throw new Error('all assignments are to be listed');
  });
  // a mean of zero, of which a case may have the rounding
  const { mean } = run.expected;
  const isZero = typeof mean === 'number' && Math.abs(mean) < 1e-12;
  const compared = isZero ? { ...run, expected: { ...run.expected, mean: 0 } } : run;
  return differences(compared, placeboTest(found, all, { permute, draws, convention: 'corrected' }), fields);
};

const fields: Fields<Placebo> = {
  known: {
    observed: ({ observed }) => observed,
    assignments: ({ assignments }) => assignments,
    count_abs_ge: ({ countAbsGe }) => countAbsGe,
    count_ge: ({ countGe }) => countGe,
    count_le: ({ countLe }) => countLe,
    p_exact_two_sided: ({ pValue }) => pValue,
    p_exact_upper: ({ pUpper }) => pUpper,
    p_exact_lower: ({ pLower }) => pLower,
    mean: ({ mean }) => mean,
    sd: ({ sd }) => sd,
    min: ({ min }) => min,
    max: ({ max }) => max,
    q05: ({ quantiles }) => quantiles.p5,
    q50: ({ quantiles }) => quantiles.p50,
    q95: ({ quantiles }) => quantiles.p95,
  },
  ignored: { note: 'words' },
};
