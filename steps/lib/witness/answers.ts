/** Reads what the driver of an engine wrote down: numbers, not the text of a log. */
import type { Engine } from './engine.ts';
import type { Answer, Subject, SubjectValue } from './subject.ts';
import type { EngineReply } from './verdicts.ts';

/** Holds what one script told. */
interface ScriptAnswers {
  /** By the cell's text without signs that languages spell in their own way, in order. */
  readonly answers: Map<string, { got: number | null; scale: number; others: { convention: string; got: number }[] }[]>;
  lacking: string | undefined;
  ended: boolean;
}

/** Says why scripts did not run to their end where the program was ended. */
export interface CutShort {
  /** The reason for scripts that the program did not come to. */
  readonly before: string;
  /** The reason for the script in which it was ended; absent where it ended by itself. */
  readonly within?: string;
}

/** Gives what each script told of its subject. */
export function asked(
  text: string,
  scripts: ReadonlyMap<string, Subject>,
  engine: Engine,
  { before, within }: CutShort,
): ReadonlyMap<Subject, EngineReply> {
  const told = toldBy(text, engine);
  const last = [...told.keys()].at(-1);
  return new Map(
    [...scripts].map(([script, subject]): [Subject, EngineReply] => {
      const found = told.get(script);
      if (found?.ended === true) return [subject, { is: 'answered', answers: answersTo(subject, found) }];
      const { title } = engine.program;
      if (found === undefined) return [subject, { is: 'not run', why: before }];
      if (within !== undefined && script === last) return [subject, { is: 'not run', why: within }];
      const stopped =
        found.lacking === undefined
          ? `${title} stopped in the script of this result`
          : `${title} has no package \`${found.lacking}\``;
      return [subject, { is: 'not run', why: stopped }];
    }),
  );
}

function toldBy(text: string, { number }: Engine): ReadonlyMap<string, ScriptAnswers> {
  const scripts = new Map<string, ScriptAnswers>();
  let at: ScriptAnswers | undefined;
  for (const line of text.split('\n')) {
    const [what, first = '', second = '', third = ''] = line.replace(/\r$/, '').split('\t');
    if (what === 'at') {
      at = { answers: new Map(), lacking: undefined, ended: false };
      scripts.set(first, at);
    }
    if (at === undefined) continue;
    const cell = spelled(first);
    if (what === 'package') at.lacking = first;
    if (what === 'end') at.ended = true;
    if (what === 'value') {
      const answer = { got: number(second), scale: number(third) ?? 0, others: [] };
      at.answers.set(cell, [...(at.answers.get(cell) ?? []), answer]);
    }
    const got = number(second);
    if (what === 'other' && got !== null) at.answers.get(cell)?.at(-1)?.others.push({ convention: third, got });
  }
  return scripts;
}

/** Finds the script's answer to each cell by the cell's text. Cells that are spelled alike are taken in their order, which the script keeps. */
function answersTo({ node, values }: Subject, { answers }: ScriptAnswers): ReadonlyMap<SubjectValue, Answer> {
  const left = new Map([...answers].map(([cell, all]) => [cell, [...all]]));
  const found = new Map<SubjectValue, Answer>();
  for (const value of values) {
    const answer = left.get(spelled(`${node}: ${value.cell}`))?.shift();
    if (answer !== undefined) found.set(value, answer);
  }
  return found;
}

/** Languages have quotes, backslashes, blanks and dollars of names in their own spelling. */
const spelled = (cell: string): string => cell.replace(/[`'"\\$\s]+/g, '');
