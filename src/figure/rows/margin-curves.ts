/** The curves of marginal effects: along the variable itself in a quadratic, or along a moderator. */
import { extent } from '../../base/extremes.ts';
import { mean } from '../../base/number/sum.ts';
import { factorsIn, familyOf } from '../../base/text/term-names.ts';
import type { Fit } from '../../econ/fit.ts';
import { printTerm } from '../../econ/formula/factor.ts';
import { parseTerm } from '../../econ/formula/formula.ts';
import { intervalAt } from '../../econ/graphics/intervals.ts';
import { modelValues } from '../../econ/graphics/model-values.ts';
import { combine } from '../../econ/regression/combinations.ts';
import { uTest } from '../../econ/regression/u-test.ts';
import { variablesOfTerm } from '../../econ/spec.ts';
import { mentioned } from '../../table/names-in-text.ts';
import { termLabel } from '../../table/words/labels.ts';
import type { FigureRow } from '../figure.ts';
import type { DrawContext, FigureSource } from '../plot.ts';
import { axisLabel } from '../words.ts';
import { endsAt, endsOf, levelsOf, modelsOf, numberOf } from './estimates.ts';

/** Rows `curve` (at, estimate, interval), `turning` (at, low, high) and `rug` (at), by their column `element`. */
export interface MarginCurve {
  readonly rows: readonly FigureRow[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** The position of the line that parts effects of either sign; null where none does. */
  readonly zero: number | null;
}

type MarginsFit = Pick<Fit, 'terms' | 'vcov' | 'dfResid' | 'outcome' | 'stats'>;

/** Places at which the curve is computed. */
const PLACES = 101;

/** The curve of a frame that has it. */
export function curveOfFrame(source: FigureSource, context: DrawContext): MarginCurve {
  const rows = modelsOf([source], 'at', context)
    .flatMap(({ estimates }) => estimates)
    .map(
      (estimate): FigureRow => ({
        element: 'curve',
        at: Number(estimate.term),
        estimate: estimate.estimate,
        stdError: numberOf(estimate.stdError),
        ...endsOf(estimate, source, context),
      }),
    )
    .sort((a, b) => (a.at as number) - (b.at as number));
  if (rows.some(({ at }) => Number.isNaN(at)))
    context.refuse('no-number', `\`at\` of \`${source.node}\` holds texts, and places are numbers`, { option: 'from' });
  const { variable = '', over = variable } = context.options;
  const label =
    variable === '' ? context.phrases.effect('').trim() : context.phrases.effect(termLabel(variable, context.book));
  return { rows, xTitle: over === '' ? 'at' : axisLabel(over, context), yTitle: label, zero: null };
}

/** The curve of a fit, with its turning point and the values that it was estimated on. Refuses what is no such effect. */
export function curveOfFit(source: FigureSource, context: DrawContext): MarginCurve {
  const fit = Object.fromEntries(
    ['terms', 'vcov', 'dfResid', 'outcome', 'stats'].map((part) => [part, source.part(part)]),
  ) as unknown as MarginsFit;
  const { options, refuse } = context;
  const { variable } = options;
  if (variable === undefined)
    return refuse('missing-key', 'the plot `margins` of a fit needs `variable`', {
      option: 'from',
      hint: '`variable: x`',
    });
  const second = secondTerm(fit, variable, source, context);
  const along = options.over ?? variable;
  const values = valuesOf(source, along, context);
  return options.over === undefined
    ? quadratic(fit, variable, second, values, source, context)
    : moderated(fit, variable, second, values, source, context);
}

/** `x^2`, or the product of the variable and its moderator in whichever order it stands; no other term may hold the variable. */
function secondTerm(
  { terms }: MarginsFit,
  variable: string,
  { node }: FigureSource,
  { options: { over }, refuse }: DrawContext,
): string {
  const names = terms.map(({ term }) => term);
  const asked =
    over === undefined ? [`${variable}^2`, `${variable}:${variable}`] : [`${variable}:${over}`, `${over}:${variable}`];
  const found = names.includes(variable) ? asked.find((name) => names.includes(name)) : undefined;
  const others = names.filter((name) => name !== variable && name !== found && movesWith(name, variable));
  if (found !== undefined && others.length > 0) {
    const message = `the effect of \`${variable}\` also hangs on \`${others.join('`, `')}\``;
    return refuse('ambiguous-effect', message, {
      option: 'variable',
      hint: 'it is drawn where two terms hold the variable',
    });
  }
  if (found !== undefined) return found;
  const message = `\`${node}\` has not both \`${variable}\` and \`${asked[0]}\``;
  return refuse('unknown-term', message, {
    option: over === undefined ? 'variable' : 'over',
    hint: `it has ${names.join(', ')}`,
  });
}

/** Says whether a term moves with a variable: a lag or a difference of it does not. */
function movesWith(term: string, variable: string): boolean {
  const of = parseTerm(variable);
  const own = of.ok ? variablesOfTerm(printTerm(of.term)) : [variable];
  return factorsIn(familyOf(term)).some((factor) => {
    const parsed = parseTerm(factor);
    if (!parsed.ok) return mentioned([variable], factor).length > 0;
    return variablesOfTerm(printTerm(parsed.term)).some((name) => own.includes(name));
  });
}

/** Returns the values on which the fit was estimated. A fit by another program gives only the ends of `x_range`. */
function valuesOf(
  { model, node }: FigureSource,
  along: string,
  { options: { x_range }, refuse }: DrawContext,
): Float64Array {
  if (model?.data !== undefined) return modelValues(model.spec, model.data)(along);
  if (x_range !== undefined) return Float64Array.from(x_range);
  const message = `the values of \`${along}\` that \`${node}\` was estimated on are not known`;
  return refuse('no-values', message, { option: 'from', hint: '`x_range: [low, high]` says between which to draw' });
}

const isIndex = ({ model }: FigureSource): boolean => model?.ofIndex === true;

function effectTitle(
  { outcome }: MarginsFit,
  variable: string,
  source: FigureSource,
  { book, phrases }: DrawContext,
): string {
  const of = termLabel(outcome, book);
  return phrases.effectOf(termLabel(variable, book), isIndex(source) ? phrases.linearPrediction(of) : of);
}

interface Curve {
  readonly at: number;
  readonly weights: ReadonlyMap<string, number>;
  /** The constant that is added to the combination. */
  readonly from: number;
}

function quadratic(
  fit: MarginsFit,
  variable: string,
  square: string,
  values: Float64Array,
  source: FigureSource,
  context: DrawContext,
): MarginCurve {
  const { options, phrases } = context;
  const places = placesOver(values, context);
  const isOutcome = options.show === 'outcome';
  if (isOutcome && isIndex(source)) {
    const message = `\`show: outcome\` is not supported for \`${source.node}\`, whose coefficients are not those of the outcome’s mean`;
    context.refuse('unsupported', message, {
      option: 'show',
      hint: 'leave it out for the effect on the linear prediction',
    });
  }
  const curve = isOutcome
    ? outcomeCurve(fit, variable, square, values, places)
    : places.map(
        (at): Curve => ({
          at,
          weights: new Map([
            [variable, 1],
            [square, 2 * at],
          ]),
          from: 0,
        }),
      );
  const turning = turningOf(fit, variable, square, values, context);
  const title = isOutcome
    ? axisLabel(fit.outcome, context, phrases.predicted)
    : effectTitle(fit, variable, source, context);
  const rug = source.model?.data === undefined ? [] : rugOf(values);
  return {
    rows: [...curveRows(fit, curve, context), ...turning, ...rug],
    xTitle: axisLabel(variable, context),
    yTitle: title,
    zero: isOutcome ? null : 0,
  };
}

/**
 * The outcome along the variable, all else as it is: its mean plus b₁ (x − x̄) + b₂ (x² − mean of x²). Its interval is of the two
 * coefficients, and of them alone.
 */
function outcomeCurve(
  { stats }: MarginsFit,
  variable: string,
  square: string,
  values: Float64Array,
  places: readonly number[],
): Curve[] {
  const [first, second] = [mean(values), mean(values.map((value) => value * value))];
  const from = typeof stats.ymean === 'number' ? stats.ymean : 0;
  return places.map((at) => ({
    at,
    weights: new Map([
      [variable, at - first],
      [square, at * at - second],
    ]),
    from,
  }));
}

function moderated(
  fit: MarginsFit,
  variable: string,
  product: string,
  values: Float64Array,
  source: FigureSource,
  context: DrawContext,
): MarginCurve {
  const curve = placesOver(values, context).map(
    (at): Curve => ({
      at,
      weights: new Map([
        [variable, 1],
        [product, at],
      ]),
      from: 0,
    }),
  );
  const rug = source.model?.data === undefined ? [] : rugOf(values);
  return {
    rows: [...curveRows(fit, curve, context), ...rug],
    xTitle: axisLabel(context.options.over!, context),
    yTitle: effectTitle(fit, variable, source, context),
    zero: 0,
  };
}

export function placesOver(values: Float64Array, { options: { x_range } }: DrawContext): number[] {
  const [min, max] = extent(values);
  const [from, to] = x_range ?? [min, max];
  return Array.from({ length: PLACES }, (_, i) => from + ((to - from) * i) / (PLACES - 1));
}

export function curveRows(
  fit: Pick<Fit, 'terms' | 'vcov' | 'dfResid'>,
  curve: readonly Curve[],
  context: DrawContext,
): FigureRow[] {
  return curve.map(({ at, weights, from }) => {
    const combined = combine(fit, weights);
    const ends = levelsOf(context).flatMap((level): [string, number | null][] => {
      const { low, high } = intervalAt(combined, fit.dfResid, level / 100);
      const [lowName, highName] = endsAt(level);
      return [
        [lowName, shifted(numberOf(low), from)],
        [highName, shifted(numberOf(high), from)],
      ];
    });
    return {
      element: 'curve',
      at,
      estimate: combined.estimate + from,
      stdError: numberOf(combined.stdError),
      ...Object.fromEntries(ends),
    };
  });
}

const shifted = (value: number | null, by: number): number | null => (value === null ? null : value + by);

/** The turning point and its Fieller interval at the widest level; nothing where there is none. */
function turningOf(
  { terms, vcov, dfResid, stats }: MarginsFit,
  variable: string,
  square: string,
  values: Float64Array,
  context: DrawContext,
): FigureRow[] {
  const [i, j] = [variable, square].map((name) => terms.findIndex(({ term }) => term === name)) as [number, number];
  if (vcov.length === 0) return [];
  const [v11, v12, v22] = [vcov[i]![i]!, vcov[i]![j]!, vcov[j]![j]!];
  const [min, max] = extent(values);
  const level = levelsOf(context)[0]! / 100;
  const df = dfResid ?? (typeof stats.n === 'number' ? stats.n : values.length);
  const { extreme, fieller, fiellerKind } = uTest(
    { b1: terms[i]!.estimate, b2: terms[j]!.estimate, v11, v12, v22 },
    [min, max],
    df,
    level,
  );
  if (typeof extreme !== 'number' || extreme < min || extreme > max) return [];
  const ends =
    fiellerKind === 'interval' && !('invalid' in fieller)
      ? { low: Math.max(min, fieller[0]), high: Math.min(max, fieller[1]) }
      : {};
  return [{ element: 'turning', at: extreme, ...ends }];
}

/** Each value once. */
export const rugOf = (values: Float64Array): FigureRow[] =>
  [...new Set(values)].sort((a, b) => a - b).map((at) => ({ element: 'rug', at }));
