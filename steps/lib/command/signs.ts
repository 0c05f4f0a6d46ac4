/** Finds signs of failure in logs, of which the exit code says nothing. */
import type { RunLog } from './batch-log.ts';

interface Sign {
  readonly program: string;
  /** Is true where the sign proves a failure. A program that caught its error and went on may print the other signs. */
  readonly certain: boolean;
  readonly line: RegExp;
  /** First line of the error's message, looking backwards from the sign; `ends` is its last, looking forwards. */
  readonly begins?: RegExp;
  readonly ends?: RegExp;
  readonly hint: string;
}

const CAUGHT = 'a script that must not go on after an error ends with another exit code';

/** The signs; earlier ones count before later ones. */
const SIGNS: readonly Sign[] = [
  {
    program: 'Stata',
    certain: true,
    // An error that `capture noisily` caught is told without its code.
    line: /^r\(\d+\);/,
    begins: /^\. /,
    hint: 'in batch mode Stata exits with 0 whatever happened',
  },
  {
    program: 'R',
    certain: true,
    // R prints this last when an error ends it.
    line: /^Execution halted/,
    begins: /^Error( in .*)? ?:/,
    hint: 'something hides its exit code, as a pipe or `||` does',
  },
  { program: 'R', certain: false, line: /^Error( in .*)? ?:/, ends: /[^:\s]\s*$/, hint: CAUGHT },
  {
    program: 'Python',
    certain: false,
    line: /^Traceback \(most recent call last\):/,
    ends: /^(?!Traceback)\S/,
    hint: CAUGHT,
  },
];

/** An error message has at most so many lines. */
const REACH = 20;

export interface FoundSign extends Pick<Sign, 'program' | 'certain' | 'hint'> {
  readonly place: string | null;
  /** The lines of the error in the log. */
  readonly lines: readonly string[];
  /** Number of the line that is the sign, from 1. */
  readonly line: number;
}

export function signIn(logs: readonly RunLog[]): FoundSign | undefined {
  const split = logs.map(({ place, text }) => ({ place, lines: text.split('\n') }));
  for (const sign of SIGNS)
    for (const { place, lines } of split) {
      const at = lines.findIndex((line) => sign.line.test(line));
      const { program, certain, hint } = sign;
      if (at >= 0) return { program, certain, place, lines: around(lines, at, sign), line: at + 1, hint };
    }
  return undefined;
}

function around(lines: readonly string[], at: number, { begins, ends }: Sign): string[] {
  const before = lines.slice(Math.max(0, at - REACH), at + 1);
  const first = begins === undefined ? -1 : before.findLastIndex((line) => begins.test(line));
  const after = lines.slice(at, at + REACH);
  const last = ends === undefined ? 0 : after.findIndex((line) => ends.test(line));
  return [...(first < 0 ? before.slice(-1) : before.slice(first)), ...after.slice(1, last + 1)];
}
