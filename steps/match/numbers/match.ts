/** Matches treated rows with controls, or weighs controls to balance them: weights of rows, the effects, and how alike both sides are. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Warning } from '../../../src/econ/fit.ts';
import { balanceOf, biasSummary } from './balance.ts';
import { leftOutWarning, levelsMatched, within } from './by-level.ts';
import { estimandSides } from './covariate-matching.ts';
import { effectOf } from './effect.ts';
import { carried, type MatchRows, rowsOf } from './rows.ts';
import type { ScoreModel, ScoreName } from './score.ts';
import type { Estimand, MatchSpec } from './spec.ts';
import { type Extra, type Weighed, weigh, withSquares } from './weigh.ts';

type Records = ReturnType<typeof recordsOf> & ReturnType<typeof modelOf>;

interface Matched extends Pick<MatchRows, 'rowsLost' | 'warnings'> {
  /** One for each row of the data. */
  readonly weights: Float64Array;
  /** One for each row; null where there is no score. */
  readonly scores: Float64Array | null;
  readonly records: Records & {
    /** Lists the records of each level that is matched alone; empty where all rows are matched together. */
    readonly levels: readonly (Records & { readonly level: string })[];
  };
}

/**
 * Weights are 1 for matched treated rows and sums of shares for controls, 0 for other rows that were looked at, and missing (NaN) for the rest; with `at` they are those of
 * the unit's row there, in all its rows. With `by` each level is matched alone, and effects and balance are of all levels together; levels with one side alone are left out
 * and told. `score` is not asked for by entropy balancing. Refuses separation, sides without rows, and units with two rows at `at`.
 * Source: psmatch2 4.0.11, pstest 4.2.2; each method's own file.
 */
export function match(spec: MatchSpec, data: Data, score: ScoreModel | null): Matched {
  const used = rowsOf(spec, data);
  const { rowsLost, warnings } = used;
  if (used.by === null) {
    const found = weighed(spec, used, score);
    const records = { ...modelOf(spec, found.extra), ...recordsOf(spec, used, found), levels: [] };
    const told = [...warnings, ...(found.extra.warnings ?? []), ...offWarnings(spec, used, found.weights)];
    const scores = found.scores ? carried(spec, data, used, found.scores) : null;
    return { weights: carried(spec, data, used, found.weights), scores, warnings: told, rowsLost, records };
  }
  const found = levelsMatched(spec, used, (rows) => weighed(spec, rows, score));
  const levels = found.levels.map(({ level, rows, ...own }) => ({
    level,
    ...modelOf(spec, own.extra),
    ...recordsOf(spec, rows, own),
  }));
  const looked = Int32Array.from(used.rows.keys()).filter((i) => !Number.isNaN(found.weights[i]!));
  const [rows, weights] = [within(used, looked), Float64Array.from(looked, (i) => found.weights[i]!)];
  const pooled = recordsOf(spec, rows, { weights });
  const told = [
    ...warnings,
    ...found.warnings,
    ...leftOutWarning(spec, found.leftOut),
    ...offWarnings(spec, rows, weights),
  ];
  return {
    weights: carried(spec, data, used, found.weights),
    scores: score && carried(spec, data, used, found.scores),
    warnings: told,
    rowsLost,
    records: { ...pooled, levels },
  };
}

/** The weights of rows that are matched together. */
function weighed(spec: MatchSpec, rows: MatchRows, score: ScoreModel | null) {
  const { treated, controls } = sidesOf(rows);
  if (treated.length === 0 || controls.length === 0) {
    const message = `expected treated rows and controls, got ${treated.length} and ${controls.length}`;
    throw new Refusal('one-side', message, { param: 'treatment', hint: 'does the sample leave both?' });
  }
  return weigh(spec, rows, { treated, controls }, score);
}

function sidesOf({ treatment }: Pick<MatchRows, 'treatment'>) {
  const side = (is: 0 | 1): number[] => [...treatment.keys()].filter((i) => treatment[i] === is);
  return { treated: side(1), controls: side(0) };
}

function recordsOf(spec: MatchSpec, rows: MatchRows, found: Pick<Weighed, 'weights' | 'contrast'>) {
  const { weights } = found;
  const { treated, controls } = sidesOf(rows);
  const balanced = spec.method === 'entropy' && spec.moments === 2 ? withSquares(rows.on) : rows.on;
  const balance = balanceOf(balanced, treated, controls, weights);
  const summary = biasSummary(balance);
  const used = (side: readonly number[]): number => side.filter((i) => weights[i]! > 0).length;
  const matched = used(treated);
  return {
    support: {
      treated: treated.length,
      controls: controls.length,
      matched,
      off: treated.length - matched,
      controlsUsed: used(controls),
    },
    weightSquares: controls.reduce((sum, i) => sum + weights[i]! * weights[i]!, 0),
    ...effectsOf(
      spec.estimand ?? 'att',
      rows.outcomes.map((outcome) => effectOf(spec, outcome, treated, controls, found)),
    ),
    balance,
    meanAbsBias: summary.mean,
    medianAbsBias: summary.median,
  };
}

type Effects = readonly ReturnType<typeof effectOf>[];

/** A result calls its effects by whose they are. */
const effectsOf = (estimand: Estimand, effects: Effects): Partial<Record<Estimand, Effects>> => ({
  [estimand]: effects,
});

/** Warns of rows whose effect is meant and that have nobody of the other side in reach. */
function offWarnings(
  { method, estimand = 'att' }: MatchSpec,
  { treatment }: MatchRows,
  weights: Float64Array,
): Warning[] {
  // Rows that `ipw` leaves out are told by their scores.
  if (method === 'ipw') return [];
  const off = (side: 0 | 1): number =>
    [...treatment.keys()].filter((i) => treatment[i] === side && weights[i] === 0).length;
  const told = (count: number, message: string): Warning[] => (count === 0 ? [] : [{ code: 'off-support', message }]);
  return estimandSides[estimand].flatMap((side) =>
    side === 1
      ? told(off(1), `${off(1)} treated rows have no control in reach, and weigh 0`)
      : told(off(0), `${off(0)} controls have no treated row in reach, and weigh 0`),
  );
}

/** The score and its model, which a result calls by its name. */
function modelOf(
  { score: name }: MatchSpec,
  { model, score, lambda, strata }: Extra,
): Pick<Extra, 'score' | 'lambda' | 'strata'> & Partial<Record<ScoreName, Extra['model']>> {
  return {
    ...(model === undefined ? {} : { [name]: model, score }),
    ...(lambda && { lambda }),
    ...(strata && { strata }),
  };
}
