/** Results over a data frame that their kind words itself. */
import { listsOfTerms } from '../../econ/spec.ts';
import type { Block } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { type Columns, definedValues, type ExportedResult } from '../worded.ts';
import type { FrameDialect } from './dialect.ts';
import { listedLines } from './lists.ts';
import { rowLines, variableLines } from './rows.ts';
import { assigned, cellsOf, isLevel } from './terms.ts';

export const wordedBlock = (result: ExportedResult, dialect: FrameDialect): Block =>
  dialect.blocks.orMissing(result.node, () => {
    const { node, missing = [] } = result;
    const found = result.words[dialect.name](columnsOf(result, dialect));
    if ('none' in found) throw new Untranslatable(found.none);
    const values = definedValues(found.values);
    const checks = values.flatMap(({ cell, code, value, scale, after = [] }) => [
      ...after,
      dialect.check.value({
        cell: `${node}: ${cell}`,
        got: code,
        expected: value,
        ...(scale === undefined ? {} : { scale: dialect.expression.number(scale) }),
      }),
    ]);
    const absent = [...missing, ...(found.missing ?? [])].map((each) => ({ node, ...each }));
    return {
      node,
      lines: [
        ...rowsOf(result, dialect),
        ...found.lines,
        ...checks,
        ...absent.flatMap((each) => dialect.blocks.lines(each)),
      ],
      cells: values.length,
      missing: absent,
      packages: found.packages ?? [],
      ...(found.functions === undefined ? {} : { functions: [found.functions] }),
      ...(found.tables === undefined ? {} : { tables: found.tables }),
      further: values.map(({ cell, value }) => ({ cell, value })),
    };
  });

function columnsOf({ data }: ExportedResult, dialect: FrameDialect): Columns {
  const { columnOf, text, texts } = dialect.expression;
  const scope = { data, dialect };
  return {
    cells: (term) => cellsOf(term, scope),
    name: (column) => column,
    made: columnOf,
    values: dialect.values,
    text,
    texts,
    isLevel: (column, level) => isLevel(column, level, scope),
  };
}

function rowsOf({ data, rows }: ExportedResult, dialect: FrameDialect): string[] {
  const { statement } = dialect;
  if (!('model' in rows)) {
    const { terms, complete } = rows;
    const scope = { data, dialect };
    const needed = [
      ...new Set([...terms.flatMap((text) => cellsOf(text, scope).map(({ column }) => column)), ...(complete ?? [])]),
    ];
    return [
      ...listedLines(data, { ...rows, variables: terms }, dialect),
      ...(complete === undefined ? [] : [statement.complete(needed)]),
    ];
  }
  const { model: spec, rowsLost } = rows;
  const model = { data, spec, rowsLost };
  const cells = listsOfTerms(spec)
    .flat()
    .flatMap((text) => cellsOf(text, { data, dialect }));
  return [
    statement.take(dialect.dataName(data.name)),
    ...variableLines(model, dialect),
    ...rowLines(model, dialect, assigned([...new Map(cells.map((cell) => [cell.column, cell])).values()], dialect)),
  ];
}
