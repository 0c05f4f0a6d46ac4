/** Reads of a TrueType font what it takes to lay text out: which characters it has, and how wide they are. */

export interface FontFace {
  /** Tells whether it has a glyph for the code point. */
  has(code: number): boolean;
  /** Width of the code point's glyph, in ems; that of the sign for a missing glyph where it has none. */
  advance(code: number): number;
}

/** Throws on bytes that are no TrueType font. Formats 4 and 12 of `cmap` are read, which are those of every font with Unicode. */
export function readFont(bytes: Uint8Array): FontFace {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tablesOf(view);
  const unitsPerEm = view.getUint16(tables.get('head')! + 18);
  const metrics = view.getUint16(tables.get('hhea')! + 34);
  const widths = tables.get('hmtx')!;
  const glyphOf = characterMap(view, tables.get('cmap')!);
  return {
    has: (code) => glyphOf(code) !== 0,
    advance: (code) => view.getUint16(widths + 4 * Math.min(glyphOf(code), metrics - 1)) / unitsPerEm,
  };
}

/** Tag → offset. */
function tablesOf(view: DataView): Map<string, number> {
  const count = view.getUint16(4);
  const found = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    found.set(tag, view.getUint32(at + 8));
  }
  for (const tag of ['head', 'hhea', 'hmtx', 'cmap']) {
    if (!found.has(tag)) throw new TypeError(`no TrueType font: it has no table \`${tag}\``);
  }
  return found;
}

type CharacterMap = (code: number) => number;

/** Code point → glyph, 0 where there is none. */
function characterMap(view: DataView, cmap: number): CharacterMap {
  const count = view.getUint16(cmap + 2);
  const subtables = Array.from({ length: count }, (_, i) => cmap + view.getUint32(cmap + 4 + 8 * i + 4));
  const full = subtables.find((at) => view.getUint16(at) === 12);
  if (full !== undefined) return groupedMap(view, full);
  const basic = subtables.find((at) => view.getUint16(at) === 4);
  if (basic !== undefined) return segmentedMap(view, basic);
  throw new TypeError('no TrueType font with Unicode: its `cmap` has neither format 4 nor 12');
}

/** Format 12: groups of consecutive code points with consecutive glyphs. */
function groupedMap(view: DataView, at: number): CharacterMap {
  const count = view.getUint32(at + 12);
  return (code) => {
    const i = firstIndex(count, (k) => view.getUint32(at + 16 + 12 * k + 4) >= code);
    if (i === count) return 0;
    const group = at + 16 + 12 * i;
    const start = view.getUint32(group);
    return code < start ? 0 : view.getUint32(group + 8) + code - start;
  };
}

/** Format 4: segments of the basic plane. */
function segmentedMap(view: DataView, at: number): CharacterMap {
  const doubled = view.getUint16(at + 6);
  const [ends, starts, deltas, offsets] = [14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled].map((n) => at + n);
  return (code) => {
    if (code > 0xffff) return 0;
    const i = 2 * firstIndex(doubled / 2, (k) => view.getUint16(ends! + 2 * k) >= code);
    const start = i === doubled ? code + 1 : view.getUint16(starts! + i);
    if (code < start) return 0;
    const delta = view.getUint16(deltas! + i);
    const offset = view.getUint16(offsets! + i);
    if (offset === 0) return (code + delta) & 0xffff;
    const glyph = view.getUint16(offsets! + i + offset + 2 * (code - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}

/** The first of `count` indices for which an ascending condition holds; `count` where it holds for none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
