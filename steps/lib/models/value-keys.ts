/** Keys that say what a data file's values mean, for files that are read and files that commands write. */
import { Type } from 'typebox';
import { readingForms } from '../../../src/frame/cells/readings.ts';

export const typesOfColumns = Type.Record(
  Type.String(),
  // Editors propose the examples.
  Type.String({ examples: [...readingForms] }),
);

const value = Type.Union([Type.String(), Type.Number()]);

export const missingValues = Type.Array(value, { description: 'values that mean missing, beside empty cells' });

export const keptValues = Type.Record(Type.String(), Type.Array(value, { minItems: 1 }), {
  description: 'variable: its values that `missing` names or that read like missing ones, such as the country code NA',
});
