/**
 * The form of the index that readers in R, Python and Stata read: a line is a record of fields with tabs between them, as base R and Stata have no
 * reader of JSON. A backslash begins `\\`, `\t`, `\n` and `\r` within a field. docs/readers.md lists the records.
 */

/** The first line of an index: readers of another version refuse it. */
export const HEAD = 'papermake-results\t1';

export type Field = string | number;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const escaped = (field: Field): string => numeral(field).replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]!);

/** A number with all its digits, and the sign of a negative zero. */
const numeral = (field: Field): string => (Object.is(field, -0) ? '-0' : String(field));

export const lineOf = (...fields: readonly Field[]): string => fields.map(escaped).join('\t');

/** The records of an index; undefined where the text is none, or one of another version. Ends of lines may be those of Windows. */
export function recordsIn(text: string): string[][] | undefined {
  const [head, ...lines] = text.split(/\r?\n/);
  if (head !== HEAD) return undefined;
  return lines.filter((line) => line !== '').map((line) => line.split('\t').map(plain));
}

const plain = (field: string): string =>
  field.replace(/\\(.)/g, (_, sign: string) => ({ t: '\t', n: '\n', r: '\r' })[sign] ?? sign);
