/** The sequential search for one, two or three thresholds (Hansen 1999, sections 3–5; order and trimming of `xthreg`). */
import { memo } from '../../../src/base/memo.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { Conditioned } from './conditioned.ts';
import { Draw } from './draw.ts';
import { type SplitRegression, splitRegression } from './exact.ts';
import { type Geometry, numerators, splitColumns, thresholdGeometry } from './geometry.ts';
import { allCandidates, farFrom, shorten, thresholdGrid } from './grid.ts';
import type { SearchName } from './profile.ts';
import type { ThresholdSample } from './sample.ts';
import type { ThresholdSpec } from './spec.ts';

/** One search over a list of candidates. Plain JSON. */
export interface ThresholdStep {
  readonly name: SearchName;
  /** Positions in the grid. */
  readonly candidates: readonly number[];
  /** Position of the best in `candidates`. */
  readonly at: number;
  /** RSS at the best. */
  readonly rss: number;
  /** RSS of each candidate less that of the best. */
  readonly excess: readonly number[];
}

export interface ThresholdSearch {
  readonly grid: readonly number[];
  readonly steps: readonly ThresholdStep[];
  /** RSS with 0, 1, … `max` thresholds. */
  readonly rss: readonly number[];
}

/** Candidates whose RSS differ by less than this part may have changed places by rounding. */
const NEAR = 1e-9;
/** The relative size below which differences between regressions count as rounding. */
const EQUAL = 1e-12;

/** Everything a search works on; bootstrap replications share it. */
export interface SearchSpace {
  readonly sample: ThresholdSample;
  readonly grid: Float64Array;
  readonly geometry: Geometry;
  readonly root: Conditioned;
  /** The regression at given splits; kept once made. */
  exact(splits: readonly number[]): SplitRegression;
  /** Returns the workspace in which the bootstrap of a panel of this many periods draws. All tests share one. */
  draw(periods: number): Draw;
}

/** O(N(k + p²) + grid·(units·p² + k·p²)), once. */
export function searchSpace(sample: ThresholdSample, spec: ThresholdSpec): SearchSpace {
  const grid = thresholdGrid(sample.q, spec.grid, spec.trim[0]!);
  requireCandidates(grid.length, 1, spec);
  requireFew(grid.length, sample, spec);
  const geometry = thresholdGeometry(sample, grid);
  const columns = memo((f: number) => splitColumns(geometry, f));
  const known = new Map<string, SplitRegression>();
  const exact = (splits: readonly number[]): SplitRegression => {
    const key = [...splits].sort((a, b) => a - b).join();
    const found = known.get(key) ?? splitRegression(sample, splits.flatMap(columns));
    known.set(key, found);
    return found;
  };
  const draw = memo((periods: number) => new Draw(geometry, periods));
  return { sample, grid, geometry, root: Conditioned.root(geometry), exact, draw };
}

/**
 * Throws Refusal where a search has no candidate. `xthreg` counts a position in the list just searched and applies it to the list of the
 * next search. O(N·p² + grid·p³) a search, and one exact regression each.
 */
export function searchThresholds(space: SearchSpace, spec: ThresholdSpec): ThresholdSearch {
  const { sample, geometry, grid } = space;
  const searcher = new Searcher(space, numerators(geometry, sample.linear.fit.residuals), spec.on);
  const full = allCandidates(grid.length);
  const first = searcher.step('Th-1', [], full);
  const steps = [first];
  const rss = [space.exact([]).rss, first.rss];
  if (spec.max >= 2) {
    const g1 = foundBy(first);
    const second = searcher.step('Th-22', [g1], left(farFrom(grid.length, [g1], spec.trim[1]!), 2, spec));
    const g2 = foundBy(second);
    const isXthreg = spec.refinement === undefined;
    const forFirst = isXthreg ? shorten(full, second.at, spec.trim[1]!) : farFrom(grid.length, [g2], spec.trim[1]!);
    const refined = searcher.step('Th-21', [g2], left(forFirst, 2, spec));
    steps.push(second, refined);
    rss.push(refined.rss);
    if (spec.max === 3) {
      const found = [foundBy(refined), g2];
      const forThird = isXthreg
        ? shorten(Int32Array.from(refined.candidates), refined.at, spec.trim[2]!)
        : farFrom(grid.length, found, spec.trim[2]!);
      const third = searcher.step('Th-3', found, left(forThird, 3, spec));
      steps.push(third);
      rss.push(third.rss);
    }
  }
  return { grid: Array.from(grid), steps, rss };
}

/** Position in the grid of what a search found. */
export const foundBy = (step: ThresholdStep): number => step.candidates[step.at]!;

export function stepNamed(search: ThresholdSearch, name: SearchName): ThresholdStep {
  return search.steps.find((step) => step.name === name)!;
}

/** Grid positions of the model with `count` thresholds, in the order in which they are named. */
export function splitsOf(search: ThresholdSearch, count: number): readonly number[] {
  const names: readonly SearchName[] = count < 2 ? ['Th-1'] : ['Th-21', 'Th-22', 'Th-3'];
  return names.slice(0, count).map((name) => foundBy(stepNamed(search, name)));
}

function left(candidates: Int32Array, order: number, spec: ThresholdSpec): Int32Array {
  requireCandidates(candidates.length, order, spec);
  return candidates;
}

function requireCandidates(count: number, order: number, { on, grid, trim }: ThresholdSpec): void {
  if (count > 0) return;
  throw new Refusal('no-candidates', `no value of \`${on}\` is left to be threshold ${order}`, {
    param: 'trim',
    hint: `trimming of ${trim[order - 1]} takes too many of ${grid === 'all' ? 'its values' : `the ${grid} quantiles`}`,
  });
}

/** The time that a space may take: five minutes before the first search, at some 15 ns for each unit, candidate and product of slopes. */
const MOST_WORK = 2e10;

function requireFew(count: number, { unit, slopes }: ThresholdSample, { on }: ThresholdSpec): void {
  const each = unit.levels * slopes.length * slopes.length;
  if (count * each <= MOST_WORK) return;
  const message = `${count} values of \`${on}\` are too many to be searched in a panel of ${unit.levels} units`;
  const fewer = Math.min(10_000, Math.floor(MOST_WORK / each));
  throw new Refusal('grid-too-large', message, {
    param: 'grid',
    hint: `\`grid: ${fewer}\` searches as many quantiles`,
  });
}

class Searcher {
  readonly #space: SearchSpace;
  readonly #linear: Float64Array;
  readonly #on: string;

  constructor(space: SearchSpace, linear: Float64Array, on: string) {
    this.#space = space;
    this.#linear = linear;
    this.#on = on;
  }

  step(name: SearchName, fixed: readonly number[], candidates: Int32Array): ThresholdStep {
    const { exact, root } = this.#space;
    let node = root;
    const num = this.#linear.slice();
    for (const f of fixed) {
      node = node.given(f);
      node.sweep(num);
    }
    const before = exact(fixed).rss;
    const gains = Array.from(candidates, (g) => node.gain(num, g));
    const at = this.#firstBest(fixed, candidates, gains, before);
    this.#requireSplit(candidates[at]!, fixed);
    const { rss } = exact([...fixed, candidates[at]!]);
    const excess = gains.map((gain) => Math.max(0, gains[at]! - gain));
    return { name, candidates: Array.from(candidates), at, rss, excess };
  }

  /** The largest value of q, or a threshold found before, splits nothing off: it is best only where no other is left. */
  #requireSplit(found: number, fixed: readonly number[]): void {
    const { sample, grid } = this.#space;
    if (!fixed.includes(found) && sample.q.some((q) => q > grid[found]!)) return;
    const message = `no value of \`${this.#on}\` that splits the rows is left to be threshold ${fixed.length + 1}`;
    throw new Refusal('no-candidates', message, { param: 'max', hint: 'search for fewer thresholds' });
  }

  /** The first of those that tie for the least RSS; where rounding might decide, exact regressions do. */
  #firstBest(fixed: readonly number[], candidates: Int32Array, gains: readonly number[], before: number): number {
    const most = gains.reduce((a, b) => Math.max(a, b));
    const rounding = NEAR * Math.max(0, before - most) + EQUAL * before;
    const close = [...gains.keys()].filter((i) => most - gains[i]! <= rounding);
    if (close.length === 1) return close[0]!;
    const rss = close.map((i) => this.#space.exact([...fixed, candidates[i]!]).rss);
    const least = rss.reduce((a, b) => Math.min(a, b));
    return close[rss.findIndex((value) => value <= least + EQUAL * before)]!;
  }
}
