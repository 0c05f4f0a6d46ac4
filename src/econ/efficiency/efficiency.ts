/**
 * Efficiency of rows against the technology of their period, or of all, and how productivity changes from period to period: Malmquist indices (Färe et al. 1994), of
 * Malmquist and Luenberger (Chung, Färe and Grosskopf 1997), and global ones (Pastor and Lovell 2005; Oh 2010).
 */
import { type Measure, measures, type Score } from './measures.ts';
import type { EfficiencySpec, Returns } from './spec.ts';
import { type Quantities, Technology } from './technology.ts';

export interface Rows extends Quantities {
  /** Positions of rows that have all quantities. */
  readonly complete: Int32Array;
  /** The period of each row, as a position in their order, and its unit; null where there is no panel. */
  readonly panel: { readonly periods: Int32Array; readonly count: number; readonly units: Int32Array } | null;
}

export interface Efficiency {
  /** The score of each row; undefined where a quantity lacks. */
  readonly scores: readonly (Score | undefined)[];
  readonly scale: { readonly efficiency: Float64Array; readonly returns: readonly (ReturnsOf | null)[] } | null;
  readonly changes: Changes | null;
  /** The number of programmes, of those without a solution, and the largest gap. */
  readonly solved: { readonly programmes: number; readonly infeasible: number; readonly gap: number };
}

export type ReturnsOf = 'constant' | 'increasing' | 'decreasing';

/** Changes from the period before, by row; NaN where the unit has no row there, or a programme has no solution. */
export interface Changes {
  readonly index: Float64Array;
  readonly ec: Float64Array;
  readonly tc: Float64Array;
  readonly pec: Float64Array;
  readonly sec: Float64Array;
}

/** Scores that differ by less are the same. */
const SAME = 1e-7;

class Measuring {
  readonly #spec: EfficiencySpec;
  readonly #rows: Rows;
  readonly #measure: Measure;
  readonly #technologies = new Map<string, Technology>();
  programmes = 0;
  infeasible = 0;
  gap = 0;

  constructor(spec: EfficiencySpec, rows: Rows) {
    this.#spec = spec;
    this.#rows = rows;
    this.#measure = measures[spec.model];
  }

  /** A row against the technology of a period, or of all of them. */
  of(row: number, period: number | 'all', returns: Returns = this.#spec.returns, spec = this.#spec): Score {
    const score = this.#measure(this.#technology(period, returns), row, spec);
    this.programmes++;
    if (Number.isNaN(score.score)) this.infeasible++;
    this.gap = Math.max(this.gap, score.gap);
    return score;
  }

  #technology(period: number | 'all', returns: Returns): Technology {
    const key = `${period} ${returns}`;
    const known = this.#technologies.get(key);
    if (known !== undefined) return known;
    const { complete, panel } = this.#rows;
    const rows = period === 'all' ? complete : complete.filter((row) => panel!.periods[row] === period);
    const made = new Technology(this.#rows, rows, returns, this.#spec.model === 'sbm');
    this.#technologies.set(key, made);
    return made;
  }
}

/** Measures all rows; `report` is told how many are done. */
export function efficiency(
  spec: EfficiencySpec,
  rows: Rows,
  nrows: number,
  report: (done: number) => void,
): Efficiency {
  const measuring = new Measuring(spec, rows);
  const { complete, panel } = rows;
  const periodOf = (row: number): number | 'all' =>
    spec.frontier === 'global' || panel === null ? 'all' : panel.periods[row]!;
  const scores = new Array<Score | undefined>(nrows).fill(undefined);
  for (const [done, row] of complete.entries()) {
    if (done % 16 === 0) report(done);
    scores[row] = measuring.of(row, periodOf(row));
  }
  const scale = spec.withScale
    ? scaleOf(spec, complete, scores, (row, returns) => measuring.of(row, periodOf(row), returns).score)
    : null;
  const changes = spec.index === null ? null : changesOf(spec, rows, scores, measuring);
  const { programmes, infeasible, gap } = measuring;
  return { scores, scale, changes, solved: { programmes, infeasible, gap } };
}

/** Scale efficiency, and where scores under other returns say that a unit stands (Färe, Grosskopf and Lovell 1985). */
function scaleOf(
  { orientation }: EfficiencySpec,
  complete: Int32Array,
  scores: readonly (Score | undefined)[],
  under: (row: number, returns: Returns) => number,
): Efficiency['scale'] {
  const found = new Float64Array(scores.length).fill(Number.NaN);
  const kinds = new Array<ReturnsOf | null>(scores.length).fill(null);
  for (const row of complete) {
    const { score } = scores[row]!;
    const constant = under(row, 'constant');
    found[row] = orientation === 'input' ? constant / score : score / constant;
    const isSame = (a: number): boolean => Math.abs(a - score) <= SAME * Math.abs(score);
    kinds[row] = isSame(constant) ? 'constant' : isSame(under(row, 'nonincreasing')) ? 'decreasing' : 'increasing';
  }
  return { efficiency: found, returns: kinds };
}

function changesOf(
  spec: EfficiencySpec,
  { complete, panel }: Rows,
  scores: readonly (Score | undefined)[],
  measuring: Measuring,
): Changes {
  const { periods, units } = panel!;
  const of = (): Float64Array => new Float64Array(scores.length).fill(Number.NaN);
  const changes = { index: of(), ec: of(), tc: of(), pec: of(), sec: of() };
  const rowAt = new Map(Array.from(complete, (row) => [`${units[row]} ${periods[row]}`, row]));
  const distance = distanceOf(spec);
  // changes read scores alone
  const plain: EfficiencySpec = { ...spec, slacks: false, isSuper: false };
  const known = new Map<string, number>();
  const keyOf = (row: number, period: number | 'all', returns: Returns): string => `${row} ${period} ${returns}`;
  if (!spec.isSuper)
    for (const row of complete)
      known.set(
        keyOf(row, spec.frontier === 'global' ? 'all' : periods[row]!, spec.returns),
        distance(scores[row]!.score),
      );
  const against = (row: number, period: number | 'all', returns = spec.returns): number => {
    const key = keyOf(row, period, returns);
    const found = known.get(key) ?? distance(measuring.of(row, period, returns, plain).score);
    known.set(key, found);
    return found;
  };
  for (const row of complete) {
    const now = periods[row]!;
    const before = rowAt.get(`${units[row]} ${now - 1}`);
    if (before === undefined) continue;
    const [own, past] = [against(row, now), against(before, now - 1)];
    const ec = own / past;
    let tc: number;
    if (spec.index === 'gml') tc = against(row, 'all') / against(before, 'all') / ec;
    else tc = Math.sqrt((against(row, now - 1) / own) * (past / against(before, now)));
    changes.ec[row] = ec;
    changes.tc[row] = tc;
    changes.index[row] = ec * tc;
    if (!spec.isParted) continue;
    changes.pec[row] = against(row, now, 'variable') / against(before, now - 1, 'variable');
    changes.sec[row] = ec / changes.pec[row]!;
  }
  return changes;
}

/** A score as a distance that is one for a unit on the frontier and below it within. */
function distanceOf({ model, orientation }: EfficiencySpec): (score: number) => number {
  if (model === 'ddf') return (score) => 1 / (1 + score);
  return orientation === 'output' ? (score) => 1 / score : (score) => score;
}
