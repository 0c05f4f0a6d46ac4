/** Compiles the key `margins`: which marginal effects and predictions stand beside the coefficients, and where they are taken. */
import { printName } from '../../base/expression/print.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText } from '../../base/text/text-problem.ts';
import { leafOf, printTerm, variablesOfFactor } from '../formula/factor.ts';
import { parseTerm } from '../formula/formula.ts';
import { isOneVariable } from '../formula/leaf-expression.ts';
import { placeWord, placeWords } from '../margins/place-words.ts';
import { type MarginsSpec, type ModelSpec, type PlacedVariable, termOf } from '../spec.ts';
import type { KeyProblem, MarginsKey, PlaceValues } from './keys.ts';

/** Places of one model; each is a pass over its rows. */
const MOST_PLACES = 1000;

/** `false` takes a base's away. `terms`: those of the model, endogenous ones among them. */
export function compileMargins(
  written: MarginsKey | undefined,
  terms: readonly string[],
  problems: KeyProblem[],
): Pick<ModelSpec, 'margins'> {
  if (written === undefined || written === false) return {};
  if (written === true) return { margins: {} };
  const reading = new MarginsReading(terms, problems);
  return { margins: reading.of(written) };
}

class MarginsReading {
  readonly #problems: KeyProblem[];
  readonly #variables: readonly string[];
  readonly #factors: readonly string[];

  constructor(terms: readonly string[], problems: KeyProblem[]) {
    const factors = terms.flatMap((text) => termOf(text));
    const leaves = factors.map(leafOf).filter((leaf) => leaf !== undefined);
    this.#problems = problems;
    this.#variables = [...new Set(leaves.flatMap((leaf) => variablesOfFactor(leaf)))];
    this.#factors = [
      ...new Set(factors.flatMap((factor) => (factor.is === 'levels' ? [printName(factor.column)] : []))),
    ];
  }

  of({ at, atmeans, dummies, dydx, predict }: Exclude<MarginsKey, boolean>): MarginsSpec {
    const named = this.#terms(dummies, 'dummies').sort();
    const effects = dydx === undefined ? undefined : dydx === false ? [] : this.#terms(dydx, 'dydx').sort();
    const places = at === undefined || at === 'means' ? [] : this.#places(at);
    if (effects?.length === 0 && predict !== true) {
      const message = '`margins` has neither effects nor predictions';
      this.#complain('no-margins', message, ['dydx'], 'add `predict: true`, or name variables in `dydx`');
    }
    return {
      ...(at === 'means' || atmeans === true ? { at: 'means' as const } : {}),
      ...(named.length === 0 ? {} : { dummies: named }),
      ...(effects === undefined ? {} : { effects }),
      ...(places.length === 0 ? {} : { places }),
      ...(predict === true ? { predict } : {}),
    };
  }

  #complain(code: string, message: string, below: readonly (string | number)[], hint: string): void {
    this.#problems.push({ code, message, key: 'margins', below, hint });
  }

  #terms(written: string | readonly string[] | undefined, key: string): string[] {
    const names = written === undefined ? [] : typeof written === 'string' ? [written] : written;
    return names.flatMap((text, i) => {
      const parsed = parseTerm(text);
      if (parsed.ok) return [printTerm(parsed.term)];
      this.#problems.push({ ...inText(parsed.problems[0]), key: 'margins', below: [key, i] });
      return [];
    });
  }

  #places(at: Readonly<Record<string, PlaceValues>>): PlacedVariable[] {
    const places = Object.entries(at).flatMap(([written, values]): PlacedVariable[] => {
      const variable = this.#variable(written);
      return variable === undefined ? [] : [{ variable, values: this.#values(written, variable, values) }];
    });
    const count = places.reduce((product, { values }) => product * values.length, 1);
    if (count <= MOST_PLACES) return places;
    const message = `expected at most ${MOST_PLACES} places in \`margins\`, got ${count}`;
    this.#complain('too-many-places', message, ['at'], 'give fewer values');
    return [];
  }

  /** The canonical text of a variable or the column of a factor, which some term must have. */
  #variable(written: string): string | undefined {
    const parsed = parseTerm(written);
    if (!parsed.ok) {
      this.#problems.push({ ...inText(parsed.problems[0]), key: 'margins', below: ['at', written] });
      return undefined;
    }
    const [factor, ...others] = parsed.term;
    const known = [...new Set([...this.#variables, ...this.#factors])];
    const text = factor.is === 'levels' && others.length === 0 ? printName(factor.column) : printTerm(parsed.term);
    if (known.includes(text)) return text;
    const leaf = others.length === 0 && factor.is !== 'power' ? leafOf(factor) : undefined;
    const isMade = factor.is !== 'levels' && (leaf === undefined || !isOneVariable(leaf));
    const message = isMade
      ? `\`margins\` puts variables at values, and \`${written}\` is made of some`
      : `\`margins\` puts \`${written}\` at values, which is in no term of the model`;
    const hint = didYouMean(written, known) ?? `the model has ${quoted(known)}`;
    this.#complain('unknown-margin', message, ['at', written], hint);
    return undefined;
  }

  #values(written: string, variable: string, values: PlaceValues): readonly (number | string)[] {
    const listed = this.#listed(written, values);
    const twice = listed.find((value, i) => listed.map(String).indexOf(String(value)) < i);
    if (twice !== undefined) {
      this.#complain(
        'value-twice',
        `\`margins\` has the value \`${twice}\` of \`${written}\` twice`,
        ['at', written],
        'take one out',
      );
    }
    const isFactor = this.#factors.includes(variable);
    for (const [i, value] of listed.entries()) {
      if (typeof value === 'number' || isFactor || placeWord(value) !== undefined) continue;
      const below = Array.isArray(values) ? ['at', written, i] : ['at', written];
      const message = `expected a number or a statistic of \`${written}\`, got \`${value}\``;
      this.#complain('bad-place', message, below, didYouMean(value, placeWords) ?? `statistics: ${quoted(placeWords)}`);
    }
    return listed;
  }

  #listed(written: string, values: PlaceValues): readonly (number | string)[] {
    if (typeof values === 'number' || typeof values === 'string') return [values];
    if (!('from' in values)) return values;
    const { from, to, by } = values;
    const steps = Math.floor((to - from) / by + 1e-9);
    if (by !== 0 && steps >= 0 && steps < MOST_PLACES) {
      return Array.from({ length: steps + 1 }, (_, i) => Number((from + i * by).toPrecision(12)));
    }
    const message = `\`from: ${from}\`, \`to: ${to}\` and \`by: ${by}\` give no list of values`;
    this.#complain('bad-place', message, ['at', written], `give steps towards \`to\`, ${MOST_PLACES} at most`);
    return [from];
  }
}
