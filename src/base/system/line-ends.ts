/**
 * Reads text files so that ends of lines do not count: git may check them out with those of Windows, and put them back. A file counts as text by its
 * name, and as git has it only where no NUL stands at its beginning, since that is UTF-16 or no text.
 */
import { extname } from 'node:path';

const TEXTS: ReadonlySet<string> = new Set(
  [
    // Pipelines, templates, and code.
    'yaml yml hbs ts mts js mjs cjs r py do ado mata jl m sql sh ps1 toml ini',
    // Data; of large files the bytes count (`engine/system/files.ts`).
    'csv tsv tab txt dat asc json jsonl ndjson geojson',
    // An author's texts, and what they are set with.
    'md markdown qmd rmd tex ltx sty cls bst bib bbx cbx lbx def csl typ html htm css svg xml rst org log',
  ].flatMap((names) => names.split(' ').map((name) => `.${name}`)),
);

/** The number of leading bytes that tell whether a file is text, as in git. */
const LOOKED_AT = 8000;

const CR = 0x0d;
const LF = 0x0a;

/** Tells whether a file is text by its name. */
export const isTextName = (path: string): boolean => TEXTS.has(extname(path).toLowerCase());

/** The bytes of a file with `\n` at the ends of lines; the very bytes where nothing is to be changed. */
export function plainLines(path: string, bytes: Uint8Array): Uint8Array {
  if (!isTextName(path) || bytes.subarray(0, LOOKED_AT).includes(0)) return bytes;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = buffer.indexOf('\r\n');
  if (first < 0) return bytes;
  const plain = new Uint8Array(bytes.length - 1);
  plain.set(bytes.subarray(0, first));
  let length = first;
  for (let at = first; at < bytes.length; at++) {
    if (bytes[at] !== CR || bytes[at + 1] !== LF) plain[length++] = bytes[at]!;
  }
  return plain.subarray(0, length);
}
