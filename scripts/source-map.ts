/** Maps from the lines of sources to where the build put them: of each place that an error names, file and line are to be found. */

/** A source map, version 3. */
export interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** A change of a text after it was mapped: from this column of this line on (both from 0), all stands `by` columns further right. */
export interface Shift {
  readonly line: number;
  readonly column: number;
  readonly by: number;
}

/** A map with one segment where a line of a source begins, and none within it: a tenth of the whole map. `shifts` are in order. */
export function mapOfLines(map: SourceMap, shifts: readonly Shift[]): SourceMap {
  let last = [0, 0, 0];
  let previous = [0, 0, 0];
  const lines = map.mappings.split(';').map((text, line) => {
    const moves = shifts.filter((shift) => shift.line === line);
    let column = 0;
    let at = 0;
    let by = 0;
    let written = 0;
    let named: readonly number[] | undefined;
    const kept: string[] = [];
    for (const segment of text.split(',')) {
      const [step, ...place] = decoded(segment);
      column += step ?? 0;
      for (; at < moves.length && moves[at]!.column <= column; at++) by += moves[at]!.by;
      if (place.length === 0) continue;
      last = last.map((value, i) => value + place[i]!);
      if (named !== undefined && named[0] === last[0] && named[1] === last[1]) continue;
      named = last;
      const to = column + by;
      const steps = [to - written, last[0]! - previous[0]!, last[1]! - previous[1]!, last[2]! - previous[2]!];
      kept.push(steps.map(encoded).join(''));
      written = to;
      previous = last;
    }
    return kept.join(',');
  });
  return { version: 3, sources: map.sources, names: [], mappings: lines.join(';') };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of a segment in base 64 of variable length (source map revision 3, `mappings`). */
function decoded(segment: string): number[] {
  const values: number[] = [];
  let value = 0;
  let weight = 1;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) * weight;
    weight *= 32;
    if (bits >= 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    weight = 1;
  }
  return values;
}

function encoded(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = '';
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += DIGITS[bits + (rest > 0 ? 32 : 0)];
  } while (rest > 0);
  return text;
}
