/** Results that their kind words itself, in Stata: the data hold the rows of the result alone, and a variable for each term. */
import { columnsOfLevels, listsOfTerms, listsRequired } from '../../econ/spec.ts';
import type { Block } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { type Columns, definedValues, type ExportedResult, type ListedRows, type ModelRows } from '../worded.ts';
import { Checks } from './checks.ts';
import { isLevel, type StataScope, stataCondition } from './expression.ts';
import { dataLine, stataBlocks } from './model.ts';
import { type StataNames, stataText } from './names.ts';
import { conditionOf } from './rows.ts';
import { type StataCell, StataTerms } from './terms.ts';

export const stataWorded = (result: ExportedResult, names: StataNames): Block =>
  stataBlocks.orMissing(result.node, () => {
    const { node, data, missing = [], rows } = result;
    const scope: StataScope = { data, names };
    // every operator of time is put into a variable, since rows that it looks back to may go
    const terms = new StataTerms(scope, () => true);
    const cells = new Map<string, StataCell>();
    const cellsOf = (text: string): readonly StataCell[] => {
      const found = terms.cells(text);
      for (const cell of found) cells.set(cell.variable, cell);
      return found;
    };
    const condition = 'model' in rows ? modelCondition(rows, scope, cellsOf) : listCondition(rows, scope, cellsOf);
    const found = result.words.stata(columnsOf(scope, cellsOf));
    if ('none' in found) throw new Untranslatable(found.none);
    if (terms.lasts.size > 0) throw new Untranslatable('event times are not written here in Stata');
    const checks = new Checks(node);
    for (const { cell, code, value, scale, after = [] } of definedValues(found.values)) {
      checks.lines.push(...after);
      checks.check(cell, code, value, scale);
      checks.further.push({ cell, value });
    }
    for (const { what, why } of [...missing, ...(found.missing ?? [])]) checks.leave(what, why);
    const { panel } = data;
    return {
      node,
      lines: [
        dataLine(data.name),
        ...(panel === null ? [] : [`xtset ${names.of(panel.unit)} ${names.of(panel.time)}`]),
        ...[...terms.made].map(([name, code]) => `generate double ${name} = ${code}`),
        ...[...cells.values()].flatMap(({ variable, made }) =>
          made === undefined ? [] : [`generate double ${variable} = ${made}`],
        ),
        ...(condition === '' ? [] : [`keep if ${condition}`]),
        ...found.lines,
        ...checks.lines,
        ...checks.missing.flatMap((each) => stataBlocks.lines(each)),
      ],
      cells: checks.count,
      missing: checks.missing,
      packages: found.packages ?? [],
      ...(found.tables === undefined ? {} : { tables: found.tables }),
      further: checks.further,
    };
  });

function columnsOf(scope: StataScope, cellsOf: (text: string) => readonly StataCell[]): Columns {
  const name = (text: string): string => scope.names.of(text);
  return {
    cells: (text) => cellsOf(text).map(({ term, variable }) => ({ term, column: variable })),
    name,
    made: name,
    values: (column) => column,
    text: stataText,
    texts: (texts) => texts.join(' '),
    isLevel: (column, level) => isLevel(column, level, scope),
  };
}

const present = (variables: readonly string[]): string[] =>
  variables.length === 0 ? [] : [`!missing(${[...new Set(variables)].join(', ')})`];

function listCondition(
  { terms, sample, exclude, complete }: ListedRows,
  scope: StataScope,
  cellsOf: (text: string) => readonly StataCell[],
): string {
  const all = terms.flatMap((text) => cellsOf(text).map(({ variable }) => variable));
  return [
    ...(sample === null ? [] : [stataCondition(sample, scope)]),
    ...(exclude === null ? [] : [`!(${stataCondition(exclude, scope)})`]),
    ...(complete === undefined ? [] : present([...all, ...complete.map((name) => scope.names.of(name))])),
  ].join(' & ');
}

function modelCondition(
  { model, rowsLost }: ModelRows,
  scope: StataScope,
  cellsOf: (text: string) => readonly StataCell[],
): string {
  if (model.winsorize !== null || model.trim !== undefined || rowsLost.some(({ cause }) => cause === 'singleton'))
    throw new Untranslatable(
      'winsorising, trimming and rows that are alone in an effect are not written here in Stata',
    );
  for (const text of listsOfTerms(model).flat()) cellsOf(text);
  const required = listsRequired(model).flatMap((list) => list.flatMap((text) => cellsOf(text)));
  const levels = [...model.absorb, ...(model.vcov.is === 'cluster' ? model.vcov.by : [])];
  if (levels.some((text) => columnsOfLevels(text).length > 1))
    throw new Untranslatable('levels of several columns are not written here in Stata');
  const condition = conditionOf(model, scope);
  return [
    ...(condition === '' ? [] : [condition]),
    ...present([
      ...required.map(({ variable }) => variable),
      ...levels.flatMap(columnsOfLevels).map((name) => scope.names.of(name)),
    ]),
  ].join(' & ');
}
