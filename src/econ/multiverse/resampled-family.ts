/** Specifications on the same rows with the same effects, estimated in one resample after another from sums of products by what is drawn. */
import { dot, mean } from '../../base/number/sum.ts';
import type { Design } from '../design.ts';
import { type Effect, isNested } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';

/** A member of a family: its columns by their places in the family. */
export interface Member {
  readonly x: number;
  readonly outcome: number;
  readonly controls: readonly number[];
  readonly errors: 'iid' | 'HC0' | 'HC1' | 'cluster';
  readonly asymptotic: boolean;
  /** Parameters that clusters' finite-sample factor counts. */
  readonly counted: number;
}

export interface Drawn {
  readonly estimate: number;
  readonly stdError: number;
  /** null: the normal distribution. */
  readonly df: number | null;
}

/** The most dummies, of effects that cut through the clusters drawn, that are carried as columns. */
export const mostDummies = 240;
/** A pivot this small beside its column's square is rounding. */
const PIVOT_ROUNDING = 1e-9;
/** A column of which effects leave less than this part of its square has only rounding left. */
const rounding = 1e-14;

/** The place of the product of columns a and b ≤ a. */
const cell = (a: number, b: number): number => ((a * (a + 1)) >> 1) + b;

/**
 * Effects that lie within what is drawn are swept out once: copies of a unit have effects of their own. Others (periods) are common to all copies
 * and stand before the other columns as dummies, as the constant does.
 */
export class ResampledFamily {
  readonly #units: Effect;
  /** The number of levels of the effects swept out in each unit. */
  readonly #levels: Float64Array;
  /** Constant and dummies, then the columns that were asked for. */
  readonly #common: readonly Float64Array[];
  readonly #columns: Float64Array[] = [];
  /** Σ x² of each as it was given. */
  readonly #sizes: number[] = [];
  readonly #inside: readonly Effect[];
  readonly #places = new Map<Float64Array, number>();
  readonly members: Member[] = [];
  #sums: Float64Array[] = [];

  /** `units`: what is drawn, over the rows of the design. */
  constructor(design: Pick<Design, 'nobs' | 'constant'>, effects: readonly Effect[], units: Effect) {
    this.#units = units;
    this.#inside = effects.filter((effect) => isNested(effect, units));
    const across = effects.filter((effect) => !this.#inside.includes(effect));
    const dummies = across.flatMap(({ codes, levels }) =>
      Array.from({ length: levels }, (_, level) => Float64Array.from(codes, (code) => (code === level ? 1 : 0))),
    );
    const ones = dummies.length === 0 && this.#inside.length === 0 && design.constant;
    const given = ones ? [new Float64Array(design.nobs).fill(1)] : dummies;
    this.#common = given.map((column) => this.#within(column));
    this.#levels = levelsOf(this.#inside, units);
  }

  #within(x: Float64Array): Float64Array {
    return this.#inside.length === 0 ? x : withinTransform(x, this.#inside);
  }

  get dummies(): number {
    return this.#common.length;
  }

  /** The place of a column. */
  place(given: Float64Array): number {
    const known = this.#places.get(given);
    if (known !== undefined) return known;
    const x = this.#within(given);
    const centre = this.#inside.length === 0 && this.#common.length > 0 ? mean(x) : 0;
    const place = this.#columns.push(centre === 0 ? x : x.map((value) => value - centre)) - 1;
    this.#sizes.push(dot(given, given));
    this.#places.set(given, place);
    return place;
  }

  /** Adds up the columns' products by unit, once all have been placed. O(NP²). */
  prepare(): void {
    const all = [...this.#common, ...this.#columns];
    const { codes, levels } = this.#units;
    this.#sums = [];
    for (const [a, x] of all.entries()) {
      for (let b = 0; b <= a; b++) {
        const sums = new Float64Array(levels);
        const y = all[b]!;
        for (let i = 0; i < codes.length; i++) sums[codes[i]!] = sums[codes[i]!]! + x[i]! * y[i]!;
        this.#sums.push(sums);
      }
    }
  }

  /** Every member in the sample that has each unit so many times; null where one is not identified. O(GP²), then O(GK²) each. */
  draw(times: Int32Array): Drawn[] | null {
    const units = this.#drawn(times);
    const products = this.#without(units);
    if (products === null) return null;
    const drawn: Drawn[] = [];
    for (const member of this.members) {
      const found = this.#estimate(member, units, products);
      if (found === null) return null;
      drawn.push(found);
    }
    return drawn;
  }

  #drawn(times: Int32Array): Units {
    const at: number[] = [];
    let [count, nobs, absorbed] = [0, 0, 0];
    const { counts, levels } = this.#units;
    for (let g = 0; g < levels; g++) {
      if (times[g] === 0) continue;
      at.push(g);
      count += times[g]!;
      nobs += times[g]! * counts[g]!;
      absorbed += times[g]! * this.#levels[g]!;
    }
    return { at: Int32Array.from(at), times: Float64Array.from(at, (g) => times[g]!), count, nobs, absorbed };
  }

  /** The columns' products, less their parts in the constant and the dummies over the sample, by unit drawn and in all. */
  #without({ at, times }: Units): Products | null {
    const d = this.#common.length;
    const p = d + this.#columns.length;
    const n = at.length;
    const own = this.#sums.map((sums) => Float64Array.from(at, (g) => sums[g]!));
    const total = Float64Array.from(own, (sums) => weighted(sums, times));
    const { gamma, rank } = partsIn(total, d, p);
    const q = p - d;
    const byUnit: Float64Array[] = [];
    for (let a = 0; a < q; a++) {
      for (let b = 0; b <= a; b++) {
        const out = own[cell(d + a, d + b)]!.slice();
        for (let i = 0; i < d; i++) {
          addMultiple(out, own[cell(d + a, i)]!, -gamma[b * d + i]!);
          addMultiple(out, own[cell(d + b, i)]!, -gamma[a * d + i]!);
          for (let j = 0; j < d; j++)
            addMultiple(out, own[i < j ? cell(j, i) : cell(i, j)]!, gamma[a * d + i]! * gamma[b * d + j]!);
        }
        byUnit.push(out);
      }
    }
    const sums = Float64Array.from(byUnit, (each) => weighted(each, times));
    return n === 0 ? null : { byUnit, total: sums, gamma, rank };
  }

  #estimate(member: Member, units: Units, { byUnit, total, gamma, rank }: Products): Drawn | null {
    const columns = [...member.controls, member.x, member.outcome];
    const p = columns.length;
    const l = new Float64Array(p * p);
    for (let i = 0; i < p; i++) {
      const a = columns[i]!;
      for (let j = 0; j <= i; j++) {
        const b = columns[j]!;
        let value = total[a < b ? cell(b, a) : cell(a, b)]!;
        const square = value;
        for (let k = 0; k < j; k++) value -= l[i * p + k]! * l[j * p + k]!;
        if (i > j) l[i * p + j] = l[j * p + j] === 0 ? 0 : value / l[j * p + j]!;
        else if (value > PIVOT_ROUNDING * square && value > rounding * this.#sizes[a]!) l[i * p + i] = Math.sqrt(value);
        else if (i >= p - 2) return null;
      }
    }
    const [x, y] = [p - 2, p - 1];
    const pivot = l[x * p + x]!;
    const estimate = l[y * p + x]! / pivot;
    const { nobs, count, absorbed } = units;
    const slopes = columns.filter((_, i) => i < p - 1 && l[i * p + i] !== 0).length;
    const full = slopes + rank + absorbed;
    const { errors, asymptotic } = member;
    if (errors === 'iid') {
      const df = nobs - (asymptotic ? absorbed : full);
      if (df <= 0) return null;
      return { estimate, stdError: l[y * p + y]! / Math.sqrt(df) / pivot, df: asymptotic ? null : df };
    }
    const [r, e] = [residualWeights(l, p, x), residualWeights(l, p, y)];
    if (errors === 'cluster') {
      const squares = squaresByUnit(columns, r, e, byUnit, units);
      const left = nobs - member.counted + (p - 1 - slopes);
      if (count < 2 || left <= 0) return null;
      const factor = asymptotic ? 1 : ((count / (count - 1)) * (nobs - 1)) / left;
      return { estimate, stdError: Math.sqrt(factor * squares) / (pivot * pivot), df: asymptotic ? null : count - 1 };
    }
    const df = nobs - full;
    if (df <= 0) return null;
    const squares = this.#squaresByRow(columns, r, e, gamma, units);
    const factor = errors === 'HC0' ? 1 : nobs / (asymptotic ? nobs - absorbed : df);
    return { estimate, stdError: Math.sqrt(factor * squares) / (pivot * pivot), df: asymptotic ? null : df };
  }

  #squaresByRow(
    columns: readonly number[],
    r: Float64Array,
    e: Float64Array,
    gamma: Float64Array,
    units: Units,
  ): number {
    const { codes, levels } = this.#units;
    const d = this.#common.length;
    const [u, v] = [new Float64Array(codes.length), new Float64Array(codes.length)];
    for (let j = 0; j < columns.length; j++) {
      addMultiple(u, this.#columns[columns[j]!]!, r[j]!);
      addMultiple(v, this.#columns[columns[j]!]!, e[j]!);
      for (let i = 0; i < d; i++) {
        const part = gamma[columns[j]! * d + i]!;
        addMultiple(u, this.#common[i]!, -r[j]! * part);
        addMultiple(v, this.#common[i]!, -e[j]! * part);
      }
    }
    const times = new Float64Array(levels);
    for (let k = 0; k < units.at.length; k++) times[units.at[k]!] = units.times[k]!;
    let total = 0;
    for (let i = 0; i < codes.length; i++) total += times[codes[i]!]! * (u[i]! * v[i]!) * (u[i]! * v[i]!);
    return total;
  }
}

/** The resampled units of a sample, how often each was drawn, and how many units, rows and absorbed effects they have together. */
interface Units {
  readonly at: Int32Array;
  readonly times: Float64Array;
  readonly count: number;
  readonly nobs: number;
  readonly absorbed: number;
}

interface Products {
  readonly byUnit: readonly Float64Array[];
  readonly total: Float64Array;
  /** The part of each column in each common one, Q×D. */
  readonly gamma: Float64Array;
  readonly rank: number;
}

/** Coefficients of the columns from d on in the first d, of which spanned ones are left out. O(D²P). */
function partsIn(total: Float64Array, d: number, p: number): { readonly gamma: Float64Array; readonly rank: number } {
  const l = new Float64Array(p * d);
  let rank = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < Math.min(i + 1, d); j++) {
      let value = total[cell(i, j)]!;
      const square = value;
      for (let k = 0; k < j; k++) value -= l[i * d + k]! * l[j * d + k]!;
      if (i > j) l[i * d + j] = l[j * d + j] === 0 ? 0 : value / l[j * d + j]!;
      else if (value > PIVOT_ROUNDING * square && square > 0) {
        l[i * d + i] = Math.sqrt(value);
        rank++;
      }
    }
  }
  const gamma = new Float64Array((p - d) * d);
  for (let c = 0; c < p - d; c++) {
    for (let i = d - 1; i >= 0; i--) {
      if (l[i * d + i] === 0) continue;
      let value = l[(d + c) * d + i]!;
      for (let k = i + 1; k < d; k++) value -= l[k * d + i]! * gamma[c * d + k]!;
      gamma[c * d + i] = value / l[i * d + i]!;
    }
  }
  return { gamma, rank };
}

/** The multipliers of each column in the residual of column `of` on those before it. */
function residualWeights(l: Float64Array, p: number, of: number): Float64Array {
  const out = new Float64Array(p);
  out[of] = 1;
  for (let j = of - 1; j >= 0; j--) {
    let value = l[of * p + j]!;
    for (let k = j + 1; k < of; k++) value += out[k]! * l[k * p + j]!;
    // a control that is spanned has no part
    out[j] = l[j * p + j] === 0 ? 0 : -value / l[j * p + j]!;
  }
  return out;
}

function squaresByUnit(
  columns: readonly number[],
  r: Float64Array,
  e: Float64Array,
  byUnit: readonly Float64Array[],
  { times }: Units,
): number {
  const s = new Float64Array(times.length);
  for (let a = 0; a < columns.length; a++) {
    for (let b = 0; b <= a; b++) {
      const weight = a === b ? r[a]! * e[a]! : r[a]! * e[b]! + r[b]! * e[a]!;
      if (weight === 0) continue;
      const [i, j] = [columns[a]!, columns[b]!];
      addMultiple(s, byUnit[i < j ? cell(j, i) : cell(i, j)]!, weight);
    }
  }
  let total = 0;
  for (let k = 0; k < s.length; k++) total += times[k]! * s[k]! * s[k]!;
  return total;
}

function weighted(sums: Float64Array, times: Float64Array): number {
  let total = 0;
  for (let k = 0; k < sums.length; k++) total += times[k]! * sums[k]!;
  return total;
}

function addMultiple(out: Float64Array, x: Float64Array, factor: number): void {
  for (let k = 0; k < out.length; k++) out[k] = out[k]! + factor * x[k]!;
}

function levelsOf(effects: readonly Effect[], units: Effect): Float64Array {
  const out = new Float64Array(units.levels);
  for (const { codes, levels } of effects) {
    const seen = new Uint8Array(levels);
    for (let i = 0; i < codes.length; i++) {
      if (seen[codes[i]!] === 1) continue;
      seen[codes[i]!] = 1;
      out[units.codes[i]!] = out[units.codes[i]!]! + 1;
    }
  }
  return out;
}
