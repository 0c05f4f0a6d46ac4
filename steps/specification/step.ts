/** The internal kind `specification`: one specification of a multiverse. */
import { Type } from 'typebox';
import type { SpecificationParams } from '../../src/econ/multiverse/specification.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import { defineStep } from '../../src/engine/step.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import { noteLost } from '../lib/frame-source.ts';

export default defineStep({
  name: 'specification',
  summary: 'One specification of a multiverse',
  internal: true,
  artifact: 'specification',
  params: Type.Object({}),
  run: async (context) => {
    const { estimateSpecification } = await import('../../src/econ/multiverse/specification.ts');
    const { model, of } = context.params as unknown as SpecificationParams;
    const fit = await estimatorOf(model).load();
    const { data, workspace } = estimationData(context);
    const { specification, rowsLost } = estimateSpecification(model, of, data, fit, workspace);
    noteLost(context, rowsLost);
    return { specification };
  },
});
