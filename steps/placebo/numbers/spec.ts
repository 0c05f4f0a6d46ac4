/** Defines the specification of a placebo test, and the design of its draws. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import type { Chunk } from '../../../src/econ/draws/assignments.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { Permute } from './treatment.ts';

/**
 * The design of a treatment's assignment, and the statistic that is compared over assignments: `estimate` and `t` of the treatment, or a
 * statistic of the fit.
 */
export interface PlaceboDesign {
  readonly strata: string | null;
  readonly cluster: string | null;
  readonly statistic: string;
}

export interface PlaceboSpec {
  readonly model: ModelSpec;
  /** Text of the term. */
  readonly treatment: string;
  readonly permute: Permute | 'design';
  /** The panel's unit; empty where a design assigned the treatment. */
  readonly unit: string;
  /** The design of the treatment's assignment; absent where units and dates of a panel are drawn. */
  readonly design?: PlaceboDesign;
}

export interface PlaceboDraws {
  readonly estimates: readonly (number | null)[];
  readonly pValues: readonly (number | null)[];
}

/** The results for the actual treatment and its placebos. */
export interface PlaceboFound {
  readonly treatment: string;
  readonly fit: Fit;
  /** The actual coefficient. */
  readonly observed: number;
  readonly assignments: number;
  readonly hasActual: boolean;
  readonly treatedUnits: number;
  readonly units: number;
  of(chunk: Chunk, stream: (i: number) => RandomStream): PlaceboDraws;
}
