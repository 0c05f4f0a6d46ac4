/** Average effects on the probability of one of several outcomes, each with an index of its own but the base. */
import { dot, sum } from '../../base/number/sum.ts';
import type { ColumnsAt, EffectGradient, MarginModel, Motion, SeveralIndices } from './effect.ts';

/** exp(η_e)/(1 + Σ exp(η_l)) by index and row, with the base's and its logarithm. O(NE). */
export function probabilities(indices: readonly Float64Array[]) {
  const n = indices[0]!.length;
  const shares = indices.map(() => new Float64Array(n));
  const base = { shares: new Float64Array(n), logs: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    let most = 0;
    for (const index of indices) most = Math.max(most, index[i]!);
    let total = Math.exp(-most);
    for (const index of indices) total += Math.exp(index[i]! - most);
    base.logs[i] = -most - Math.log(total);
    base.shares[i] = Math.exp(base.logs[i]!);
    for (const [e, index] of indices.entries()) shares[e]![i] = Math.exp(index[i]! + base.logs[i]!);
  }
  return { shares, base };
}

/** Effects with gradients by the coefficients of all indices, one index after the other (Stata [R] mlogit postestimation; Greene 2018, section 18.2.2). O(NEK) each. */
export class EffectsOnOutcome {
  readonly #model: MarginModel;
  readonly #several: SeveralIndices;
  readonly #weights: Float64Array;

  constructor(model: MarginModel, several: SeveralIndices) {
    this.#model = model;
    this.#several = several;
    const raw = model.weights ?? new Float64Array(model.index.length).fill(1);
    const total = sum(raw);
    this.#weights = raw.map((value) => value / total);
  }

  prediction(): EffectGradient {
    return this.#prediction(new Map());
  }

  of(motion: Motion): EffectGradient {
    if (motion.is === 'slope') return this.#slope(motion.by);
    const [from, to] = [this.#prediction(motion.from), this.#prediction(motion.to)];
    return { effect: to.effect - from.effect, gradient: to.gradient.map((value, j) => value - from.gradient[j]!) };
  }

  #columnsAt(moved: ColumnsAt): readonly Float64Array[] {
    const { columns, constants, index } = this.#model;
    const own = columns.map((column, j) => moved.get(j) ?? column);
    return constants === 1 ? [new Float64Array(index.length).fill(1), ...own] : own;
  }

  /** Each index over the rows, of columns with its coefficients. */
  #combined(columns: readonly (Float64Array | undefined)[]): readonly Float64Array[] {
    return this.#several.coefficients.map((b) => {
      const out = new Float64Array(this.#weights.length);
      for (const [j, column] of columns.entries())
        if (column !== undefined) for (let i = 0; i < out.length; i++) out[i] = out[i]! + b[j]! * column[i]!;
      return out;
    });
  }

  /** The probability of the outcome, and of each index. */
  #sharesAt(columns: readonly Float64Array[]) {
    const { shares, base } = probabilities(this.#combined(columns));
    return { shares, own: shares[this.#several.outcome] ?? base.shares };
  }

  #prediction(moved: ColumnsAt): EffectGradient {
    const columns = this.#columnsAt(moved);
    const { shares, own } = this.#sharesAt(columns);
    const gradient = shares.flatMap((share, e) => {
      const by = own.map((p, i) => this.#weights[i]! * p * (this.#isOwn(e) - share[i]!));
      return columns.map((column) => dot(by, column));
    });
    return { effect: dot(this.#weights, own), gradient: Float64Array.from(gradient) };
  }

  #slope(moving: ColumnsAt): EffectGradient {
    const { constants } = this.#model;
    const columns = this.#columnsAt(new Map());
    const by = columns.map((_, j) => moving.get(j - constants));
    const rises = this.#combined(by);
    const { shares, own } = this.#sharesAt(columns);
    const mean = this.#weights.map((_, i) => rises.reduce((total, rise, e) => total + shares[e]![i]! * rise[i]!, 0));
    const lead = mean.map((value, i) => (rises[this.#several.outcome]?.[i] ?? 0) - value);
    const gradient = shares.flatMap((share, e) => {
      const byRise = own.map((p, i) => this.#weights[i]! * p * (this.#isOwn(e) - share[i]!));
      const byIndex = byRise.map(
        (value, i) => value * lead[i]! - this.#weights[i]! * own[i]! * share[i]! * (rises[e]![i]! - mean[i]!),
      );
      return columns.map((column, j) => dot(byIndex, column) + (by[j] === undefined ? 0 : dot(byRise, by[j])));
    });
    const effect = dot(
      this.#weights,
      own.map((p, i) => p * lead[i]!),
    );
    return { effect, gradient: Float64Array.from(gradient) };
  }

  readonly #isOwn = (e: number): 0 | 1 => (e === this.#several.outcome ? 1 : 0);
}
