/** The internal kind `witness-run`: one engine estimates the results of one step once more. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { engineProgram } from '../lib/witness/programs.ts';
import type { RunHow, RunParams } from './nodes.ts';

export default defineStep({
  name: 'witness-run',
  summary: 'The results of one step, estimated once more by another engine',
  internal: true,
  artifact: 'witness-run',
  cost: 'external',
  params: Type.Object({}),
  starts: (params, how) => {
    const isHere = (how as unknown as RunHow).program !== null;
    return isHere
      ? `${engineProgram((params as unknown as RunParams).by).program.title}, to confirm results`
      : undefined;
  },
  run: async (context) => {
    const { confirmedIn } = await import('./confirmed.ts');
    return await confirmedIn(context as unknown as RunContext<RunParams>);
  },
});
