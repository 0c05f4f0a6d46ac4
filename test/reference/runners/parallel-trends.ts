/** `honest`, `pretrend_power`: bounds and pre-tests of event studies whose estimates and covariance are the data of a case. */
import { createRng } from '../../../src/base/number/rng.ts';
import type { Data } from '../../../src/econ/data.ts';
import { type EventStudy, eventStudy } from '../../../steps/parallel_trends/numbers/event-study.ts';
import { originalBand, weightsOf } from '../../../steps/parallel_trends/numbers/parallel-trends.ts';
import { pretestOf } from '../../../steps/parallel_trends/numbers/pretest.ts';
import { relativeTests } from '../../../steps/parallel_trends/numbers/relative.ts';
import { type Band, smoothBands } from '../../../steps/parallel_trends/numbers/smoothness.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Asked {
  readonly delta?: 'none' | 'SD' | 'RM';
  readonly M?: readonly number[];
  readonly Mbar?: readonly number[];
  readonly l?: 'first';
  readonly power?: readonly number[];
  readonly slope?: number;
  readonly threshold?: number;
}

/** Rows of the data are periods: `event`, `coef`, and the covariance in `v1`, `v2`, …. */
function studyOf(data: Data): EventStudy {
  const [events, estimates] = [data.numbers('event'), data.numbers('coef')];
  const columns = [...events].map((_, j) => data.numbers(`v${j + 1}`));
  return eventStudy(
    [...events].map((event, i) => ({ event, estimate: estimates[i]! })),
    [...events].map((_, i) => columns.map((column) => column[i]!)),
  );
}

/** Tolerances of these cases are the last printed digit, or a step of a grid. */
const withAbsolute = (run: Run): Run => ({ ...run, tolerance: { abs: run.tolerance.rel! } });

interface Found {
  readonly bands: readonly Band[];
  readonly original: ReturnType<typeof originalBand>;
}

const honest: Fields<Found> = {
  known: {
    bands: ({ bands }, [i, field]) => {
      const band = bands[Number(i)] as (Band & { readonly m: number }) | undefined;
      if (field === 'M' || field === 'Mbar') return band?.m;
      if (field === 'half') return band && (band.high - band.low) / 2;
      return band?.[field as keyof Band] as Actual;
    },
    estimate: ({ original }) => original.estimate,
    low: ({ original }) => original.low,
    high: ({ original }) => original.high,
  },
  ignored: {},
};

export const runHonest: Runner = (run, data) => {
  const study = studyOf(data);
  const { delta, M = [], Mbar = [], l } = run as unknown as Asked;
  const weights = weightsOf(l!, study);
  const relative = relativeTests(study, weights, 0.05, createRng('1'));
  const smooth = smoothBands(study, weights, 0.05);
  const found = delta === 'RM' ? Mbar.map((m) => ({ m, ...relative.band(m) })) : M.map((m) => ({ m, ...smooth(m) }));
  return differences(withAbsolute(run), { bands: found, original: originalBand(study, weights) }, honest);
};

type Tests = ReturnType<typeof pretestOf> & { readonly asked: Asked };

const pretrend: Fields<Tests> = {
  known: {
    slope: (test, [power]) => test.slopeOf(Number(power)),
    size: ({ size }) => size,
    power: ({ trend, asked }) => trend(asked.slope!).power,
    bayes_factor: ({ trend, asked }) => trend(asked.slope!).bayesFactor,
    likelihood_ratio: ({ trend, asked }) => trend(asked.slope!).likelihoodRatio,
  },
  ignored: {},
};

export const runPretrendPower: Runner = (run, data) => {
  const asked = run as unknown as Asked;
  return differences(withAbsolute(run), { ...pretestOf(studyOf(data), asked.threshold!), asked }, pretrend);
};
