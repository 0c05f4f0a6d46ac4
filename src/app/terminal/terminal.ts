/**
 * Prints everything that commands print: papermake's own texts may colour and rewrite a line, and nothing else steers a terminal. A value of
 * data of which nobody has said that it may be shown is masked.
 */
import { printable } from '../../base/text/printable.ts';
import { masked } from '../../base/value.ts';
import { sequencesIn } from './style.ts';

/** Prints a result for people. */
export const tell = (text: string): void => void process.stdout.write(shown(text));

/** Prints a result for machines, on one line. */
export const tellJson = (value: unknown): void => void process.stdout.write(`${jsonLine(value)}\n`);

/** Prints everything else: failures, warnings, progress. */
export const note = (text: string): void => void process.stderr.write(shown(text));

/** Replaces the current line of stderr on a terminal. */
export const rewriteLine = (text: string): void => void process.stderr.write(`\r\x1b[K${shown(text)}`);

const shown = (text: string): string => sequencesIn(printable(masked(text)));

/** JSON on one line; the control characters that JSON does not escape are escaped here. */
const jsonLine = (value: unknown): string =>
  unmarked(value).replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);

function unmarked(value: unknown): string {
  const text = JSON.stringify(value);
  // Looked for first, since a result may be large and hardly any text is marked.
  return text === masked(text)
    ? text
    : JSON.stringify(value, (_, each) => (typeof each === 'string' ? masked(each) : each));
}
