/** Footnotes of a table as a pipeline writes them. */
import Type, { type Static } from 'typebox';
import { loops, optional, strict } from '../../base/schema.ts';

const place = Type.Union(
  [
    Type.String(),
    strict({
      row: optional.text('a term, a statistic, the label of a row of your own'),
      column: optional.text('a column: `(2)`, its node, its head'),
      panel: optional.text('the title of a panel'),
    }),
  ],
  { description: 'a row, a column, a panel or a heading over columns; `{row, column}` is a cell' },
);

export const footnotesSchema = Type.Array(
  strict({
    at: Type.Union([place, Type.Array(place, { minItems: 1 })], { description: 'what the mark stands at, or a list' }),
    text: Type.String({ minLength: 1, description: 'what stands below the table' }),
    mark: Type.Optional(
      Type.String({
        pattern: '^(?:[a-pr-z]{1,2}|[0-9]{1,2}|[†‡§¶‖#]{1,3})$',
        description: 'the mark: letters (no q), figures, † ‡ § ¶ ‖ #; a, b, c in order of appearance by default',
      }),
    ),
  }),
  { minItems: 1, description: 'marks at cells, labels and heads, and what they say below the table', ...loops },
);

export type Footnote = Static<typeof footnotesSchema>[number];
/** Says what a mark stands at. */
export type FootnotePlace = Static<typeof place>;
