/** Defines the moves of a model's variables, one at a time: by a derivative, or from one value or level to another. */

import { printName } from '../../base/expression/print.ts';
import { Refusal } from '../../base/problem.ts';
import { levelTerm } from '../../base/text/term-names.ts';
import type { SampleVariables } from '../estimator.ts';
import { basesOf, factorsOf } from '../formula/coding.ts';
import { type Leaf, leafOf, printFactor, variablesOfFactor } from '../formula/factor.ts';
import { isOneVariable } from '../formula/leaf-expression.ts';
import { occurring, termName } from '../sample/terms.ts';
import { termOf } from '../spec.ts';
import type { FormulaMember } from './member.ts';

/** The point at which some variables are fixed: levels of factors by their columns, numbers by the texts of variables. */
export interface EvaluationPoint {
  readonly levels: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, number>;
}

export const nowhere: EvaluationPoint = { levels: new Map(), numbers: new Map() };

export type Move =
  | { readonly is: 'slope'; readonly name: string; readonly variable: string }
  | {
      readonly is: 'change';
      readonly name: string;
      /** The variable whose levels they are, as a message names it. */
      readonly of: string;
      readonly from: EvaluationPoint;
      readonly to: EvaluationPoint;
    };

/** The variable that moves, as a whole. */
export const familyOf = (move: Move): string => (move.is === 'change' ? move.of : move.name);

const placing = (name: string): Extract<Move, { is: 'change' }> => ({
  is: 'change',
  name,
  of: name,
  from: nowhere,
  to: nowhere,
});

/** The prediction at a place, from where the rows are. */
export const predicted = (place: string) => placing(`predict(${place})`);

/** A place at which nothing is told. */
export const placeAlone = (place: string) => placing(`at(${place})`);

/** The place of what `predicted` and `placeAlone` give, and which of these it is. */
export function placingOf({ name }: Move): { readonly is: string; readonly place: string } | undefined {
  const [, is, place] = /^(predict|at)\((.*)\)$/s.exec(name) ?? [];
  return is === undefined ? undefined : { is, place: place! };
}

/** The names of a move at a place. */
export const calledAt = (move: Move, place: string) => ({
  name: `${move.name} | ${place}`,
  ...(move.is === 'change' && { of: `${move.of} | ${place}` }),
});

/** Texts of variables and columns of factors that move. */
export interface MovedVariables {
  readonly variables: readonly string[];
  readonly factors: readonly string[];
}

export const movedAt = ({ levels, numbers }: EvaluationPoint): MovedVariables => ({
  variables: [...numbers.keys()],
  factors: [...levels.keys()],
});

export const movedBy = (move: Move): MovedVariables =>
  move.is === 'slope' ? { variables: [move.variable], factors: [] } : movedAt(move.to);

/** The variables of a leaf, each once. */
const variablesIn = (leaf: Leaf): readonly string[] => [...new Set(variablesOfFactor(leaf))];

/** Says whether a leaf moves where a variable does: it is the variable, or a function of it. */
export const isOf = (leaf: Leaf, variable: string): boolean =>
  printFactor(leaf) === variable || variablesOfFactor(leaf).includes(variable);

/**
 * The moves of a model's variables, in the order in which those first appear in its columns. A function is a variable of its own, as `log(x)`,
 * where nothing else of the model has any of its columns; else it moves with each of these. A lag and a difference are variables of their own.
 * The levels of `i(v)` are changes from the reference level, in which the number `v` moves along. `dummies`: texts of terms that change from 0 to 1.
 */
export function movesOf(
  texts: readonly string[],
  kept: readonly FormulaMember[],
  dummies: readonly string[],
  variables: SampleVariables,
): readonly Move[] {
  const leaves = new LeavesOf(texts, dummies);
  const found = new Map<string, readonly Move[]>();
  for (const { term } of kept) {
    for (const factor of term) {
      if (factor.is === 'levels') {
        const { column } = factor;
        const key = `i(${column})`;
        if (!found.has(key)) found.set(key, levelChanges(column, leaves, variables));
        continue;
      }
      for (const variable of leaves.moving(leafOf(factor)!)) {
        if (found.has(variable)) continue;
        const name = termName(termOf(variable));
        const isDummy = dummies.includes(variable);
        found.set(variable, [isDummy ? dummyChange(name, variable, variables) : { is: 'slope', name, variable }]);
      }
    }
  }
  const unknown = dummies.find((text) => !found.has(text) && !leaves.factors.has(text));
  const moves = [...found.values()].flat();
  if (unknown === undefined) return moves;
  const message = `\`margins\` names the dummy \`${unknown}\`, which is in no term that was kept`;
  throw new Refusal('unknown-margin', message, {
    param: 'margins',
    hint: `it has ${moves.map(({ name }) => name).join(', ')}`,
  });
}

/** The leaves and factors of a model, and which variables move the leaves. */
class LeavesOf {
  /** Columns of `i(v)`, as they are printed. */
  readonly factors: ReadonlySet<string>;
  readonly references: ReadonlyMap<string, string>;
  readonly #leaves: readonly Leaf[];
  readonly #dummies: readonly string[];

  constructor(texts: readonly string[], dummies: readonly string[]) {
    const factors = texts.flatMap((text) => termOf(text));
    this.factors = new Set(texts.flatMap((text) => factorsOf(termOf(text)).map(({ column }) => printName(column))));
    this.references = basesOf(texts.map(termOf));
    const leaves = factors.map(leafOf).filter((leaf) => leaf !== undefined);
    this.#leaves = [...new Map(leaves.map((leaf) => [printFactor(leaf), leaf])).values()];
    this.#dummies = dummies;
  }

  /** The variables with which a leaf moves, but for those that stand by their levels too, which move as these do. */
  moving(leaf: Leaf): readonly string[] {
    const own = variablesIn(leaf);
    const isShared = own.some((variable) => this.#isElsewhere(variable, leaf) || this.#dummies.includes(variable));
    const moved = isOneVariable(leaf) || isShared ? own : [printFactor(leaf)];
    return moved.filter((variable) => !this.factors.has(variable));
  }

  /** A leaf that moves with the number of a variable. */
  withNumber(variable: string): Leaf | undefined {
    return this.#leaves.find((leaf) => isOf(leaf, variable));
  }

  #isElsewhere(variable: string, leaf: Leaf): boolean {
    const text = printFactor(leaf);
    return (
      this.factors.has(variable) || this.#leaves.some((each) => printFactor(each) !== text && isOf(each, variable))
    );
  }
}

/** From the reference, or the first level where no row has that, to each of the others that a row has. */
function levelChanges(column: string, leaves: LeavesOf, variables: SampleVariables): readonly Move[] {
  const { codes, levels } = variables.codes(column);
  const present = occurring(codes, levels.length);
  const reference = present.find((code) => levels[code] === leaves.references.get(column)) ?? present[0];
  const text = printName(column);
  const number = leaves.withNumber(text);
  if (number !== undefined && variables.isText(column)) throw notMoving(text, number);
  const numbers = number === undefined ? null : variables.values({ is: 'column', name: column });
  const at = (code: number): EvaluationPoint => ({
    levels: new Map([[column, levels[code]!]]),
    numbers: new Map(numbers === null ? [] : [[text, numbers[codes.indexOf(code)]!]]),
  });
  const others = present.filter((code) => code !== reference);
  const from = at(reference!);
  return others.map((code) => ({
    is: 'change',
    name: levelTerm(`i(${column})`, levels[code]!),
    of: `i(${column})`,
    from,
    to: at(code),
  }));
}

function notMoving(column: string, leaf: Leaf): Refusal {
  const message = `\`margins\` cannot move the text \`${column}\` in \`${printFactor(leaf)}\``;
  return new Refusal('unsupported', message, {
    param: 'margins',
    hint: 'derive a column of that, or leave `margins` out',
  });
}

/** From 0 to 1. Refuses a variable of other values. */
function dummyChange(name: string, variable: string, variables: SampleVariables): Move {
  const values = variables.values(leafOf(termOf(variable)[0])!);
  if (!values.every((value) => value === 0 || value === 1)) {
    const message = `\`margins\` names \`${name}\` as a dummy, and it has other values than 0 and 1`;
    throw new Refusal('not-binary', message, { param: 'margins', hint: 'take it off the list' });
  }
  const at = (value: number): EvaluationPoint => ({ levels: new Map(), numbers: new Map([[variable, value]]) });
  return { is: 'change', name, of: name, from: at(0), to: at(1) };
}
