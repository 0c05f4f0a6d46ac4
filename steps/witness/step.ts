/** The kind `witness`: other engines estimate results once more, and say of each cell whether they find it. */
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { gathered } from './gathered.ts';
import { witnessParams } from './keys.ts';
import { expandWitness } from './plan.ts';

export default defineStep({
  name: 'witness',
  summary: 'Results estimated once more by R or Stata: of each cell, in how many digits they agree',
  artifact: 'witness',
  params: witnessParams,
  expand: (step, plan) => expandWitness(step, plan),
  run: (context) => gathered(context as unknown as RunContext<unknown>),
});
