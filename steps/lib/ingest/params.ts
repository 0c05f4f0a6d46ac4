/** The keys of `ingest`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import { decimalSign, keptValues, missingValues, panelOfColumns, typesOfColumns } from '../models/value-keys.ts';

const Merge = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  on: Type.Array(Type.String(), { description: 'columns whose values identify matching rows' }),
  how: optional.oneOf(
    ['1:1', 'm:1', '1:m'],
    'how many rows of each side match: `1:1`, `m:1` (many rows here take one there) or `1:m`',
  ),
  columns: optional.texts('all others when left out'),
  nearest: Type.Optional(
    strict(
      {
        by: Type.String({
          description: 'numbers or times on both sides; of rows with equal keys, the nearest is matched',
        }),
        side: Type.Optional(
          Type.Enum(['before', 'after', 'either'], {
            description: '`before`, the default: at or before the row’s own',
          }),
        ),
        within: Type.Optional(Type.Number({ minimum: 0, description: 'the largest distance; of dates in days' })),
        as: optional.text('a column that holds what was matched'),
      },
      { description: 'matches rows by the nearest value too, beside equal values of `on`' },
    ),
  ),
  unmatched: optional.oneOf(
    ['error', 'keep', 'drop'],
    'rows here that match none there: an error (default), kept with missing values, or left out',
  ),
});

export const IngestParams = strict({
  file: Type.String({
    description:
      'CSV, Excel, Stata, Parquet or JSON lines file, relative to the pipeline; `data/raw/*.csv` or the folder `data/raw/` reads several as one',
  }),
  source: optional.text(
    'a column that says which of several files a row is from, by its name without folder and ending',
  ),
  sheet: optional.either([Type.String(), Type.Integer({ minimum: 1 })], 'Excel sheet by name or number'),
  header: optional.either(
    [
      Type.Integer({ minimum: 1 }),
      Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
      strict({
        row: Type.Integer({ minimum: 1, description: 'the first row of names' }),
        rows: Type.Integer({ minimum: 1, maximum: 100, description: 'how many rows hold names' }),
      }),
    ],
    'row or rows that hold the names, 1 by default; `{row: 2, rows: 2}` is `[2, 3]`',
  ),
  skip: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1 }), {
      minItems: 1,
      description: 'rows that are passed over, such as one of units',
    }),
  ),
  footer: optional.either(
    [Type.Integer({ minimum: 1 }), Type.String({ minLength: 1 })],
    'how many rows at the end are no data, or how the first of them begins',
  ),
  encoding: optional.text('of text files: utf-8 and gb18030 are recognised'),
  names: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'names of the columns of a file without a row of names',
    }),
  ),
  widths: optional.map(
    Type.Array(Type.Integer({ minimum: 1 }), { minItems: 2, maxItems: 2 }),
    'of a text with fixed places: name: [first, last] character',
  ),
  delimiter: Type.Optional(
    Type.String({
      pattern: '^(?:[\\x00-\\x7f]|blanks)$',
      description: 'one character, or `blanks` for any run of blanks and tabs',
    }),
  ),
  decimal: Type.Optional(decimalSign),
  panel: Type.Optional(panelOfColumns),
  types: Type.Optional(typesOfColumns),
  columns: optional.texts('the columns that are read; all when left out'),
  map: optional.map(
    Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    'variable: {value: what stands in its place}',
  ),
  where: optional.text('a condition on columns of the file; rows that do not hold it are left out'),
  missing: Type.Optional(missingValues),
  not_missing: Type.Optional(keptValues),
  rename: optional.map(Type.String({ minLength: 1 }), 'old name: new name'),
  merge: Type.Optional(Type.Array(Merge, { description: 'columns of other frames, one after the other' })),
  derive: optional.map(Type.Union([Type.String(), Type.Number()]), 'new name: expression'),
  keep: optional.texts('the columns that the frame has at the end; all others go'),
  drop: optional.texts('columns that the frame lacks at the end'),
});
export type IngestParams = Static<typeof IngestParams>;
export type MergeParams = Static<typeof Merge>;
