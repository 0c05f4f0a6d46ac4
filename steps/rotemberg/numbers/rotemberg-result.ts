/** The result of Rotemberg weights: records by the names of sectors and periods. */
import type { Data } from '../../../src/econ/data.ts';
import { type Component, rotemberg } from './rotemberg.ts';
import { rotembergSample } from './sample.ts';
import type { RotembergSpec } from './spec.ts';

/** The name of a sector in a period: `s1:2010`, or `s1` where there is one period. */
const nameOf = (share: string, period: string): string => (period === '' ? share : `${share}:${period}`);

export type RotembergResult = ReturnType<typeof rotembergResult>;

export function rotembergResult(spec: RotembergSpec, data: Data) {
  const { exposed, nobs, rowsLost, warnings } = rotembergSample(spec, data);
  const { components, sectors, ...rest } = rotemberg(exposed);
  const record = ({ sector, period, alpha, beta, shock }: Component) => ({
    variable: nameOf(spec.shares[sector]!, exposed.periods.levels[period]!),
    sector: spec.shares[sector]!,
    period: exposed.periods.levels[period]!,
    ...{ alpha, beta, shock },
  });
  const records = components.map(record);
  return {
    rows: [...records].sort((a, b) => b.alpha - a.alpha).slice(0, spec.top),
    components: records,
    sectors: sectors.map((alpha, k) => ({ variable: spec.shares[k]!, alpha })),
    ...rest,
    ...{ nobs, outcome: spec.outcome, endogenous: spec.endogenous, rowsLost, warnings },
  };
}
