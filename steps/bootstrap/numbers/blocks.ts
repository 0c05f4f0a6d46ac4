/** Blocks of consecutive periods of each unit, drawn with replacement. */
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { groupsOf } from '../../../src/econ/data.ts';
import type { Replicating } from './replicate.ts';
import type { Scheme } from './spec.ts';

type Blocks = Extract<Scheme, { readonly is: 'blocks' }>;

/**
 * How often each row is drawn where every unit has as many rows as before, of blocks that begin at random within it: moving ones, which lie whole within its periods (Künsch 1989, Annals of Statistics
 * 17:1217), or circular ones, which go on at its first period (Politis & Romano 1992). Units stand in the order of their values. Refuses gaps, and units that are shorter than a block.
 */
export function blockTimes(
  { length, circular }: Blocks,
  { places }: Pick<Replicating, 'places'>,
  data: Data,
): (stream: RandomStream) => Int32Array {
  const series = seriesOf(places, data);
  const short = series.filter((rows) => rows.length < length);
  if (short.length > 0) {
    const least = Math.min(...short.map((rows) => rows.length));
    const message = `blocks of ${length} periods do not fit into ${short.length === 1 ? '1 unit' : `${short.length} units`}, the shortest of ${least}`;
    throw new Refusal('short-unit', message, { param: 'drawn', hint: 'shorten them with `length`' });
  }
  return (stream) => {
    const times = new Int32Array(places.length);
    for (const rows of series) {
      const starts = circular ? rows.length : rows.length - length + 1;
      for (let filled = 0; filled < rows.length; filled += length) {
        const start = stream.int(starts);
        for (let k = 0; k < Math.min(length, rows.length - filled); k++) times[rows[(start + k) % rows.length]!]!++;
      }
    }
    return times;
  };
}

/** Places in the drawing order of each unit's rows by time; units by their first place. */
function seriesOf(places: Replicating['places'], data: Data): readonly (readonly number[])[] {
  const { unit, time } = data.panel!;
  const [{ codes }, times] = [groupsOf(data, unit), data.numbers(time)];
  const placeOf = new Map(places.map(([row], place) => [row!, place]));
  const series = new Map<number, number[]>();
  const last = new Map<number, number>();
  let gaps = 0;
  // rows of the data stand by unit and time
  for (const row of [...placeOf.keys()].sort((a, b) => a - b)) {
    const code = codes[row]!;
    const before = last.get(code);
    if (before !== undefined && times[row] !== before + 1) gaps++;
    last.set(code, times[row]!);
    const own = series.get(code) ?? [];
    own.push(placeOf.get(row)!);
    series.set(code, own);
  }
  if (gaps > 0) {
    const message = `blocks are of consecutive periods, and units have ${gaps === 1 ? '1 gap' : `${gaps} gaps`} in \`${time}\` among the rows used`;
    throw new Refusal('gaps', message, { param: 'drawn', hint: 'draw whole units, or use a sample without gaps' });
  }
  return [...series.values()].sort((a, b) => Math.min(...a) - Math.min(...b));
}
