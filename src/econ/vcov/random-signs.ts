/** Random signs kept as bits, and sums of columns under them. */
import type { RandomStream } from '../../base/number/rng.ts';

/** The largest number of signs in memory at once, and the smallest number of draws. */
const [mostSigns, fewestDraws] = [1 << 24, 2048];

/** Signs of `groups` in the draws from … to − 1, 32 of them in each number drawn: a bit that is set is +1. */
export class RandomSigns {
  readonly groups: number;
  readonly from: number;
  readonly to: number;
  /** Word by word, and in each draw by draw. */
  readonly words: Int32Array;

  /** Signs of draws 0 … count − 1, a stretch after another; each is used before the next is asked for. */
  static *drawn(stream: RandomStream, groups: number, count: number): Iterable<RandomSigns> {
    const stretch = Math.max(fewestDraws, Math.floor(mostSigns / groups));
    for (let from = 0; from < count; from += stretch)
      yield new RandomSigns(stream, groups, from, Math.min(count, from + stretch));
  }

  private constructor(stream: RandomStream, groups: number, from: number, to: number) {
    this.groups = groups;
    this.from = from;
    this.to = to;
    const draws = to - from;
    const words = Math.ceil(groups / 32);
    this.words = new Int32Array(words * draws);
    for (let b = 0; b < draws; b++)
      for (let word = 0; word < words; word++) this.words[word * draws + b] = stream.uint32() | 0;
  }

  /** The signs of a draw, as weights. */
  weights(draw: number, out: Float64Array): void {
    const draws = this.to - this.from;
    const at = draw - this.from;
    for (let g = 0; g < this.groups; g++)
      out[g] = ((this.words[(g >> 5) * draws + at]! >>> (g & 31)) & 1) === 1 ? 1 : -1;
  }
}

/**
 * Σ_g w_g x_g of each column, draw by draw. Eight groups together have 256 sums, which are made once and looked up (Arlazarov, Dinic, Kronrod & Faradzhev 1970, Soviet
 * Mathematics Doklady 11:1209): O(draws × groups / 8) for a column.
 */
export function signedSums(columns: readonly Float64Array[], { groups, from, to, words }: RandomSigns): Float64Array {
  const m = columns.length;
  const draws = to - from;
  const out = new Float64Array(draws * m);
  const tables = new Float64Array(4 * 256 * m);
  for (let word = 0; 32 * word < groups; word++) {
    for (let part = 0; part < 4; part++)
      fillTable(tables.subarray(part * 256 * m, (part + 1) * 256 * m), columns, 32 * word + 8 * part, groups);
    addTables(out, tables, m, words.subarray(word * draws, (word + 1) * draws));
  }
  return out;
}

/** Row v of the table: the sums of eight groups where the bits of v are their signs; of bits beyond the last group, whatever they are. */
function fillTable(table: Float64Array, columns: readonly Float64Array[], first: number, groups: number): void {
  const m = columns.length;
  const of = (c: number, g: number): number => (first + g < groups ? columns[c]![first + g]! : 0);
  for (let c = 0; c < m; c++) {
    let all = 0;
    for (let g = 0; g < 8; g++) all += of(c, g);
    table[c] = -all;
  }
  const twice = new Float64Array(m);
  for (let g = 0; g < 8; g++) {
    for (let c = 0; c < m; c++) twice[c] = 2 * of(c, g);
    const size = m << g;
    for (let at = 0; at < size; ) for (let c = 0; c < m; c++, at++) table[size + at] = table[at]! + twice[c]!;
  }
}

function addTables(out: Float64Array, tables: Float64Array, m: number, word: Int32Array): void {
  for (let b = 0, at = 0; b < word.length; b++) {
    const bits = word[b]!;
    let r0 = (bits & 255) * m;
    let r1 = (256 + ((bits >>> 8) & 255)) * m;
    let r2 = (512 + ((bits >>> 16) & 255)) * m;
    let r3 = (768 + (bits >>> 24)) * m;
    for (const end = at + m; at < end; at++)
      out[at] = out[at]! + (tables[r0++]! + tables[r1++]! + (tables[r2++]! + tables[r3++]!));
  }
}
