/** The places at which margins are taken: each combination of the values that variables are put at. */
import { printName } from '../../base/expression/print.ts';
import { Refusal } from '../../base/problem.ts';
import { percentileName } from '../../base/text/percentile-name.ts';
import { quoted } from '../../base/text/quoted.ts';
import { placedLevel } from '../../base/text/term-names.ts';
import { aside } from '../../base/value.ts';
import { describe } from '../describe/describe.ts';
import { type DescriptiveWeights, describeWeighted } from '../describe/weighted.ts';
import type { SampleVariables } from '../estimator.ts';
import type { Stat } from '../fit.ts';
import { factorsOf } from '../formula/coding.ts';
import { type Leaf, leafOf } from '../formula/factor.ts';
import { occurring } from '../sample/terms.ts';
import { type MarginsSpec, type PlacedVariable, termOf } from '../spec.ts';
import { weighted } from './effect.ts';
import { type EvaluationPoint, isOf } from './move.ts';
import { type PlaceWord, placeWord } from './place-words.ts';

export type MarginWeights = DescriptiveWeights;

/** A place by its name, `z=1, g=East` as it was written, and the values that stand for that. */
export interface NamedPlace {
  readonly name: string;
  readonly values: Readonly<Record<string, number | string>>;
  readonly place: EvaluationPoint;
}

/** A value of one variable: a level, a number, or both of a factor whose number is in other terms. */
interface VariableValue {
  readonly written: string;
  readonly level?: readonly [column: string, level: string];
  readonly number?: number;
}

/** The places of a model over its rows, in the order of the values, the last variable fastest; undefined where none is asked for. */
export function placesOf(
  { places }: MarginsSpec,
  texts: readonly string[],
  variables: SampleVariables,
  weights: MarginWeights | null,
): readonly NamedPlace[] | undefined {
  if (places === undefined) return undefined;
  const reader = new Values(texts, variables, weights);
  let found: readonly (readonly (readonly [string, VariableValue])[])[] = [[]];
  for (const placed of places) {
    const values = reader.of(placed);
    found = found.flatMap((before) => values.map((value) => [...before, [placed.variable, value] as const]));
  }
  return found.map(placeOf);
}

const placeOf = (values: readonly (readonly [string, VariableValue])[]): NamedPlace => ({
  name: values.map(([variable, { written }]) => `${variable}=${written}`).join(', '),
  values: Object.fromEntries(
    values.map(([variable, { number, level }]) => [variable, level === undefined ? number! : placedLevel(level[1])]),
  ),
  place: {
    levels: new Map(values.flatMap(([, { level }]) => (level === undefined ? [] : [level]))),
    numbers: new Map(values.flatMap(([variable, { number }]) => (number === undefined ? [] : [[variable, number]]))),
  },
});

class Values {
  readonly #leaves: readonly Leaf[];
  readonly #factors: ReadonlyMap<string, string>;
  readonly #variables: SampleVariables;
  readonly #weights: MarginWeights | null;

  constructor(texts: readonly string[], variables: SampleVariables, weights: MarginWeights | null) {
    const terms = texts.map(termOf);
    this.#leaves = terms.flatMap((term) => term.map(leafOf)).filter((leaf) => leaf !== undefined);
    this.#factors = new Map(terms.flatMap(factorsOf).map(({ column }) => [printName(column), column]));
    this.#variables = variables;
    this.#weights = weights;
  }

  of({ variable, values }: PlacedVariable): readonly VariableValue[] {
    const column = this.#factors.get(variable);
    return column === undefined ? this.#numbers(variable, values) : this.#levels(column, variable, values);
  }

  #levels(column: string, variable: string, values: PlacedVariable['values']): readonly VariableValue[] {
    const { codes, levels } = this.#variables.codes(column);
    const present = occurring(codes, levels.length).map((code) => levels[code]!);
    const asked = values.flatMap((value) => (value === 'levels' ? present : [String(value)]));
    const unknown = values.map(String).find((value) => value !== 'levels' && !present.includes(value));
    if (unknown !== undefined) {
      const message = `\`margins\` puts \`${variable}\` at \`${unknown}\`, which no row has`;
      const shown = present.slice(0, 10);
      const has = `${shown.length < present.length ? 'levels begin with' : 'it has the levels'} ${quoted(shown)}`;
      const hint = aside(column, has);
      throw new Refusal('unknown-level', message, { param: 'margins', hint });
    }
    const isNumber = this.#leaves.some((leaf) => isOf(leaf, variable));
    if (isNumber && this.#variables.isText(column)) {
      const message = `\`margins\` cannot put the text \`${variable}\` at a level, since it is in a function too`;
      throw new Refusal('unsupported', message, { param: 'margins', hint: 'derive a column of that function' });
    }
    const numbers = isNumber ? this.#variables.values({ is: 'column', name: column }) : undefined;
    return asked.map((level) => ({
      written: placedLevel(level),
      level: [column, level],
      ...(numbers === undefined ? {} : { number: numbers[codes.indexOf(levels.indexOf(level))]! }),
    }));
  }

  #numbers(variable: string, values: PlacedVariable['values']): readonly VariableValue[] {
    const rows = this.#variables.values(termOf(variable)[0] as Leaf);
    return values.flatMap((value): readonly VariableValue[] => {
      if (typeof value === 'number') return [{ written: String(value), number: value }];
      const word = placeWord(value)!;
      if (word.is === 'levels') return this.#distinct(variable, rows);
      return [{ written: value, number: statistic(word, rows, this.#weights) }];
    });
  }

  /** The values of a variable that has few. */
  #distinct(variable: string, rows: Float64Array): readonly VariableValue[] {
    const found = [...new Set(rows)].sort((a, b) => a - b);
    if (found.length <= 100) return found.map((number) => ({ written: String(number), number }));
    const message = `\`margins\` puts \`${variable}\` at its levels, and it has ${found.length} values`;
    throw new Refusal('too-many-levels', message, { param: 'margins', hint: 'list values, or `{from, to, by}`' });
  }
}

/** Means, standard deviations and percentiles over the rows by their weights, as Stata's `summarize` has them. */
function statistic(
  word: Exclude<PlaceWord, { is: 'levels' }>,
  rows: Float64Array,
  weights: MarginWeights | null,
): number {
  if (word.is === 'mean' && word.sds === 0) return weighted(rows, weights?.values ?? null);
  const percents = word.is === 'percentile' ? [word.p] : [];
  const all = weights === null ? describe(rows, percents) : describeWeighted(rows, weights, percents);
  const number = (value: Stat): number => (typeof value === 'number' ? value : Number.NaN);
  if (word.is === 'mean') return number(all.mean) + word.sds * number(all.sd);
  const named = all as unknown as Readonly<Record<string, Stat>>;
  return number(
    named[word.p === 0 ? 'min' : word.p === 100 ? 'max' : word.p === 50 ? 'median' : percentileName(word.p)]!,
  );
}
