/** THE list of output formats; the JSON sidecar is written beside whatever is asked for. */
import type { Format } from '../table.ts';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';

export const formats: readonly Format[] = [latex, markdown, html, csv];
export const sidecar: Format = json;
