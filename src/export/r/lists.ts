/** Descriptive statistics and variance inflation factors in R. */
import { parseTerm } from '../../econ/formula/formula.ts';
import type { Block, ExportedList } from '../language.ts';
import { Untranslatable } from '../untranslatable.ts';
import { rCondition } from './expression.ts';
import { blockOrMissing, dataName } from './model.ts';
import { rName, rNumber, rText, rTexts } from './names.ts';
import { cellsOf, leafCode, leavesOf } from './terms.ts';

/** R code of a statistic of `x`, whose missing values are gone. */
const statistics: Readonly<Record<string, string>> = {
  n: 'length(x)',
  mean: 'mean(x)',
  sd: 'sd(x)',
  min: 'min(x)',
  p25: 'quantile(x, 0.25, type = 2, names = FALSE)',
  median: 'median(x)',
  p75: 'quantile(x, 0.75, type = 2, names = FALSE)',
  max: 'max(x)',
};

export const rDescribe = (list: ExportedList): Block =>
  blockOrMissing(list.node, () => {
    const rows = list.variables.flatMap((text) => {
      const expected = list.expected[nameOf(text)] ?? list.expected[text] ?? {};
      const values = Object.entries(expected).map(([name, value]) => {
        const cell = rText(`${list.node}: ${text}: ${name}`);
        return `check(${cell}, ${statistics[name]}, ${rNumber(value)}, max(abs(${rNumber(value)}), sd(x)))`;
      });
      return values.length === 0 ? [] : [`x <- na.omit(d$${rName(columnsOf(list, text))})`, ...values];
    });
    const cells = rows.filter((line) => line.startsWith('check(')).length;
    return { node: list.node, lines: [...dataLines(list), ...rows], cells, missing: [], packages: [] };
  });

export const rVif = (list: ExportedList): Block =>
  blockOrMissing(list.node, () => {
    const columns = list.variables.map((text) => columnsOf(list, text));
    const values = list.variables.flatMap((text, i) => {
      const value = (list.expected[nameOf(text)] ?? list.expected[text])?.vif;
      if (value === undefined) return [];
      return [
        `check(${rText(`${list.node}: ${text}: vif`)}, unname(inflation[${rText(columns[i]!)}]), ${rNumber(value)})`,
      ];
    });
    const lines = [
      ...dataLines(list),
      `d <- complete(d, ${rTexts(columns)})`,
      `inflation <- diag(solve(cor(d[${rTexts(columns)}])))`,
      'print(inflation)',
      ...values,
    ];
    return { node: list.node, lines, cells: values.length, missing: [], packages: [] };
  });

/** A result names a column without backticks. */
const nameOf = (text: string): string => (/^`[^`]*`$/.test(text) ? text.slice(1, -1) : text);

function columnsOf({ data }: ExportedList, text: string): string {
  const parsed = parseTerm(text);
  const cells = parsed.ok ? cellsOf(text, data) : [];
  if (cells.length !== 1) throw new Untranslatable(`the variable ${text} is not one column`);
  return cells[0]!.column;
}

function dataLines(list: ExportedList): string[] {
  const { data, sample, exclude, variables, isOfModel } = list;
  if (isOfModel) throw new Untranslatable('the rows of a model are not taken over here yet');
  const made = [...leavesOf(variables)].flatMap(([column, leaf]) => {
    const code = leafCode(leaf, data);
    return code === undefined ? [] : [`d$${rName(column)} <- with(d, ${code})`];
  });
  const cells = variables.flatMap((text) =>
    cellsOf(text, data).flatMap(({ column, code }) =>
      code === undefined ? [] : [`d$${rName(column)} <- with(d, ${code})`],
    ),
  );
  return [
    `d <- ${dataName(data.name)}`,
    ...made,
    ...(sample === null ? [] : [`d <- subset(d, ${rCondition(sample, data)})`]),
    ...(exclude === null ? [] : [`d <- d[!(with(d, ${rCondition(exclude, data)}) %in% TRUE), ]`]),
    ...cells,
  ];
}
