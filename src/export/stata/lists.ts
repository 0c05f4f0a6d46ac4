/** Descriptive statistics and variance inflation factors in Stata. */
import type { Block, ExportedList, ListPart } from '../language.ts';
import { listCells } from '../lists.ts';
import { Untranslatable } from '../untranslatable.ts';
import { Checks } from './checks.ts';
import { isLevel, type StataScope, stataCondition } from './expression.ts';
import { dataLine, stataBlocks } from './model.ts';
import type { StataNames } from './names.ts';
import { type StataCell, StataTerms } from './terms.ts';

/** Names the result in which `summarize, detail` leaves each statistic. */
const statistics: Readonly<Record<string, string>> = {
  n: 'r(N)',
  mean: 'r(mean)',
  sd: 'r(sd)',
  min: 'r(min)',
  p25: 'r(p25)',
  median: 'r(p50)',
  p75: 'r(p75)',
  max: 'r(max)',
};

export const stataDescribe = (list: ExportedList, names: StataNames): Block =>
  stataBlocks.orMissing(list.node, () => {
    const { before, cells, conditions } = begun(list, names);
    const checks = new Checks(list.node);
    for (const part of list.parts)
      for (const [i, text] of list.variables.entries()) {
        const { variable } = cells[i]!;
        const scope = { data: list.data, names };
        if (typeof part.level === 'object') {
          compareMeans(checks, list, { text, variable, rows: rowsWhere(conditions) }, part, scope);
          continue;
        }
        const own = part.level === undefined ? [] : [isLevel(list.by!, part.level, scope)];
        const found = listCells(text, part);
        const sd = found.find(({ name }) => name === 'sd')?.value;
        checks.lines.push(`summarize ${variable}${rowsWhere([...conditions, ...own])}, detail`);
        for (const { cell, name, value } of found)
          checks.check(cell, statistics[name]!, value, name === 'n' ? undefined : sd);
      }
    return {
      node: list.node,
      lines: [...before, ...checks.lines],
      cells: checks.count,
      missing: [],
      packages: ['summarize'],
    };
  });

/** The difference of two groups' means by `ttest`, which takes the lower code, or number, first. */
function compareMeans(
  checks: Checks,
  { data, by }: ExportedList,
  { text, variable, rows }: { readonly text: string; readonly variable: string; readonly rows: string },
  part: ListPart,
  { names }: StataScope,
): void {
  const found = listCells(text, part);
  if (found.length === 0) return;
  const [first, second] = part.level as readonly [string, string];
  const levels = data.levels(by!);
  const isUp =
    data.type(by!) === 'number' ? Number(first) < Number(second) : levels.indexOf(first) < levels.indexOf(second);
  const codes: Readonly<Record<string, string>> = {
    difference: isUp ? 'r(mu_1) - r(mu_2)' : 'r(mu_2) - r(mu_1)',
    stdError: 'r(se)',
  };
  checks.lines.push(`ttest ${variable}${rows}, by(${names.of(by!)})${part.isPooled === true ? '' : ' unequal'}`);
  const error = found.find(({ name }) => name === 'stdError')?.value;
  for (const { cell, name, value } of found) checks.check(cell, codes[name]!, value, error);
}

const rowsWhere = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` if ${conditions.join(' & ')}`;

/** The factors are of one regression of any outcome on the variables; the first of them serves as one. */
export const stataVif = (list: ExportedList, names: StataNames): Block =>
  stataBlocks.orMissing(list.node, () => {
    const { before, cells, conditions } = begun(list, names);
    const rows = rowsWhere(conditions);
    const checks = new Checks(list.node);
    for (const [i, cell] of cells.entries()) {
      const [found] = list.parts.flatMap((part) => listCells(list.variables[i]!, part));
      if (found === undefined) continue;
      const others = cells.filter((each) => each !== cell).map(({ variable }) => variable);
      checks.lines.push(`regress ${[cell.variable, ...others].join(' ')}${rows}`);
      checks.check(found.cell, '1 / (1 - e(r2))', found.value);
    }
    return {
      node: list.node,
      lines: [...before, ...checks.lines],
      cells: checks.count,
      missing: [],
      packages: ['regress'],
    };
  });

interface Begun {
  readonly before: readonly string[];
  readonly cells: readonly StataCell[];
  readonly conditions: readonly string[];
}

function begun(list: ExportedList, names: StataNames): Begun {
  const { data, sample, exclude, variables, isOfModel } = list;
  if (isOfModel) throw new Untranslatable('the rows of a model are not taken over here yet');
  const scope = { data, names };
  const terms = new StataTerms(scope, () => false);
  const cells = variables.flatMap((text) => terms.cells(text));
  if (cells.length !== variables.length)
    throw new Untranslatable('an indicator of levels is not described in Stata yet');
  const conditions = [
    ...(sample === null ? [] : [stataCondition(sample, scope)]),
    ...(exclude === null ? [] : [`!(${stataCondition(exclude, scope)})`]),
  ];
  const isLagged = [...cells].some(({ variable }) => /^[LFD]\d*/.test(variable) && variable.includes('.'));
  const { panel } = data;
  if (isLagged && panel === null) throw new Untranslatable('the data have no panel');
  return {
    before: [
      dataLine(data.name),
      ...(panel !== null && (isLagged || terms.made.size > 0)
        ? [`xtset ${names.of(panel.unit)} ${names.of(panel.time)}`]
        : []),
      ...[...terms.made].map(([name, code]) => `generate double ${name} = ${code}`),
      ...cells.flatMap(({ variable, made }) => (made === undefined ? [] : [`generate double ${variable} = ${made}`])),
    ],
    cells,
    conditions,
  };
}
