/** The keys of a mediation step, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { oneModelKeys } from '../lib/models/keys.ts';
import type { MediationSpec } from './numbers/spec.ts';

export const MediationParams = strict({
  ...oneModelKeys,
  treatment: Type.String({ minLength: 1, description: 'the term whose effect is taken apart' }),
  mediator: Type.String({ minLength: 1, description: 'the variable through which it may work' }),
  steps: Type.Optional(
    Type.Union([Type.Literal(2), Type.Literal(3)], {
      description: 'regressions: 2 leave out that of the outcome on the mediator; 3',
    }),
  ),
  bootstrap: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'samples of clusters for intervals; 0' }),
  ),
  cluster: optional.text("what is drawn: the errors' clusters, or the panel's units; rows without effects"),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the samples; 1' })),
  level: Type.Optional(
    Type.Number({ minimum: 50, exclusiveMaximum: 100, description: 'of bootstrap intervals, in percent; 95' }),
  ),
  header: optional.text("a heading over the step's columns in tables"),
});
export type MediationParams = Static<typeof MediationParams>;

export interface IndirectParams extends MediationSpec {
  /** The chunk has the samples from ≤ i < to. */
  readonly from: number;
  readonly to: number;
}

export interface MediationResultParams extends MediationSpec {
  readonly level: number;
  /** Nodes that drew samples. */
  readonly chunks: readonly string[];
}
