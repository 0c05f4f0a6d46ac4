/** The internal kind `bridge-draws`: a piece of the draws that a call of R or Python makes. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import type { DrawsPiece } from './lib/bridge/draws.ts';
import { runDraws } from './lib/bridge/run.ts';
import { neededByCall, startedCall } from './lib/bridge/started.ts';

export default defineStep({
  name: 'bridge-draws',
  summary: 'A piece of the draws that a call of R or Python makes',
  internal: true,
  artifact: 'draws',
  cost: 'external',
  starts: (params) => startedCall(params),
  programs: (params, how) => neededByCall(params, how),
  params: Type.Object({}),
  async run(context) {
    return { ...(JSON.parse(await runDraws(context as RunContext<unknown>)) as DrawsPiece) };
  },
});
