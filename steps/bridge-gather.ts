/** The internal kind `bridge-gather`: the frame of all draws that calls of R or Python made, in their order. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { gatherDraws } from './lib/bridge/draws.ts';
import type { GatherParams } from './lib/bridge/keys.ts';

export default defineStep({
  name: 'bridge-gather',
  summary: 'The frame of all draws that calls of R or Python made',
  internal: true,
  artifact: 'frame',
  params: Type.Object({}),
  // A draw may give any value of the data.
  mixes: (params) => ({ names: 'all', ofFiles: (params as unknown as GatherParams).of }),
  run: (context) => gatherDraws(context as RunContext<unknown>),
});
