/** Absorbed effects of rows, taken apart by their levels, and those of rows elsewhere. */
import { Refusal } from '../../base/problem.ts';
import type { AbsorbedCodes } from '../design.ts';
import type { Warning } from '../fit.ts';
import { compact, type Effect } from '../panel/effects.ts';
import type { Place } from '../predictions.ts';

/** One effect by level, with the set of levels that it is comparable in. */
interface Levels {
  readonly effect: AbsorbedCodes;
  /** By the level's text. */
  readonly of: ReadonlyMap<string, { readonly value: number; readonly set: number }>;
}

export class AbsorbedEffects {
  readonly #absorb: readonly AbsorbedCodes[];
  readonly #total: Float64Array;
  #levels: readonly Levels[] | undefined;
  #sets = 1;
  #isOneAsked = false;

  /** `total`: the sum of the effects in each row that the model was estimated from. */
  constructor(absorb: readonly AbsorbedCodes[], total: Float64Array) {
    this.#absorb = absorb;
    this.#total = total;
  }

  /** The sum of the effects over a place. Levels that the estimation never met, and pairs of which no row tells the sum, are NaN and marked. */
  sum(place: Place): Float64Array {
    if (place.isOwn) return this.#total;
    const each = this.#apart().map((levels) => at(levels, place));
    return Float64Array.from({ length: place.nobs }, (_, row) => {
      const found = each.map((values) => values(row));
      if (found.some((value) => value === undefined)) return Number.NaN;
      if (found.some((value) => value!.set !== found[0]!.set)) {
        place.markUnseen(this.#absorb.map(({ name }) => name).join(', '), row);
        return Number.NaN;
      }
      return found.reduce((total, value) => total + value!.value, 0);
    });
  }

  /** One effect over a place. */
  one(name: string, place: Place): Float64Array {
    this.#isOneAsked = true;
    const levels = this.#apart().find(({ effect }) => effect.name === name)!;
    const values = at(levels, place);
    return Float64Array.from({ length: place.nobs }, (_, row) => values(row)?.value ?? Number.NaN);
  }

  /** Warns of single effects that compare within some rows alone. */
  get warnings(): readonly Warning[] {
    if (!this.#isOneAsked || this.#sets === 1) return [];
    const names = this.#absorb.map(({ name }) => `\`${name}\``).join(' and ');
    const message = `the rows fall into ${this.#sets} sets that share no level of ${names}: effects compare within a set alone`;
    return [{ code: 'unconnected-effects', message }];
  }

  #apart(): readonly Levels[] {
    this.#levels ??= this.#takeApart();
    return this.#levels;
  }

  /**
   * One effect is the sum itself. Of two, a_i + b_t = d over the rows: along a tree through the levels that rows join, with b of mean 0 over the rows
   * of each connected set (Abowd, Creecy & Kramarz 2002). O(N).
   */
  #takeApart(): readonly Levels[] {
    const [first, second, ...more] = this.#absorb;
    if (more.length > 0 || this.#absorb.some(({ slopes }) => slopes !== undefined)) throw notApart(this.#absorb);
    const a = compact(first!);
    if (second === undefined) {
      const values = new Float64Array(a.levels);
      for (let row = 0; row < a.codes.length; row++) values[a.codes[row]!] = this.#total[row]!;
      return [named(first!, a, values, new Int32Array(a.levels))];
    }
    const b = compact(second);
    const { values, set, sets } = joined(a, b, this.#total);
    this.#sets = sets;
    const [va, vb] = [values.slice(0, a.levels), values.slice(a.levels)];
    const [sa, sb] = [set.slice(0, a.levels), set.slice(a.levels)];
    const mean = new Float64Array(sets);
    const count = new Float64Array(sets);
    for (const code of b.codes) {
      mean[sb[code]!]! += vb[code]!;
      count[sb[code]!]! += 1;
    }
    for (let s = 0; s < sets; s++) mean[s] = mean[s]! / count[s]!;
    return [
      named(
        first!,
        a,
        va.map((value, code) => value + mean[sa[code]!]!),
        sa,
      ),
      named(
        second,
        b,
        vb.map((value, code) => value - mean[sb[code]!]!),
        sb,
      ),
    ];
  }
}

/** Values of the levels of two effects whose sums are `total`; the first level of each connected set is 0. */
function joined(a: Effect, b: Effect, total: Float64Array) {
  const levels = a.levels + b.levels;
  const values = new Float64Array(levels);
  const set = new Int32Array(levels).fill(-1);
  const { starts, rows } = rowsOfLevels(a, b);
  let sets = 0;
  const queue: number[] = [];
  for (let root = 0; root < a.levels; root++) {
    if (set[root]! >= 0) continue;
    set[root] = sets;
    queue.push(root);
    while (queue.length > 0) {
      const level = queue.pop()!;
      for (let k = starts[level]!; k < starts[level + 1]!; k++) {
        const row = rows[k]!;
        const other = level < a.levels ? a.levels + b.codes[row]! : a.codes[row]!;
        if (set[other]! >= 0) continue;
        set[other] = sets;
        values[other] = total[row]! - values[level]!;
        queue.push(other);
      }
    }
    sets++;
  }
  return { values, set, sets };
}

/** Rows of each level of two effects, those of `b` behind those of `a`. */
function rowsOfLevels(a: Effect, b: Effect): { readonly starts: Int32Array; readonly rows: Int32Array } {
  const starts = new Int32Array(a.levels + b.levels + 1);
  const levelsOf = (row: number): readonly number[] => [a.codes[row]!, a.levels + b.codes[row]!];
  const n = a.codes.length;
  for (let row = 0; row < n; row++) for (const level of levelsOf(row)) starts[level + 1]!++;
  for (let level = 0; level < a.levels + b.levels; level++) starts[level + 1]! += starts[level]!;
  const next = starts.slice();
  const rows = new Int32Array(2 * n);
  for (let row = 0; row < n; row++) for (const level of levelsOf(row)) rows[next[level]!++] = row;
  return { starts, rows };
}

function named(effect: AbsorbedCodes, { codes }: Effect, values: Float64Array, set: Int32Array): Levels {
  const of = new Map<string, { value: number; set: number }>();
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    of.set(effect.levels[effect.codes[row]!]!, { value: values[code]!, set: set[code]! });
  }
  return { effect, of };
}

/** The value of each row; undefined, and marked, where the row's level was never met. */
function at({ effect, of }: Levels, place: Place) {
  const { codes, levels } = place.levels(effect.name);
  const values = levels.map((level) => of.get(level));
  return (row: number) => {
    const code = codes[row]!;
    if (code < 0) return undefined;
    if (values[code] === undefined) place.markUnseen(effect.name, row);
    return values[code];
  };
}

function notApart(absorb: readonly AbsorbedCodes[]): Refusal {
  const names = absorb.map(({ name }) => `\`${name}\``).join(', ');
  const message = absorb.some(({ slopes }) => slopes !== undefined)
    ? `effects with slopes are not taken apart by level: ${names}`
    : `three and more effects are not taken apart by level: ${names}`;
  return new Refusal('unsupported', message, {
    param: 'columns',
    hint: '`effects` is their sum in the rows of the model, and `index` needs none of them',
  });
}
