/** Defines the canonical specification of magnitudes. */
import type { AskedMoments } from '../../../src/econ/shown/sample-moments.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { SlopePart } from './slope.ts';

export interface MagnitudeSpec {
  readonly name: string;
  /** Canonical text of the variable that changes. */
  readonly of: string;
  /** The change: a standard deviation, or so many units; null for an elasticity. */
  readonly per: 'sd' | number | null;
  /** The divisor of the outcome's change; null: the change is in units of the outcome. */
  readonly shareOf: 'mean' | 'sd' | null;
  readonly parts: readonly SlopePart[];
}

export interface MagnitudesSpec {
  readonly model: ModelSpec;
  readonly effects: readonly MagnitudeSpec[];
  readonly moments: readonly AskedMoments[];
  /** Says whether the outcome is a logarithm, whose change is relative already. */
  readonly isLogOutcome: boolean;
}

export const isLogarithm = (text: string): boolean => text.startsWith('log(');
