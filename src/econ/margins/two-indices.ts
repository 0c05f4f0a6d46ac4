/** Average effects on a mean that is a function of two indices, each with coefficients of its own on columns that both may have. */
import { dot, sum } from '../../base/number/sum.ts';
import type { ColumnsAt, EffectGradient, MarginModel, Motion } from './effect.ts';
import type { PairOfIndices } from './pair.ts';

/**
 * Effects with gradients by the coefficients of the first equation, of the second, and by further parameters (Stata [R] margins, dydx; Greene 2018,
 * section 18.4). At means the columns have one row, and the mean is averaged over what the rows have beside x'b. O(NK) each.
 */
export class EffectsOnPair {
  readonly #model: MarginModel;
  readonly #pair: PairOfIndices;
  readonly #weights: Float64Array;

  constructor(model: MarginModel, pair: PairOfIndices) {
    this.#model = model;
    this.#pair = pair;
    const isAtMeans = model.index.length === 1;
    const n = isAtMeans ? (pair.offset?.length ?? 1) : model.index.length;
    const raw = (isAtMeans && n === 1 ? null : pair.weights) ?? new Float64Array(n).fill(1);
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

  /** The constant and all columns, over the rows. */
  #columnsAt(moved: ColumnsAt): readonly Float64Array[] {
    const n = this.#weights.length;
    const own = this.#model.columns.map((column, j) => this.#over(moved.get(j) ?? column));
    return [new Float64Array(n).fill(1), ...own];
  }

  #over(column: Float64Array): Float64Array {
    return column.length === this.#weights.length
      ? column
      : new Float64Array(this.#weights.length).fill(column[0] ?? Number.NaN);
  }

  #combined(e: 0 | 1, columns: readonly (Float64Array | undefined)[]): Float64Array {
    const out = new Float64Array(this.#weights.length);
    for (const [j, at] of this.#pair.positions[e].entries()) {
      const column = columns[j];
      if (at < 0 || column === undefined) continue;
      const b = this.#pair.coefficients[e][at]!;
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + b * column[i]!;
    }
    return out;
  }

  #rowsAt(columns: readonly Float64Array[]) {
    const { of, offset } = this.#pair;
    const [index, second] = [this.#combined(0, columns), this.#combined(1, columns)];
    const rows = Array.from(index, (eta, i) => of(eta + (offset?.[i] ?? 0), second[i]!, this.#model.further));
    const each = (value: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, value);
    return { rows, each };
  }

  /** Sums of rows times columns, by the coefficients of both equations, then the sums of what further parameters do. */
  #gradient(
    columns: readonly Float64Array[],
    by: readonly [Float64Array, Float64Array],
    further: readonly Float64Array[],
  ): Float64Array {
    const { positions, coefficients } = this.#pair;
    const [k, l] = [coefficients[0].length, coefficients[1].length];
    const gradient = new Float64Array(k + l + further.length);
    for (const e of [0, 1] as const)
      for (const [j, at] of positions[e].entries())
        if (at >= 0) gradient[e * k + at] = this.#average(by[e].map((value, i) => value * columns[j]![i]!));
    for (const [a, values] of further.entries()) gradient[k + l + a] = this.#average(values);
    return gradient;
  }

  #average(values: Float64Array): number {
    return dot(this.#weights, values);
  }

  #prediction(moved: ColumnsAt): EffectGradient {
    const columns = this.#columnsAt(moved);
    const { each } = this.#rowsAt(columns);
    const further = this.#model.further.map((_, a) => each((row) => row.further[a]!.value));
    const gradient = this.#gradient(columns, [each(({ first }) => first[0]), each(({ first }) => first[1])], further);
    return { effect: this.#average(each(({ value }) => value)), gradient };
  }

  #slope(moving: ColumnsAt): EffectGradient {
    const columns = this.#columnsAt(new Map());
    const by = columns.map((_, j) => {
      const column = moving.get(j - 1);
      return column && this.#over(column);
    });
    const [r, s] = [this.#combined(0, by), this.#combined(1, by)];
    const { rows, each } = this.#rowsAt(columns);
    const over = (value: (row: (typeof rows)[number], i: number) => number): Float64Array =>
      Float64Array.from(rows, value);
    const turned = [
      over(({ second }, i) => second[0] * r[i]! + second[1] * s[i]!),
      over(({ second }, i) => second[1] * r[i]! + second[2] * s[i]!),
    ] as const;
    const further = this.#model.further.map((_, a) =>
      over((row, i) => row.further[a]!.first[0] * r[i]! + row.further[a]!.first[1] * s[i]!),
    );
    const gradient = this.#gradient(columns, turned, further);
    // what moves with a coefficient itself
    const { positions, coefficients } = this.#pair;
    for (const e of [0, 1] as const) {
      const slope = each(({ first }) => first[e]);
      for (const [j, at] of positions[e].entries()) {
        const column = by[j];
        if (at < 0 || column === undefined) continue;
        const place = e * coefficients[0].length + at;
        gradient[place] = gradient[place]! + this.#average(slope.map((value, i) => value * column[i]!));
      }
    }
    const effect = this.#average(over(({ first }, i) => first[0] * r[i]! + first[1] * s[i]!));
    return { effect, gradient };
  }
}
