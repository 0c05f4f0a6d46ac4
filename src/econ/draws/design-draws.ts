/** Assignments that a design might have made: labels on other units of each stratum, all of them where they are few, or at random; and its units drawn again. */
import type { RandomStream } from '../../base/number/rng.ts';
import { arrangements, type Chunk, firstArrangement, nextArrangement, shuffled } from './assignments.ts';

export interface Assignments {
  /** The number of distinct ones; infinite beyond what a number holds. */
  readonly count: number;
  /** Labels of every unit in each assignment of a chunk: all one after another where there are no more than draws. */
  of(chunk: Chunk, stream: (i: number) => RandomStream): Iterable<Float64Array>;
}

/** Positions of the units of each of so many groups, ascending. */
export function membersOf(codes: Int32Array, groups: number): Int32Array[] {
  const members: number[][] = Array.from({ length: groups }, () => []);
  for (let i = 0; i < codes.length; i++) members[codes[i]!]!.push(i);
  return members.map((each) => Int32Array.from(each));
}

/** The assignments that have as many units of each label in each stratum, all alike. `strata` has a number for each unit. O(units) an assignment. */
export function designAssignments(labels: Float64Array, strata: Int32Array, count: number): Assignments {
  const members = membersOf(strata, count);
  const own = members.map((each) => Float64Array.from(each, (unit) => labels[unit]!));
  const total = own.reduce((product, each) => product * arrangements(each), 1);
  const placed = (drawn: readonly Float64Array[]): Float64Array => {
    if (members.length === 1) return drawn[0]!.slice();
    const out = new Float64Array(labels.length);
    for (const [s, units] of members.entries()) for (let i = 0; i < units.length; i++) out[units[i]!] = drawn[s]![i]!;
    return out;
  };
  return {
    count: total > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : total,
    of: (chunk, stream) => (total <= chunk.draws ? listed(chunk) : random(chunk, stream)),
  };

  function* random({ from, to }: Chunk, stream: (i: number) => RandomStream): Iterable<Float64Array> {
    for (let i = from; i < to; i++) {
      const draws = stream(i);
      yield placed(own.map((each) => shuffled(each, draws)));
    }
  }

  function* listed({ from, to }: Chunk): Iterable<Float64Array> {
    const drawn = own.map(firstArrangement);
    for (let i = 0; i < Math.min(to, total); i++) {
      if (i >= from) yield placed(drawn);
      // the last stratum moves first, and carries to the one before it
      for (let s = drawn.length - 1; s >= 0 && !nextArrangement(drawn[s]!); s--) drawn[s]!.sort();
    }
  }
}
