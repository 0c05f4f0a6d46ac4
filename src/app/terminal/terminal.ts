/**
 * Prints everything that commands print: papermake's own texts may colour and rewrite a line, and nothing else steers a terminal. A value of
 * data of which nobody has said that it may be shown is masked.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Writable } from 'node:stream';
import { printable } from '../../base/text/printable.ts';
import { masked } from '../../base/value.ts';
import { sequencesIn } from './style.ts';

/** Takes what is printed on behalf of a call, in the place of the streams of this process. */
export interface Sink {
  result(text: string): void;
  note(text: string): void;
}

/** The sink of a call that has one. */
export const sinks = new AsyncLocalStorage<Sink>();

type Write = typeof process.stdout.write;

/** Gives the standard output to whoever asks, alone, until it is given back: what others write to it goes to the standard error meanwhile. */
export function takeOutput(): { readonly own: Writable; giveBack(): void } {
  const written = process.stdout.write.bind(process.stdout) as Write;
  process.stdout.write = process.stderr.write.bind(process.stderr) as Write;
  return {
    own: new Writable({ write: (chunk: Buffer, _, done) => void written(chunk, (failed) => done(failed)) }),
    giveBack() {
      process.stdout.write = written;
    },
  };
}

function write(text: string): void {
  const sink = sinks.getStore();
  if (sink) sink.result(text);
  else process.stdout.write(text);
}

/** Prints a result for people. */
export const tell = (text: string): void => write(shown(text));

/** Prints a result for machines, on one line. */
export const tellJson = (value: unknown): void => write(`${jsonLine(value)}\n`);

/** Prints everything else: failures, warnings, progress. */
export function note(text: string): void {
  const sink = sinks.getStore();
  if (sink) sink.note(shown(text));
  else process.stderr.write(shown(text));
}

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
