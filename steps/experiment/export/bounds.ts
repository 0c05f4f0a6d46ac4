/** Bounds under attrition in scripts: Lee's, Horowitz and Manski's, and Kling and Liebman's of an arm beside the control. */
import { type Columns, columnOf, type WordedValue } from '../../../src/export/worded.ts';
import type { Bounds } from '../numbers/missing/bounds.ts';
import type { ExperimentSpec } from '../numbers/spec.ts';
import type { Names } from './equations.ts';

/** A language's calls over the rows `s` of an arm and the control, which leave bounds in `b`. */
export interface BoundsCode {
  /** Leaves in `s` the rows of the control and of one arm. */
  rows(without: readonly string[]): readonly string[];
  lee(outcome: string, arm: string): string;
  /** `support`: the ends of what the outcome may be, those of what is known where it is null. */
  horowitzManski(outcome: string, arm: string, support: readonly [number, number] | null): string;
  klingLiebman(outcome: string, arm: string, sd: number): string;
  part(name: keyof typeof parts): string;
}

const parts = {
  ...{ lower: 'lower', upper: 'upper' },
  ...{ lowerError: 'standard error of lower', upperError: 'standard error of upper' },
  ...{ confLow: 'low end of the interval', confHigh: 'high end of the interval', trimShare: 'trimmed share' },
} as const;

const ends = ['lower', 'upper'] as const;
const errors = ['lowerError', 'upperError', 'confLow', 'confHigh'] as const;

type Asked = Pick<ExperimentSpec, 'bounds' | 'cluster' | 'treatment'>;

/** The reason for which bounds, or a part of them, are left out. */
export function boundsLeft({ bounds, cluster, treatment }: Asked): string | undefined {
  if (bounds === null) return undefined;
  if (treatment.length > 1) return 'bounds of combinations of factors are not written';
  if (!bounds.methods.includes('lee')) return undefined;
  if (bounds.by !== null) return 'Lee’s bounds within cells are not written';
  return cluster === null ? undefined : 'errors of Lee’s bounds between clusters are not written';
}

/** `armOf`: the column of an arm, by its name in the result. */
export function boundsValues(
  found: readonly Bounds[],
  spec: Asked,
  { arms }: Names,
  armOf: (arm: string) => string,
  columns: Columns,
  code: BoundsCode,
): readonly WordedValue[] {
  if (spec.treatment.length > 1) return [];
  return found.flatMap((record): readonly WordedValue[] => {
    const isLee = record.method === 'lee';
    if (isLee && spec.bounds!.by !== null) return [];
    const [arm, outcome] = [armOf(record.arm), columnOf(columns, record.outcome)];
    const lines = [...code.rows(arms.filter((other) => other !== arm)), call(record, outcome, arm, spec, code)];
    const names = [
      ...ends,
      ...(isLee ? (['trimShare'] as const) : []),
      ...(isLee && spec.cluster === null ? errors : []),
    ];
    // a bound is near 0 by chance, beside the distance of both
    const scale = Math.max(Math.abs(record.lower), Math.abs(record.upper));
    return names.map((name, i): WordedValue => {
      const after = i === 0 ? { after: lines } : {};
      const cell = `bounds ${record.variable}: ${parts[name]}`;
      return { cell, code: code.part(name), value: record[name], ...(name === 'trimShare' ? {} : { scale }), ...after };
    });
  });
}

function call({ method }: Bounds, outcome: string, arm: string, { bounds }: Asked, code: BoundsCode): string {
  if (method === 'lee') return code.lee(outcome, arm);
  if (method === 'horowitz_manski') return code.horowitzManski(outcome, arm, bounds!.support);
  return code.klingLiebman(outcome, arm, Number(method.slice('kling_liebman_'.length)));
}
