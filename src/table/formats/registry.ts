/** THE list of formats of tables; the JSON sidecar is written beside whatever is asked for. */
import { csv } from './csv.ts';
import { docx } from './docx.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';
import { typst } from './typst.ts';
import { xlsx } from './xlsx.ts';

export const formats: readonly Format[] = [latex, markdown, html, csv, typst, xlsx, docx];
export const sidecar: Format = json;

/** The formats that are written by default, of a report's tables, and of comparisons and audits. */
export const usualFormats = {
  tables: [latex, markdown, html, csv],
  checks: [latex, markdown],
} satisfies Readonly<Record<string, readonly Format[]>>;
