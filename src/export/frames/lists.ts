/** Descriptive statistics and variance inflation factors over a data frame. */
import { parseTerm } from '../../econ/formula/formula.ts';
import type { Block, ExportedList } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';
import { conditionCode } from './expression.ts';
import { assigned, cellsOf, leafCells } from './terms.ts';

export const describeBlock = (list: ExportedList, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(list.node, () => {
    const { lists, check, expression } = dialect;
    let cells = 0;
    const lines = list.variables.flatMap((text) => {
      const entries = Object.entries(expectedOf(list, text));
      cells += entries.length;
      const values = entries.map(([name, expected]) =>
        check.value({
          cell: `${list.node}: ${text}: ${name}`,
          got: lists.statistics[name]!,
          expected,
          scale: `max(abs(${expression.number(expected)}), ${lists.spread})`,
        }),
      );
      return values.length === 0 ? [] : [lists.values(columnOf(list, text, dialect)), ...values];
    });
    return { node: list.node, lines: [...dataLines(list, dialect), ...lines], cells, missing: [], packages: [] };
  });

export const vifBlock = (list: ExportedList, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(list.node, () => {
    const { lists, check, statement } = dialect;
    const columns = list.variables.map((text) => columnOf(list, text, dialect));
    const values = list.variables.flatMap((text, i) => {
      const expected = expectedOf(list, text).vif;
      if (expected === undefined) return [];
      return [check.value({ cell: `${list.node}: ${text}: vif`, got: lists.inflationOf(columns[i]!), expected })];
    });
    const lines = [...dataLines(list, dialect), statement.complete(columns), ...lists.inflation(columns), ...values];
    return { node: list.node, lines, cells: values.length, missing: [], packages: [] };
  });

/** A result names a column without backticks. */
const expectedOf = ({ expected }: ExportedList, text: string): Readonly<Record<string, number>> =>
  expected[/^`[^`]*`$/.test(text) ? text.slice(1, -1) : text] ?? expected[text] ?? {};

function columnOf({ data }: ExportedList, text: string, dialect: FrameDialect): string {
  const parsed = parseTerm(text);
  const cells = parsed.ok ? cellsOf(text, { data, dialect }) : [];
  if (cells.length !== 1) throw new Untranslatable(`the variable ${text} is not one column`);
  return cells[0]!.column;
}

function dataLines(list: ExportedList, dialect: FrameDialect): string[] {
  const { data, sample, exclude, variables, isOfModel } = list;
  const { statement } = dialect;
  const scope = { data, dialect };
  if (isOfModel) throw new Untranslatable('the rows of a model are not taken over here yet');
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
