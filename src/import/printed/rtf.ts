/** Rows of tables in RTF, which `esttab` and `outreg2` write for Word, as records. */

/** Groups that hold no text of the document. */
const HIDDEN = /^(?:fonttbl|colortbl|stylesheet|info|pict|header|footer|\*)$/;
const TOKEN = /\\'([0-9a-f]{2})|\\u(-?\d+) ?|\\(\*|[a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;

/** The characters of bytes that a file has for its code page; pages of China are read as GB18030. */
function decoded(bytes: readonly number[], page: number): string {
  return new TextDecoder(page === 936 ? 'gb18030' : 'windows-1252').decode(Uint8Array.from(bytes));
}

/** Records of all tables of a file. O(length). */
export function recordsOfRtf(source: string): string[][] {
  const page = Number(/\\ansicpg(\d+)/.exec(source)?.[1] ?? 1252);
  const records: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let bytes: number[] = [];
  /** Depth of groups, and that of the outermost hidden one. */
  let [depth, hidden, skipped] = [0, 0, 0];
  const add = (text: string): void => {
    if (bytes.length > 0) cell += decoded(bytes, page);
    bytes = [];
    if (hidden === 0) cell += text;
  };
  for (const [, byte, unicode, word, , sign, brace, text] of source.matchAll(TOKEN)) {
    if (byte !== undefined) {
      if (skipped > 0) skipped -= 1;
      else if (hidden === 0) bytes.push(Number.parseInt(byte, 16));
    } else if (brace === '{') depth += 1;
    else if (brace === '}') {
      add('');
      if (depth === hidden) hidden = 0;
      depth -= 1;
    } else if (unicode !== undefined) {
      add(String.fromCharCode((Number(unicode) + 65536) % 65536));
      skipped = 1;
    } else if (word !== undefined) {
      if (HIDDEN.test(word) && hidden === 0) hidden = depth;
      add('');
      if (word === 'trowd') {
        row = [];
        cell = '';
      } else if (word === 'cell') {
        row.push(cell.trim());
        cell = '';
      } else if (word === 'row') {
        records.push(row);
        row = [];
        cell = '';
      } else if (word === 'par' && row.length === 0) cell = '';
    } else if (sign !== undefined) add(/[\\{}]/.test(sign) ? sign : sign === '~' ? ' ' : '');
    else if (text !== undefined) {
      add(skipped > 0 ? text.slice(1) : text);
      skipped = 0;
    }
  }
  return records.filter((record) => record.length > 1);
}
