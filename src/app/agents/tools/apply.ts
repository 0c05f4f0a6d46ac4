/** The tool `apply`: a proposal that was accepted. */
import { Type } from 'typebox';
import { strict } from '../../../base/schema.ts';
import { applyProposal } from '../proposals/apply.ts';
import type { Tool } from '../tool.ts';

export const apply: Tool = {
  name: 'apply',
  description: 'Writes a proposal into the pipeline, unless that has changed since. It runs nothing.',
  input: strict({
    proposal: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'the `proposal` that `propose` gave' }),
  }),
  does: 'writes',
  call: (given, asked) => applyProposal(given.proposal as string, asked),
};
