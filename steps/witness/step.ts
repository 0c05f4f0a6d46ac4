/** The kind `witness`: other engines estimate results once more, and say of each cell whether they find it. */
import { type Static, Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { engineNames } from '../lib/witness/engines.ts';
import { gathered } from './gathered.ts';
import { expandWitness } from './plan.ts';

const Params = strict({
  from: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
    description: 'steps or columns whose results are confirmed',
  }),
  with: Type.Optional(
    Type.Array(Type.Enum([...engineNames]), {
      minItems: 1,
      uniqueItems: true,
      description: `the engines, of ${engineNames.join(', ')}; R by default`,
    }),
  ),
  timeout: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 2_000_000,
      description: 'seconds, after which an engine is stopped in a step',
    }),
  ),
});
export type WitnessParams = Static<typeof Params>;

export default defineStep({
  name: 'witness',
  summary: 'Results estimated once more by R or Stata: of each cell, in how many digits they agree',
  artifact: 'witness',
  params: Params,
  expand: (step, plan) => expandWitness(step, plan),
  run: (context) => gathered(context as unknown as RunContext<unknown>),
});
