/** Reads logs that programs in batch mode write besides printing: Stata's `x.log` and `x.smcl`, R's `x.Rout`. */
import type { CommandFolder } from './folder.ts';
import { CapturedLog } from './log.ts';
import { printedText } from './printed-text.ts';

export interface RunLog {
  /** The log's file in the command's folder; null for what the command printed. */
  readonly place: string | null;
  readonly text: string;
}

export const isBatchLog = (place: string): boolean => /\.(log|smcl|rout)$/i.test(place);

/** The logs among the files that a command wrote, whole and as they would have been printed. */
export function batchLogs(folder: CommandFolder, written: readonly string[]): RunLog[] {
  return written.filter(isBatchLog).flatMap((place) => {
    const bytes = folder.read(place);
    if (typeof bytes === 'string') return [];
    const text = folder.named(printedText(bytes)).replaceAll('\r\n', '\n');
    return [{ place, text: /\.smcl$/i.test(place) ? withoutMarkup(text) : text }];
  });
}

/** A log without Stata's markup, as in `{err}variable {bf:zz} not found` and `{search r(111), local:r(111);}`, the link behind an error. */
function withoutMarkup(smcl: string): string {
  return smcl.replace(
    /\{(?=[^{}]*\})(?:search [^{}]*, local:([^{}]*)|\w+:([^{}]*)|[^{}]*)\}/g,
    (_, link, marked) => link ?? marked ?? '',
  );
}

/** The logs as one text of at most 64 KiB, each under its name. */
export function joined(logs: readonly RunLog[]): string {
  const whole = new CapturedLog();
  logs.forEach(({ place, text }, i) => {
    const heading = place === null ? '' : `${place}:\n`;
    const between = i === 0 || logs[i - 1]!.text === '' || logs[i - 1]!.text.endsWith('\n') ? '' : '\n';
    whole.push(Buffer.from(between + heading + text));
  });
  return whole.text();
}
