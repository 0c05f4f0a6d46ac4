/** Holds what an engine said beside papermake's values, cell by cell. */
import { WHOLE } from '../../../src/export/blocks.ts';
import { conventions, type Known } from './conventions.ts';
import type { Certified, Evidence, WitnessRecord } from './records.ts';
import type { Answer, Subject, SubjectValue } from './subject.ts';

/** Tells what came of an engine's run of one result's script. */
export type EngineReply =
  | { readonly is: 'answered'; readonly answers: ReadonlyMap<SubjectValue, Answer> }
  | { readonly is: 'not run'; readonly why: string };

/** More digits than a double has are none. */
const MOST_DIGITS = 15;

/** Decimal digits in which a value agrees with another, beside a size. */
export function digitsOf(ours: number, theirs: number, scale: number): number {
  const off = Math.abs(ours - theirs);
  if (off === 0) return MOST_DIGITS;
  return Math.max(0, Math.min(MOST_DIGITS, -Math.log10(off / Math.max(scale, Number.MIN_VALUE))));
}

/** Records of a result's cells, by one engine; a result of which no value is known is one cell. */
export function recordsOf(by: string, subject: Subject, asked: EngineReply, floor: number): WitnessRecord[] {
  const { node, block, values, fit } = subject;
  const whole = block.missing.find(({ what }) => what === WHOLE);
  const none = { by, node, theirs: null, digits: null, convention: null } as const;
  if (values.length === 0)
    return [{ ...none, cell: WHOLE, ours: null, verdict: 'no counterpart', why: whole?.why ?? '' }];
  const answers = asked.is === 'answered' ? asked.answers : new Map<SubjectValue, Answer>();
  const known: Known = { fit, cells: values.map((value) => [value, answers.get(value)]) };
  return values.map((value): WitnessRecord => {
    const { cell, ours, term } = value;
    const why = whole?.why ?? block.missing.find(({ what }) => what === term || what === cell)?.why;
    if (why !== undefined) return { ...none, cell, ours, verdict: 'no counterpart', why };
    if (asked.is === 'not run') return { ...none, cell, ours, verdict: 'not run', why: asked.why };
    const answer = answers.get(value);
    if (answer === undefined)
      return { ...none, cell, ours, verdict: 'no counterpart', why: 'the script compares no such value' };
    return { by, node, cell, ours, theirs: answer.got, ...judged(value, answer, known, floor) };
  });
}

function judged(
  value: SubjectValue,
  answer: Answer,
  known: Known,
  floor: number,
): Pick<WitnessRecord, 'digits' | 'verdict' | 'convention' | 'why'> {
  const { got, scale } = answer;
  const digits = got === null ? null : digitsOf(value.ours, got, scale);
  // A difference of one in the last digit of the floor is still the same.
  const isSame = (theirs: number): boolean => Math.abs(theirs - value.ours) <= scale / TENS[floor]!;
  if (got !== null && isSame(got)) return { digits, verdict: 'same', convention: null, why: '' };
  const found = conventions.find((each) => each.recompute(value, answer, known).some(isSame));
  if (found !== undefined) return { digits, verdict: 'explained', convention: found.name, why: '' };
  const why = got === null ? 'the engine has no value of it' : '';
  return { digits, verdict: 'unexplained', convention: null, why };
}

/** Powers of ten by their exponents. */
const TENS: readonly number[] = Array.from({ length: MOST_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/** Keeps what of records is the same on every machine. Digits become the floor where it was met, and whole ones where values differ. */
export const certified = (records: readonly WitnessRecord[], floor: number): Certified[] =>
  records.map(({ cell, verdict, digits, convention, why }) => ({
    cell,
    verdict,
    digits: verdict === 'same' || verdict === 'explained' ? floor : digits === null ? null : Math.floor(digits),
    convention,
    why,
  }));

/** Records of a result where its engine is not here: what the engine found before, where that was of these very values and data. */
export function keptRecords(by: string, subject: Subject, kept: Evidence | undefined, title: string): WitnessRecord[] {
  const { node, values } = subject;
  const holds = kept?.of === subject.of;
  const why =
    kept === undefined || holds
      ? `${title} is not here`
      : `${title} is not here, and what it found before was of other values`;
  const now = recordsOf(by, subject, { is: 'not run', why }, 0);
  if (!holds) return now;
  const found = new Map(kept.cells.map((cell) => [cell.cell, cell]));
  return now.map((record): WitnessRecord => {
    const before = found.get(record.cell);
    if (before === undefined || (values.length > 0 && record.verdict === 'no counterpart')) return record;
    const { verdict, digits, convention, why: said } = before;
    return { ...record, node, verdict, digits, convention, why: said };
  });
}
