/** Functions along the time of a panel's units: lags, running sums, growth, interpolation. */
import { Refusal } from '../../base/problem.ts';
import { differenced, lagged, type PanelIndex } from '../../econ/sample/lag.ts';
import type { Frame } from '../frame.ts';

/** The rows of a panel by unit and time, whatever order they stand in. */
export class PanelRows {
  /** The rows' places, those of a unit together and by time. */
  readonly order: Int32Array;
  readonly #index: PanelIndex;

  /** `unit` and `time` are columns of the frame. O(N log N). */
  constructor(frame: Frame, { unit, time }: { readonly unit: string; readonly time: string }) {
    const { codes } = frame.codes(unit);
    const times = frame.numbers(time);
    this.order = Int32Array.from(codes.keys()).sort((a, b) => codes[a]! - codes[b]! || times[a]! - times[b]! || a - b);
    this.#index = { unit: this.order.map((row) => codes[row]!), time: Float64Array.from(this.order, (r) => times[r]!) };
  }

  lagged(x: Float64Array, lag: number): Float64Array {
    return this.#sorted(x, (values) => lagged(values, this.#index, lag));
  }

  differenced(x: Float64Array, order: number): Float64Array {
    return this.#sorted(x, (values) => differenced(values, this.#index, order));
  }

  /** The sum of a unit's values up to each time; where a value is missing, the sum is too, and goes on behind it. */
  runningSum(x: Float64Array): Float64Array {
    return this.#byUnit(x, (values) => {
      let total = 0;
      return values.map((value) => {
        if (Number.isNaN(value)) return value;
        total += value;
        return total;
      });
    });
  }

  /** The unit's value at a time, in each of its rows; missing where it has none. Throws a Refusal where no row is of the time. */
  at(x: Float64Array, time: number): Float64Array {
    if (!this.#index.time.includes(time)) throw new Refusal('no-base-period', `no row is of the period ${time}`);
    return this.#byUnit(x, (values, times) => values.map(() => values[times.indexOf(time)] ?? Number.NaN));
  }

  /** Levels of an index that is 100 times its value of the period before, 1 at a unit's first period; missing behind a gap. */
  chained(x: Float64Array): Float64Array {
    return this.#byUnit(x, (values, times) => {
      let level = 1;
      return values.map((value, i) => {
        if (i > 0) level *= times[i]! - times[i - 1]! === 1 ? value / 100 : Number.NaN;
        return level;
      });
    });
  }

  /**
   * The stock K_t = (1 − δ)K_{t−1} + I_t of what a unit invests (Goldsmith 1951). It begins where `initial` is first known, at that or, where it is null, at the first known
   * I, with I/(δ + g), the stock of investment that has always grown by g (Harberger 1978); g is the unit's mean growth from its first to its last known value where
   * `growth` is undefined. Missing before it begins and behind a gap or a missing value, and where the first stock is not told or not above 0.
   */
  stocks(
    investment: Float64Array,
    rate: number,
    growth: number | undefined,
    initial: Float64Array | null,
  ): Float64Array {
    const told = initial === null ? null : Float64Array.from(this.order, (row) => initial[row]!);
    return this.#byUnit(investment, (values, times, from) => {
      const first = told?.subarray(from, from + values.length) ?? values;
      const start = first.findIndex((value) => !Number.isNaN(value));
      let stock = Number.NaN;
      return values.map((value, i) => {
        if (i === start) {
          const begin = told === null ? value / (rate + (growth ?? meanGrowth(values, times))) : first[i]!;
          stock = begin > 0 ? begin : Number.NaN;
        } else if (i > start) stock = times[i]! - times[i - 1]! === 1 ? (1 - rate) * stock + value : Number.NaN;
        return stock;
      });
    });
  }

  /**
   * Fills gaps on the straight line through the nearest known neighbours in time, as Stata's `ipolate`. Known values stay, nothing is filled
   * outside of the known ones unless `extrapolate`, and fewer than two of them fill nothing.
   */
  interpolated(y: Float64Array, extrapolate: boolean): Float64Array {
    return this.#byUnit(y, (values, times) => {
      const known = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
      if (known.length < 2) return values;
      let after = 0;
      return values.map((value, i) => {
        while (after < known.length && known[after]! < i) after++;
        const isOutside = after === 0 || after === known.length;
        if (!Number.isNaN(value) || (isOutside && !extrapolate)) return value;
        const right = known[Math.min(Math.max(after, 1), known.length - 1)]!;
        const left = known[Math.min(Math.max(after, 1), known.length - 1) - 1]!;
        const slope = (values[right]! - values[left]!) / (times[right]! - times[left]!);
        return values[left]! + slope * (times[i]! - times[left]!);
      });
    });
  }

  #byUnit(
    x: Float64Array,
    of: (values: Float64Array, times: Float64Array, from: number) => Float64Array,
  ): Float64Array {
    const { unit, time } = this.#index;
    return this.#sorted(x, (values) => {
      const out = new Float64Array(values.length);
      for (let from = 0; from < out.length; ) {
        let to = from + 1;
        while (to < out.length && unit[to] === unit[from]) to++;
        out.set(of(values.subarray(from, to), time.subarray(from, to), from), from);
        from = to;
      }
      return out;
    });
  }

  /** Does it to values in the panel's order, and puts what comes of it back in the order of the rows. */
  #sorted(x: Float64Array, of: (values: Float64Array) => Float64Array): Float64Array {
    const made = of(Float64Array.from(this.order, (row) => x[row]!));
    const out = new Float64Array(x.length);
    for (let i = 0; i < made.length; i++) out[this.order[i]!] = made[i]!;
    return out;
  }
}

/** The rate for a period by which the first known value becomes the last; missing where either is not above 0, or there is but one. */
function meanGrowth(values: Float64Array, times: Float64Array): number {
  const known = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || first === last) return Number.NaN;
  const ratio = values[last]! / values[first]!;
  return values[first]! > 0 && ratio > 0 ? Math.expm1(Math.log(ratio) / (times[last]! - times[first]!)) : Number.NaN;
}
