/** Descriptive statistics and variance inflation factors in Stata. */
import type { Block, ExportedList } from '../language.ts';
import { listCells } from '../lists.ts';
import { Untranslatable } from '../untranslatable.ts';
import { isLevel, stataCondition } from './expression.ts';
import { dataLine, stataBlocks } from './model.ts';
import { type StataNames, stataNumber, stataText } from './names.ts';
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
    let count = 0;
    const lines = list.parts.flatMap((part) =>
      list.variables.flatMap((text, i) => {
        const { level } = part;
        if (typeof level === 'object') return [];
        const own = level === undefined ? [] : [isLevel(list.by!, level, { data: list.data, names })];
        const found = listCells(text, part);
        const sd = found.find(({ name }) => name === 'sd')?.value;
        const values = found.map(({ cell, name, value }) => {
          count += 1;
          const scale = name === 'n' || sd === undefined ? '' : ` ${stataNumber(sd)}`;
          return `check ${stataText(`${list.node}: ${cell}`)} "${statistics[name]}" ${stataNumber(value)}${scale}`;
        });
        return [`summarize ${cells[i]!.variable}${rowsWhere([...conditions, ...own])}, detail`, ...values];
      }),
    );
    const missing = list.parts.flatMap(({ level }) =>
      typeof level === 'object'
        ? [{ node: list.node, what: level.join(' - '), why: 'differences of means are not compared in Stata' }]
        : [],
    );
    return {
      node: list.node,
      lines: [...before, ...lines, ...missing.flatMap((each) => stataBlocks.lines(each))],
      cells: count,
      missing,
      packages: ['summarize'],
    };
  });

const rowsWhere = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` if ${conditions.join(' & ')}`;

/** The factors are of one regression of any outcome on the variables; the first of them serves as one. */
export const stataVif = (list: ExportedList, names: StataNames): Block =>
  stataBlocks.orMissing(list.node, () => {
    const { before, cells, conditions } = begun(list, names);
    const rows = rowsWhere(conditions);
    const lines = cells.flatMap((cell, i) => {
      const [found] = list.parts.flatMap((part) => listCells(list.variables[i]!, part));
      if (found === undefined) return [];
      const others = cells.filter((each) => each !== cell).map(({ variable }) => variable);
      return [
        `regress ${[cell.variable, ...others].join(' ')}${rows}`,
        `check ${stataText(`${list.node}: ${found.cell}`)} "1 / (1 - e(r2))" ${stataNumber(found.value)}`,
      ];
    });
    const count = lines.length / 2;
    return { node: list.node, lines: [...before, ...lines], cells: count, missing: [], packages: ['regress'] };
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
