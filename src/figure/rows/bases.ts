/** Finds the periods with which estimates of event studies are compared: as their results tell, else as the figure's option says. */
import { largest, smallest } from '../../base/extremes.ts';
import type { Json } from '../../base/json.ts';
import { familyOf } from '../../base/text/term-names.ts';
import type { Dropped, TestResult } from '../../econ/fit.ts';
import { didNames } from '../../econ/foreign/absent.ts';
import { referencesNamed } from '../../econ/sample/references.ts';
import type { DrawContext, FigureSource } from '../plot.ts';
import type { FigureEstimate } from './estimates.ts';

export interface PeriodPoint {
  readonly time: number;
  readonly term: string;
  readonly estimate: FigureEstimate;
}

/** A result with its estimates of periods, and those of them that are shown. */
export interface ShownPeriods {
  readonly source: FigureSource;
  readonly periods: readonly PeriodPoint[];
  readonly points: readonly PeriodPoint[];
}

interface EstimatedPeriods extends ShownPeriods {
  /** Null where nothing tells. */
  readonly told: readonly number[] | null;
  readonly estimated: readonly number[];
}

/**
 * The periods, ascending, with which each result compares: its own, else those of `reference` that it did not estimate; of one that tells nothing
 * of itself −1, where that stands among its periods. Refuses a `reference` that every result estimated, or that none of them compares with.
 */
export function basesOf(results: readonly ShownPeriods[], { options: { reference }, refuse }: DrawContext): number[][] {
  const known = results.map((result): EstimatedPeriods => {
    const estimated = estimatedIn(result);
    return { ...result, estimated, told: toldBy(result, estimated) };
  });
  for (const period of reference ?? []) requireBase(period, known, refuse);
  return known.map(({ source, told, estimated }) => {
    const asked = reference?.filter((period) => !estimated.includes(period));
    // A specification that names no reference leaves out the first level: the estimates do not tell which one that was.
    const bases = told ?? asked ?? (source.model === undefined ? usualBase(estimated) : []);
    return [...new Set(bases)].sort((a, b) => a - b);
  });
}

const usualBase = (estimated: readonly number[]): number[] =>
  smallest(estimated) < -1 && largest(estimated) >= 0 && !estimated.includes(-1) ? [-1] : [];

function requireBase(period: number, results: readonly EstimatedPeriods[], refuse: DrawContext['refuse']): void {
  if (results.some(({ told, estimated }) => told?.includes(period) ?? !estimated.includes(period))) return;
  const where = results.find(({ estimated }) => estimated.includes(period));
  const { node } = (where ?? results[0]!).source;
  const bases = [...new Set(results.flatMap(({ told }) => told ?? []))].sort((a, b) => a - b);
  const hint =
    bases.length === 0
      ? 'a reference is a period without an estimate; leave `reference` out where a result has none'
      : `the results are compared with ${bases.join(', ')}, which the figure draws without being told`;
  const message =
    where === undefined
      ? `\`reference\` names period ${period}, which \`${node}\` is not compared with`
      : `\`reference\` names period ${period}, of which \`${node}\` has an estimate`;
  refuse('wrong-reference', message, { option: 'reference', hint });
}

/** Gives what its rows, its test of the leads and its specification tell of, and indicators that were dropped as collinear: all are 0 by construction. */
function toldBy({ source, points }: ShownPeriods, estimated: readonly number[]): readonly number[] | null {
  const families = familiesOf(points);
  const test = preTrendOf(source, points);
  const named = source.model === undefined ? [] : [...referencesNamed(source.model.spec)];
  const told = [
    ...points.filter((point) => isBase(point, points)).map(({ time }) => time),
    ...((test?.reference ?? []) as readonly number[]),
    ...named.filter(([family]) => families.has(family)).flatMap(([, periods]) => periods),
    ...droppedPeriods(source, families),
  ];
  if (told.length === 0 && test === undefined && !isDid(source)) return null;
  return told.filter((time) => !estimated.includes(time));
}

const familiesOf = (points: readonly PeriodPoint[]): ReadonlySet<string> =>
  new Set(points.map(({ term }) => familyOf(term)));

/** Periods that the result estimated, whether they are shown or not: those of the same terms as what is shown. */
function estimatedIn({ source, periods, points }: ShownPeriods): number[] {
  const families = familiesOf(points);
  return periods
    .filter((point) => (source.frame !== undefined || families.has(familyOf(point.term))) && !isBase(point, periods))
    .map(({ time }) => time);
}

/** A row that was not estimated: 0 without an error, among others that have one. */
export const isBase = ({ estimate }: PeriodPoint, points: readonly PeriodPoint[]): boolean =>
  estimate.estimate === 0 && !hasError(estimate) && points.some((other) => hasError(other.estimate));

const hasError = ({ stdError, confLow }: FigureEstimate): boolean =>
  typeof stdError === 'number' || typeof confLow === 'number';

function droppedPeriods({ frame, part }: FigureSource, families: ReadonlySet<string>): number[] {
  const dropped = frame === undefined ? (listOf(part('dropped')) as unknown as readonly Dropped[]) : [];
  return dropped
    .filter(({ term, why }) => (why === 'collinear' || why === 'absorbed') && families.has(familyOf(term)))
    .flatMap(({ term }) => periodOf(term) ?? []);
}

const isDid = ({ frame, part }: FigureSource): boolean =>
  frame === undefined && Object.hasOwn(didNames, String(part('estimator')));

/** The pre-trend test of a fit with the event term of the points, or of `kind: did`. */
export function preTrendOf({ frame, part }: FigureSource, points: readonly PeriodPoint[]): TestResult | undefined {
  const tests = frame === undefined ? (listOf(part('tests')) as unknown as readonly TestResult[]) : [];
  const families = familiesOf(points);
  return tests.find(({ name, of }) => name === 'pre-trend' && (of === undefined || families.has(of as string)));
}

const listOf = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);

/** `i(t)::-2`, `event(t)::3`, `treated:i(year)::2012` */
export function periodOf(term: string): number | undefined {
  const period = /::(-?\d+(?:\.\d+)?)(?=$|:)/.exec(term)?.[1];
  return period === undefined ? undefined : Number(period);
}
