/** Rows sorted by the level of an effect. */

/** Sorts rows by code: `starts` tells where each code's rows begin, `places` where each row then stands. O(N + levels). */
export function sortedByCode(
  codes: Int32Array,
  levels: number,
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const next = new Int32Array(levels + 1);
  for (let i = 0; i < codes.length; i++) next[codes[i]! + 1] = next[codes[i]! + 1]! + 1;
  for (let g = 0; g < levels; g++) next[g + 1] = next[g + 1]! + next[g]!;
  const starts = next.slice(0, levels);
  const places = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i]!;
    const place = next[g]!;
    places[i] = place;
    next[g] = place + 1;
  }
  return { starts, places };
}
