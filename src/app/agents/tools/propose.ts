/** The tool `propose`: an edited pipeline, looked at before anybody writes it. */
import { Type } from 'typebox';
import { strict } from '../../../base/schema.ts';
import { propose as evaluate } from '../proposals/propose.ts';
import type { Tool } from '../tool.ts';

const edit = strict({
  from: Type.String({ minLength: 1, description: 'a stretch of the pipeline that stands there once' }),
  to: Type.String({ description: 'what stands there then' }),
});

export const propose: Tool = {
  name: 'propose',
  description:
    'Says what an edited pipeline would be, and writes nothing: what is wrong with it and where, the nodes that a run would make, the specifications that this would add to the count. Its `proposal` is what `apply` takes.',
  input: strict({
    edits: Type.Optional(Type.Array(edit, { minItems: 1, maxItems: 200, description: 'one after the other' })),
    text: Type.Optional(Type.String({ minLength: 1, description: 'the whole pipeline, in the place of `edits`' })),
  }),
  does: 'reads',
  call: (given, asked) => evaluate(given, asked.ground),
};
