/** The result of Rotemberg weights: records by the names of sectors and periods. */
import type { Data } from '../../../src/econ/data.ts';
import { alone } from './alone.ts';
import { type Component, rotemberg } from './rotemberg.ts';
import { rotembergSample } from './sample.ts';
import type { RotembergSpec } from './spec.ts';
import { bySign, correlations } from './summary.ts';

/** The name of a sector in a period: `s1:2010`, or `s1` where there is one period. */
const nameOf = (share: string, period: string): string => (period === '' ? share : `${share}:${period}`);

/** The cluster variables, `HC1` or `iid`. */
const errorsOf = ({ vcov }: RotembergSpec): readonly string[] | string =>
  vcov.is === 'cluster' ? vcov.by : vcov.is === 'iid' ? 'iid' : 'HC1';

export type RotembergResult = ReturnType<typeof rotembergResult>;

/** `sectors` is the frame of sectors of a declared shift-share variable. */
export function rotembergResult(spec: RotembergSpec, data: Data, sectors?: Data) {
  const sample = rotembergSample(spec, data, sectors);
  const { exposed, nobs, rowsLost, warnings } = sample;
  const found = rotemberg(exposed);
  const periodOf = (period: number | null): string => (period === null ? '' : exposed.periods.levels[period]!);
  const record = ({ sector, period, alpha, beta, shock, share }: Component) => ({
    variable: nameOf(sample.sectors[sector]!, periodOf(period)),
    sector: sample.sectors[sector]!,
    period: periodOf(period),
    ...{ alpha, beta, shock, share },
  });
  const tested = (component: Component) => ({ ...record(component), ...alone(component, sample, spec) });
  const records = (spec.byPeriod ? found.components : found.sectors).map(tested);
  return {
    rows: [...records].sort((a, b) => b.alpha - a.alpha).slice(0, spec.top),
    sectors: spec.byPeriod ? found.sectors.map(record) : records,
    components: spec.byPeriod ? records : found.components.map(record),
    ...bySign(records),
    correlations: correlations(records),
    periods: exposed.periods.levels.map((variable, t) => {
      const alphas = found.components.filter(({ period }) => period === t).map(({ alpha }) => alpha);
      return { variable, alpha: alphas.reduce((total, alpha) => total + alpha, 0) };
    }),
    ...{ iv: found.iv, varies: found.varies, byPeriod: spec.byPeriod, vcov: errorsOf(spec) },
    ...{ nobs, outcome: spec.outcome, endogenous: spec.endogenous, rowsLost, warnings },
  };
}
