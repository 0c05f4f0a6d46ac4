/** Says what is estimated in a line, in the words of pipelines, for documents of plans and lists of deviations. */
import { isJsonObject, type Json } from '../../base/json.ts';
import type { ModelSpec } from '../../econ/spec.ts';
import type { Family } from '../../engine/ledger/line.ts';

/** `y ~ x + z | city + year; errors: cluster(city); sample: year > 2005`. */
export function modelSaid(spec: ModelSpec): string {
  const { outcome, terms, absorb, iv, vcov, estimator } = spec;
  const right = terms.length === 0 ? '1' : terms.join(' + ');
  const instrumented = iv === null ? '' : ` | ${iv.endogenous.join(' + ')} ~ ${iv.instruments.join(' + ')}`;
  const effects = absorb.length === 0 ? '' : ` | ${absorb.join(' + ')}`;
  const { is, ...ofErrors } = vcov;
  const { is: by, ...ofEstimator } = estimator ?? { is: 'ols' };
  const { sample, exclude, split, weights, winsorize, trim } = spec;
  const more = {
    ...(estimator === undefined ? {} : { estimator: called(by, ofEstimator) }),
    errors: called(is, ofErrors),
    sample,
    exclude,
    split: split && `${split.column} = ${split.level}`,
    weights: weights && called(weights.is, { of: weights.of }),
    winsorize,
    trim,
  };
  return [`${outcome} ~ ${right}${effects}${instrumented}`, ...wordsOf(more)].join('; ');
}

/** Parameters of other kinds: those that say something. */
export function paramsSaid(params: Json): string {
  if (!isJsonObject(params)) return JSON.stringify(params);
  const said = Object.entries(params).map(([name, value]): [string, unknown] => [
    name,
    isModel(value) ? modelSaid(value) : value,
  ]);
  return wordsOf(Object.fromEntries(said)).join('; ');
}

/** The choices of a family, of which all combinations are estimated. */
export const familySaid = ({ rule }: Family): string =>
  (Array.isArray(rule) ? rule : [])
    .map((each) => {
      const { is, name, options } = each as { is: string; name: string | null; options: Json };
      return `${name === null ? is : `${is} ${name}`}: ${valueSaid(options)}`;
    })
    .join('; ');

export const isModel = (value: unknown): value is ModelSpec =>
  isJsonObject(value) && 'outcome' in value && 'terms' in value && 'vcov' in value;

const wordsOf = (said: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(said).flatMap(([name, value]) => (isNothing(value) ? [] : [`${name}: ${valueSaid(value)}`]));

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function valueSaid(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueSaid).join(', ');
  return JSON.stringify(value);
}

const called = (name: string, options: object): string => {
  const said = Object.entries(options).flatMap(([key, value]) => (isNothing(value) ? [] : [[key, value] as const]));
  if (said.length === 0) return name;
  const [only] = said.length === 1 ? said : [];
  return `${name}(${only ? valueSaid(only[1]) : said.map(([key, value]) => `${key}: ${valueSaid(value)}`).join(', ')})`;
};
