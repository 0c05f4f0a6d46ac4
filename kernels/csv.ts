/**
 * Takes records of a delimited text in which nothing is unusual straight from their bytes into columns (`src/frame/readers/csv/plain-records.ts`).
 * Arrays are given by where they begin; behind the text stand 8 bytes that may be read. Cells of a column follow each other, `capacity` apart.
 */

const QUOTE: u32 = 0x22;
const LINE_FEED: u32 = 0x0a;
const CARRIAGE_RETURN: u32 = 0x0d;
const ZERO: u32 = 0x30;
const MINUS: u32 = 0x2d;

const PASSED_OVER: u32 = 0;
const AS_NUMBER: u32 = 1;
const AS_ANY_NUMBER: u32 = 2;

const ONES: u64 = ((<u64>0x01010101) << 32) | 0x01010101;
const HIGHS: u64 = ONES << 7;

/**
 * What is known of a column's texts: slots of up to three words of bytes, the length and the code of each, found by a hash. Behind them stand, of
 * those that were learnt, by code: their bytes, where each ends, how many they are, and whether no more are learnt.
 */
const SLOT: usize = 32;
const LONGEST: usize = 24;
const MOST_PROBES: u32 = 32;

/** Digits that a double holds exactly, whatever they are. */
const MOST_DIGITS: u32 = 15;

/** What a cell has instead of a code where its text is not among those known. */
const UNKNOWN: i32 = -2;

/** Texts that were learnt since a scan began. */
let nlearnt: u32 = 0;

/**
 * Finds up to `most` records in `[at, end)`, the last byte of which ends a line, and returns how many; `starts` has where each begins and, behind them,
 * where the next would. `kinds`: what is done with the cells of each column. `tables`: of each column what is known of its texts, `mask` + 1 slots; a text that is not
 * is learnt, and gets the next code; `left[1]` counts these. `left[0]` counts the cells that are left to the caller, which follow as (column, record, from, to): numbers in unusual forms, and texts that are neither known nor learnt.
 */
export function scan(
  at: usize,
  end: usize,
  most: u32,
  separator: u32,
  point: u32,
  kinds: usize,
  ncolumns: u32,
  capacity: u32,
  numbers: usize,
  codes: usize,
  tables: usize,
  mask: u32,
  powers: usize,
  starts: usize,
  left: usize,
): u32 {
  const separators: u64 = ONES * <u64>separator;
  const last = ncolumns - 1;
  let record: u32 = 0;
  let nleft: u32 = 0;
  // those of the records that are whole
  let kept: u32 = 0;
  let isPlain = true;
  nlearnt = 0;
  while (record < most && at < end) {
    let next = at;
    for (let j: u32 = 0, slot = record; j <= last; j++, slot += capacity) {
      const start = next;
      const kind: u32 = load<u8>(kinds + j);
      let byte: u32 = load<u8>(next);
      if (kind === AS_NUMBER || kind === AS_ANY_NUMBER) {
        const isNegative = byte === MINUS;
        if (isNegative) byte = load<u8>(++next);
        const first = next;
        let mantissa: u64 = 0;
        while (byte - ZERO <= 9) {
          mantissa = mantissa * 10 + <u64>(byte - ZERO);
          byte = load<u8>(++next);
        }
        let digits = <u32>(next - first);
        let decimals: u32 = 0;
        const hasCode = digits > 1 && load<u8>(first) === ZERO;
        if (byte === point) {
          const from = next;
          byte = load<u8>(++next);
          while (byte - ZERO <= 9) {
            mantissa = mantissa * 10 + <u64>(byte - ZERO);
            byte = load<u8>(++next);
          }
          decimals = <u32>(next - from) - 1;
          digits += decimals;
        }
        const isAtEnd = byte === separator || byte === LINE_FEED || byte === CARRIAGE_RETURN;
        const to = numbers + ((<usize>slot) << 3);
        if (isAtEnd && digits > 0 && digits <= MOST_DIGITS && !hasCode) {
          let value = <f64>(<i64>mantissa);
          if (decimals > 0) value /= load<f64>(powers + ((<usize>decimals) << 3));
          store<f64>(to, isNegative ? -value : value);
        } else if (isAtEnd && next === start) store<f64>(to, NaN);
        else {
          isPlain = load<u8>(start) !== QUOTE;
          if (!isPlain) break;
          next = cellEnd(next, separators);
          byte = load<u8>(next);
          leave(left, nleft++, j, record, start, next);
        }
      } else {
        const isQuoted = byte === QUOTE;
        const from = isQuoted ? start + 1 : start;
        const to = cellEnd(from, isQuoted ? ONES * QUOTE : separators);
        isPlain = !isQuoted || load<u8>(to) === QUOTE;
        if (!isPlain) break;
        next = isQuoted ? to + 1 : to;
        byte = load<u8>(next);
        if (kind !== PASSED_OVER) {
          const code = from === to ? -1 : codeOf(tables + <usize>j * tableBytes(mask), mask, from, to);
          store<i32>(codes + ((<usize>slot) << 2), code);
          if (code === UNKNOWN) leave(left, nleft++, j, record, from, to);
        }
      }
      if (j < last) {
        isPlain = byte === separator;
        if (!isPlain) break;
        next++;
      } else if (byte === LINE_FEED) next++;
      else if (byte === CARRIAGE_RETURN && load<u8>(next + 1) === LINE_FEED) next += 2;
      else isPlain = false;
    }
    if (!isPlain) break;
    store<u32>(starts + ((<usize>record) << 2), <u32>at);
    kept = nleft;
    at = next;
    record++;
  }
  store<u32>(starts + ((<usize>record) << 2), <u32>at);
  store<u32>(left, kept);
  store<u32>(left, nlearnt, 4);
  return record;
}

/** Makes a text known by its code, where there is room. */
export function remember(table: usize, mask: u32, from: usize, to: usize, code: i32): void {
  const place = placeOf(table, mask, from, to);
  if (place !== 0 && load<u32>(place, 24) === 0) put(place, from, to, code);
}

/** Makes a text known that is not, by the next code, which it returns; −1 of blanks alone. Where it has no room nothing is learnt from then on. */
export function learn(table: usize, mask: u32, from: usize, to: usize): i32 {
  const bytes = table + <usize>(mask + 1) * SLOT;
  const ends = bytes + <usize>((mask + 1) >> 1) * LONGEST;
  const state = ends + ((<usize>((mask + 1) >> 1)) << 2);
  if (load<u32>(state, 4) !== 0) return UNKNOWN;
  const code = load<i32>(state);
  const place = placeOf(table, mask, from, to);
  if (place === 0 || <u32>code === (mask + 1) >> 1) {
    store<u32>(state, 1, 4);
    return UNKNOWN;
  }
  if (areBlanks(from, to)) return -1;
  put(place, from, to, code);
  const end = ends + ((<usize>code) << 2);
  const start: usize = code === 0 ? 0 : load<u32>(end - 4);
  memory.copy(bytes + start, from, to - from);
  store<u32>(end, <u32>(start + (to - from)));
  store<i32>(state, code + 1);
  nlearnt++;
  return code;
}

/** Bytes of what is known of one column. */
function tableBytes(mask: u32): usize {
  return <usize>(mask + 1) * SLOT + <usize>((mask + 1) >> 1) * (LONGEST + 4) + 16;
}

function codeOf(table: usize, mask: u32, from: usize, to: usize): i32 {
  const place = placeOf(table, mask, from, to);
  return place !== 0 && load<u32>(place, 24) !== 0 ? load<i32>(place, 28) : learn(table, mask, from, to);
}

/** The slot of a text, or a free one for it; 0 where there is none, or the text is too long. */
function placeOf(table: usize, mask: u32, from: usize, to: usize): usize {
  const length = to - from;
  if (length > LONGEST) return 0;
  const first = word(from, length);
  const second = length > 8 ? word(from + 8, length - 8) : 0;
  const third = length > 16 ? word(from + 16, length - 16) : 0;
  let slot = slotOf(first, second, third, mask);
  for (let probe: u32 = 0; probe < MOST_PROBES; probe++, slot = (slot + 1) & mask) {
    const place = table + <usize>slot * SLOT;
    const has = load<u32>(place, 24);
    if (has === 0) return place;
    if (
      has === <u32>length &&
      load<u64>(place) === first &&
      load<u64>(place, 8) === second &&
      load<u64>(place, 16) === third
    )
      return place;
  }
  return 0;
}

function put(place: usize, from: usize, to: usize, code: i32): void {
  const length = to - from;
  store<u64>(place, word(from, length));
  store<u64>(place, length > 8 ? word(from + 8, length - 8) : 0, 8);
  store<u64>(place, length > 16 ? word(from + 16, length - 16) : 0, 16);
  store<u32>(place, <u32>length, 24);
  store<i32>(place, code, 28);
}

function areBlanks(from: usize, to: usize): bool {
  for (; from < to; from++) if (load<u8>(from) !== 0x20 && load<u8>(from) !== 0x09) return false;
  return true;
}

/** Up to eight bytes, followed by zeros. */
function word(from: usize, length: usize): u64 {
  const bytes = load<u64>(from);
  return length >= 8 ? bytes : bytes & (((<u64>1) << ((<u64>length) << 3)) - 1);
}

function slotOf(first: u64, second: u64, third: u64, mask: u32): u32 {
  const mixed = (first ^ (second * 0x19e3779b97f4a7) ^ (third * 0x1c2b2ae3d27d4f)) * 0x1d6e8feb866593;
  return <u32>(mixed >> 40) & mask;
}

/** The first byte from `at` on that ends a line or is the one that `ends` repeats. */
function cellEnd(at: usize, ends: u64): usize {
  let found = endsIn(at, ends);
  while (found === 0) {
    at += 8;
    found = endsIn(at, ends);
  }
  return at + (<usize>ctz(found) >> 3);
}

function endsIn(at: usize, ends: u64): u64 {
  const bytes = load<u64>(at);
  return zeros(bytes ^ ends) | zeros(bytes ^ (ONES * LINE_FEED)) | zeros(bytes ^ (ONES * CARRIAGE_RETURN));
}

/** The high bit of each byte that is zero; above the lowest of them also of others. */
function zeros(bytes: u64): u64 {
  return (bytes - ONES) & ~bytes & HIGHS;
}

function leave(left: usize, nleft: u32, column: u32, record: u32, from: usize, to: usize): void {
  const place = left + 16 + ((<usize>nleft) << 4);
  store<u32>(place, column);
  store<u32>(place, record, 4);
  store<u32>(place, <u32>from, 8);
  store<u32>(place, <u32>to, 12);
}
