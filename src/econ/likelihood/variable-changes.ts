/** How the terms of a model move with its variables: derivatives by continuous ones, changes of level of factors and dummies. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { factorsIn, levelOfName, levelTerm } from '../../base/term-names.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import { type Factor, type LevelsFactor, leafOf, printFactor, printTerm, type Term } from '../formula/factor.ts';
import { termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';

export type VariableChange =
  | {
      readonly is: 'slope';
      readonly name: string;
      /** Terms with their derivatives by the variable, over rows; null for 1. */
      readonly parts: readonly { readonly column: number; readonly by: Float64Array | null }[];
    }
  | {
      readonly is: 'change';
      readonly name: string;
      /** Values of the terms that move, by their positions. */
      readonly to: ReadonlyMap<number, Float64Array>;
      readonly from: ReadonlyMap<number, Float64Array>;
    };

interface Inputs {
  readonly terms: readonly NamedColumn[];
  readonly columns: Sample['columns'];
  readonly index: Float64Array;
  /** Texts of the terms as the model has them, before levels become columns. */
  readonly texts: readonly string[];
}

/** A column of the model, and the term and level that it is of. */
interface Member {
  readonly column: number;
  readonly term: Term;
  /** Level of each factor `i(v)` in it, by its column of the data. */
  readonly levels: ReadonlyMap<string, string>;
}

/** The changes in order of the variables' first appearance. Refuses dummies that are no 0/1 term. */
export function changesOf(inputs: Inputs, dummies: readonly string[]): readonly VariableChange[] {
  refuseEvents(inputs.texts);
  const members = membersOf(inputs);
  const found = new Map<string, VariableChange>();
  const add = (change: VariableChange): void => void found.set(change.name, change);
  for (const member of members) {
    for (const factor of member.term) {
      if (factor.is === 'levels') {
        const level = member.levels.get(factor.column)!;
        const name = levelTerm(`i(${factor.column})`, level);
        if (!found.has(name)) add(levelChange(name, factor, level, members, inputs));
      } else {
        const name = termName([leafOf(factor)!]);
        if (found.has(name)) continue;
        add(dummies.includes(name) ? dummyChange(name, members, inputs) : slope(name, members, inputs));
      }
    }
  }
  const unknown = dummies.find((name) => !found.has(name));
  if (unknown === undefined) return [...found.values()];
  const message = `\`margins\` names the dummy \`${unknown}\`, which is in no term that was kept`;
  throw new Refusal('unknown-margin', message, { param: 'margins', hint: `it has ${[...found.keys()].join(', ')}` });
}

/** Indicators of an event study are changes already, from the reference period. */
function refuseEvents(texts: readonly string[]): void {
  const event = texts.find((text) => termOf(text).some((factor) => factor.is === 'event'));
  if (event === undefined) return;
  const message = `\`margins\` is not supported with \`${event}\`, whose coefficients are changes from the reference period`;
  throw new Refusal('unsupported', message, { param: 'margins', hint: 'leave `margins` out' });
}

/** Pairs the columns that were kept with their terms, by name. */
function membersOf({ terms, texts }: Inputs): Member[] {
  const at = new Map(terms.map(({ name }, j) => [name, j]));
  const members: Member[] = [];
  for (const text of texts) {
    const term = termOf(text);
    for (const [name, column] of at) {
      const levels = levelsIn(term, name);
      if (levels !== undefined) members.push({ column, term, levels });
    }
  }
  return members.sort((a, b) => a.column - b.column);
}

/** The levels that a column's name says, where it is a column of the term. */
function levelsIn(term: Term, name: string): ReadonlyMap<string, string> | undefined {
  const parts = factorsIn(name);
  if (parts.length !== term.length) return undefined;
  const levels = new Map<string, string>();
  for (const [i, factor] of term.entries()) {
    const part = parts[i]!;
    if (factor.is === 'levels') {
      const head = `i(${factor.column})::`;
      if (!part.startsWith(head)) return undefined;
      levels.set(factor.column, levelOfName(part.slice(head.length)));
    } else if (part !== termName([factor])) return undefined;
  }
  return levels;
}

/** Columns of terms at the means of their variables: products and powers of means, levels at their shares. */
export function columnsAtMeans(columns: Inputs['columns'], average: (x: Float64Array) => number): Sample['columns'] {
  const meanOf = (leaf: Factor): number => average(columns([printFactor(leaf)])[0]!.values);
  const shareOf = (factor: LevelsFactor, level: string): number => {
    const own = columns([printFactor(factor)], 'every');
    return average(own.find(({ levels }) => levels![0]!.level === level)!.values);
  };
  const meanOfFactor = (factor: Factor, levels: ReadonlyMap<string, string>): number => {
    if (factor.is === 'levels') return shareOf(factor, levels.get(factor.column)!);
    return factor.is === 'power' ? power(meanOf(factor.of), factor.exponent) : meanOf(factor);
  };
  return (texts) =>
    texts.flatMap((text) => {
      const term = termOf(text);
      return columns([text], 'every').map(({ name }) => {
        const levels = levelsIn(term, name)!;
        return { name, values: Float64Array.of(term.reduce((all, factor) => all * meanOfFactor(factor, levels), 1)) };
      });
    });
}

const isOf = (factor: Factor, name: string): boolean => factor.is !== 'levels' && termName([leafOf(factor)!]) === name;

/** ∂term/∂v: n v^(n−1) times the other factors. */
function slope(name: string, members: readonly Member[], inputs: Inputs): VariableChange {
  const parts = members.flatMap((member) => {
    const own = member.term.find((factor) => isOf(factor, name));
    if (own === undefined) return [];
    const exponent = own.is === 'power' ? own.exponent : 1;
    const lower = lowered(own);
    const rest = [...(lower === undefined ? [] : [lower]), ...member.term.filter((factor) => factor !== own)];
    const by = valuesOf(rest, member, inputs);
    return [{ column: member.column, by: exponent === 1 ? by : by!.map((value) => exponent * value) }];
  });
  return { is: 'slope', name, parts };
}

function lowered(factor: Factor): Factor | undefined {
  if (factor.is !== 'power') return undefined;
  return factor.exponent === 2 ? factor.of : { ...factor, exponent: factor.exponent - 1 };
}

/** The product of some factors of a member's term over rows; null for the empty one, which is 1. */
function valuesOf(factors: readonly Factor[], member: Member, { columns }: Inputs): Float64Array | null {
  if (factors.length === 0) return null;
  const term = factors as unknown as Term;
  const found = columns([printTerm(term)], 'every');
  const [first] = found;
  if (!term.some((factor) => factor.is === 'levels')) return first!.values;
  const own = found.find(({ name }) => {
    const levels = levelsIn(term, name);
    return levels !== undefined && [...levels].every(([column, level]) => member.levels.get(column) === level);
  });
  return own!.values;
}

/** A factor from its reference, in which all its levels are 0, to one of its levels. */
function levelChange(
  name: string,
  factor: LevelsFactor,
  level: string,
  members: readonly Member[],
  inputs: Inputs,
): VariableChange {
  const to = new Map<number, Float64Array>();
  const from = new Map<number, Float64Array>();
  for (const member of members) {
    const own = member.levels.get(factor.column);
    if (own === undefined) continue;
    const zero = new Float64Array(inputs.index.length);
    from.set(member.column, zero);
    const rest = member.term.filter((each) => !(each.is === 'levels' && each.column === factor.column));
    const values = valuesOf(rest, member, inputs) ?? new Float64Array(inputs.index.length).fill(1);
    to.set(member.column, own === level ? values : zero);
  }
  return { is: 'change', name, to, from };
}

/** A 0/1 variable from 0 to 1, in all its terms. */
function dummyChange(name: string, members: readonly Member[], inputs: Inputs): VariableChange {
  const n = inputs.index.length;
  const to = new Map<number, Float64Array>();
  const from = new Map<number, Float64Array>();
  for (const member of members) {
    const own = member.term.find((factor) => isOf(factor, name));
    if (own === undefined) continue;
    requireDummy(name, inputs);
    const rest = member.term.filter((factor) => factor !== own);
    to.set(member.column, valuesOf(rest, member, inputs) ?? new Float64Array(n).fill(1));
    from.set(member.column, new Float64Array(n));
  }
  return { is: 'change', name, to, from };
}

function requireDummy(name: string, { columns, index }: Inputs): void {
  const [column] = columns([printFactor({ is: 'column', name })]);
  if (column === undefined || index.length === 1 || column.values.every((value) => value === 0 || value === 1)) return;
  const message = `\`margins\` names \`${name}\` as a dummy, and it has other values than 0 and 1`;
  throw new Refusal('not-binary', message, { param: 'margins', hint: 'take it off the list' });
}
