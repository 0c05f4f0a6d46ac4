/** Everything a command prints goes through here: what is ours may colour and rewrite a line, nothing else steers a terminal. */
import { printable } from '../base/printable.ts';
import { sequencesIn } from './style.ts';

/** A result, for people. */
export const tell = (text: string): void => void process.stdout.write(shown(text));

/** A result, for machines: one line. */
export const tellJson = (value: unknown): void => void process.stdout.write(`${jsonLine(value)}\n`);

/** Everything else: failures, warnings, progress. */
export const note = (text: string): void => void process.stderr.write(shown(text));

/** On a terminal: what stands on this line of stderr, in place of what stood there. */
export const rewriteLine = (text: string): void => void process.stderr.write(`\r\x1b[K${shown(text)}`);

const shown = (text: string): string => sequencesIn(printable(text));

/** JSON escapes control characters itself, but for these. */
const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
