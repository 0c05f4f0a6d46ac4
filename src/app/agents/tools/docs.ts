/** The tool `docs`: a search in the documentation. */
import { Type } from 'typebox';
import { strict } from '../../../base/schema.ts';
import { sectionsAbout } from '../pages.ts';
import type { Tool } from '../tool.ts';

const MOST = 20;

export const docs: Tool = {
  name: 'docs',
  description:
    'Searches the documentation of papermake and gives the sections that fit best, with the resource that holds each.',
  input: strict({
    query: Type.String({ minLength: 1, maxLength: 200, description: 'a few words' }),
    most: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, default: 5, description: 'how many sections' })),
  }),
  does: 'reads',
  call: async ({ query, most }) => ({ exit: 0, data: sectionsAbout(query as string, (most ?? 5) as number) }),
};
