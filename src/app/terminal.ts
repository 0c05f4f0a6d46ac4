/** Prints everything that commands print: papermake's own texts may colour and rewrite a line, and nothing else steers a terminal. */
import { printable } from '../base/printable.ts';
import { sequencesIn } from './style.ts';

/** Prints a result for people. */
export const tell = (text: string): void => void process.stdout.write(shown(text));

/** Prints a result for machines, on one line. */
export const tellJson = (value: unknown): void => void process.stdout.write(`${jsonLine(value)}\n`);

/** Prints everything else: failures, warnings, progress. */
export const note = (text: string): void => void process.stderr.write(shown(text));

/** Replaces the current line of stderr on a terminal. */
export const rewriteLine = (text: string): void => void process.stderr.write(`\r\x1b[K${shown(text)}`);

const shown = (text: string): string => sequencesIn(printable(text));

/** JSON on one line; the control characters that JSON does not escape are escaped here. */
const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
