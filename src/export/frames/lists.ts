/** Descriptive statistics and variance inflation factors over a data frame. */
import { parseTerm } from '../../econ/formula/formula.ts';
import type { ExportedData } from '../data.ts';
import type { Block, ExportedList, ListPart } from '../language.ts';
import { listCells } from '../lists.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';
import { conditionCode } from './expression.ts';
import { assigned, cellsOf, isLevel, leafCells } from './terms.ts';

export const describeBlock = (list: ExportedList, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(list.node, () => {
    let cells = 0;
    const lines = list.parts.flatMap((part) =>
      list.variables.flatMap((text) => {
        const values = listCells(text, part);
        cells += values.length;
        return values.length === 0 ? [] : partLines(list, text, part, dialect);
      }),
    );
    return { node: list.node, lines: [...dataLines(list, dialect), ...lines], cells, missing: [], packages: [] };
  });

/** The values of a variable in some rows, or in two groups, and the comparison of each of its statistics. */
function partLines(list: ExportedList, text: string, part: ListPart, dialect: FrameDialect): string[] {
  const { lists, check, expression } = dialect;
  const column = columnOf(list, text, dialect);
  const { level, isPooled = false } = part;
  const scope = { data: list.data, dialect };
  const of = (one: string): string => isLevel(list.by!, one, scope);
  const values =
    level === undefined
      ? [lists.values('x', column, undefined)]
      : typeof level === 'string'
        ? [lists.values('x', column, of(level))]
        : [lists.values('x', column, of(level[0])), lists.values('y', column, of(level[1]))];
  const compared: Readonly<Record<string, string>> = {
    ...lists.statistics,
    difference: lists.difference,
    stdError: lists.errorOfDifference(isPooled),
  };
  const checks = listCells(text, part).map(({ cell, name, value }) =>
    check.value({
      cell: `${list.node}: ${cell}`,
      got: compared[name]!,
      expected: value,
      scale: `max(abs(${expression.number(value)}), ${lists.spread})`,
    }),
  );
  return [...values, ...checks];
}

export const vifBlock = (list: ExportedList, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(list.node, () => {
    const { lists, check, statement } = dialect;
    const columns = list.variables.map((text) => columnOf(list, text, dialect));
    const values = list.variables.flatMap((text, i) => {
      const found = list.parts.flatMap((part) => listCells(text, part));
      return found.map(({ cell, value }) =>
        check.value({ cell: `${list.node}: ${cell}`, got: lists.inflationOf(columns[i]!), expected: value }),
      );
    });
    const lines = [...dataLines(list, dialect), statement.complete(columns), ...lists.inflation(columns), ...values];
    return { node: list.node, lines, cells: values.length, missing: [], packages: [] };
  });

function columnOf({ data }: ExportedList, text: string, dialect: FrameDialect): string {
  const parsed = parseTerm(text);
  const cells = parsed.ok ? cellsOf(text, { data, dialect }) : [];
  if (cells.length !== 1) throw new Untranslatable(`the variable ${text} is not one column`);
  return cells[0]!.column;
}

function dataLines(list: ExportedList, dialect: FrameDialect): string[] {
  if (list.isOfModel) throw new Untranslatable('the rows of a model are not taken over here yet');
  return listedLines(list.data, list, dialect);
}

/** The data with the columns of variables, and the rows of a sample. */
export function listedLines(
  data: ExportedData,
  { variables, sample, exclude }: Pick<ExportedList, 'variables' | 'sample' | 'exclude'>,
  dialect: FrameDialect,
): string[] {
  const { statement } = dialect;
  const scope = { data, dialect };
  return [
    statement.take(dialect.dataName(data.name)),
    ...assigned(leafCells(variables, scope), dialect),
    ...(sample === null ? [] : [statement.keep(conditionCode(sample, scope))]),
    ...(exclude === null ? [] : [statement.leave(conditionCode(exclude, scope))]),
    ...assigned(
      variables.flatMap((text) => cellsOf(text, scope)),
      dialect,
    ),
  ];
}
