/** Keys that say what a data file's values mean, for files that are read and files that commands write. */
import { Type } from 'typebox';
import { strict } from '../../../src/base/schema.ts';
import { readingForms } from '../../../src/frame/cells/readings.ts';

export const typesOfColumns = Type.Record(
  Type.String(),
  // Editors propose the examples.
  Type.String({ examples: [...readingForms] }),
  { description: 'column: how its values are read, where they do not tell by themselves' },
);

export const decimalSign = Type.Enum(['.', ','], { description: 'the sign before decimals; a point by default' });

export const panelOfColumns = strict(
  {
    unit: Type.String({ description: 'the column that names the units' }),
    time: Type.String({ description: 'the column of periods' }),
  },
  { description: 'the columns by which rows make a panel, which lags and panel estimators need' },
);

const value = Type.Union([Type.String(), Type.Number()]);

export const missingValues = Type.Array(value, { description: 'values that mean missing, beside empty cells' });

export const keptValues = Type.Record(Type.String(), Type.Array(value, { minItems: 1 }), {
  description: 'variable: its values that `missing` names or that read like missing ones, such as the country code NA',
});
