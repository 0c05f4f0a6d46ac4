/** Builds tables of descriptive statistics. */
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import { type Builder, ownCellLines } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { weightNotes } from './by-group-notes.ts';
import { byTemplate } from './table-by-group.ts';
import { askedPercentile, cellFields, descriptive, descriptives, keptWhereShown, timeText } from './table-columns.ts';

export { byGroup } from './table-by-group.ts';

const inColumns = recordBuilder({
  type: 'describe',
  parts: [],
  withUnits: true,
  scale: {
    of: 'sd',
    inItsUnits: new Set([
      'mean',
      'sd',
      'seMean',
      'min',
      'p1',
      'p5',
      'p10',
      'p25',
      'median',
      'p75',
      'p90',
      'p95',
      'p99',
      'max',
    ]),
  },
  textOf: timeText,
  usual: ['n', 'mean', 'sd', 'min', 'max'],
  columns: descriptives,
  further: { is: isPercentileName, column: descriptive, asked: askedPercentile },
  keptWhereShown,
  notesOf: weightNotes,
});

/** A column for each statistic, or cells of several statistics by a template of the table. */
export const describe: Builder = {
  ...inColumns,
  cellFields,
  build: (groups, context) =>
    ownCellLines({ cellFields }, context.options.cell) === undefined
      ? inColumns.build(groups, context)
      : byTemplate(groups, context),
};
