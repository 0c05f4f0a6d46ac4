/** The internal kind `levels`: the values of a column for each of which a split makes a node. */
import { Type } from 'typebox';
import { groupsOf } from '../src/econ/data.ts';
import { chooseRows, RowFilter } from '../src/econ/sample/sample.ts';
import { defineStep } from '../src/engine/step.ts';
import { readFrame } from '../src/frame/stored/artifact.ts';
import { warnAll } from './lib/frame-source.ts';

/** Levels stand in order: numbers by size, texts by code unit, categories as declared. Missing values are no level. */
export default defineStep({
  name: 'levels',
  summary: 'The values of a column that a split makes nodes of',
  internal: true,
  params: Type.Object({
    column: Type.String(),
    sample: Type.Union([Type.String(), Type.Null()]),
    exclude: Type.Union([Type.String(), Type.Null()]),
  }),
  run: (context) => {
    const data = readFrame(context.artifact('data'));
    const { column } = context.params;
    const filter = new RowFilter(data.nrows);
    warnAll(context, chooseRows(filter, data, context.params));
    filter.requireRows();
    const { codes, levels } = groupsOf(data, column);
    const occurs = new Set<number>();
    for (const [row, code] of codes.entries()) if (filter.keep[row] === 1 && code >= 0) occurs.add(code);
    return { levels: levels.filter((_, code) => occurs.has(code)) };
  },
});
