/** The internal kind `specification`: one specification of a multiverse. */
import { Type } from 'typebox';
import { Workspace } from '../src/econ/linalg/workspace.ts';
import { defineStep } from '../src/engine/step.ts';
import { readFrame } from '../src/frame/artifact.ts';
import { FrameMemory } from '../src/frame/frame.ts';
import { noteLost } from './lib/frame-source.ts';
import type { SpecificationParams } from './lib/multiverse/keys.ts';

export default defineStep({
  name: 'specification',
  summary: 'One specification of a multiverse',
  internal: true,
  artifact: 'specification',
  params: Type.Object({}),
  run: async (context) => {
    const { estimateSpecification } = await import('../src/econ/multiverse/specification.ts');
    const { fit } = await import('../src/econ/linear/fit.ts');
    const { model, of } = context.params as unknown as SpecificationParams;
    const { memory, workspace } = context.shared('data', () => ({
      memory: new FrameMemory(),
      workspace: new Workspace(),
    }));
    const data = readFrame(context.artifact('data'), memory);
    const { specification, rowsLost } = estimateSpecification(model, of, data, fit, workspace);
    noteLost(context, rowsLost);
    return { specification };
  },
});
