/** The internal kind `multiverse-draws`: a chunk of the joint test's samples of a multiverse. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { drawText } from '../lib/chunks.ts';
import type { JointDrawsParams } from './keys.ts';

export default defineStep({
  name: 'multiverse-draws',
  summary: "A chunk of the joint test's samples of a multiverse",
  internal: true,
  params: Type.Object({}),
  run: async (context) => {
    const { jointDraws } = await import('../../src/econ/multiverse/joint-test.ts');
    const { specifications, resample, from, to } = context.params as unknown as JointDrawsParams;
    context.report(undefined, drawText(from + 1, from, to));
    const data = readFrame(context.artifact('data'));
    return {
      joint: jointDraws(specifications, resample, data, { from, to }, (i) => context.rng.stream('multiverse', i)),
    };
  },
});
