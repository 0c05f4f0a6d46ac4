/** Tells what `papermake update` put into a Word file and what it left, to people and to machines. */
import type { Outcome, Verdict } from '../../document/update/update.ts';
import { EXIT } from '../command.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export interface Telling {
  /** The file as the call names it. */
  readonly file: string;
  /** The name of the copy of the file as it came; undefined where nothing was written. */
  readonly copy: string | undefined;
  /** Says why no words are printed; undefined where they may be. */
  readonly whyHidden: string | undefined;
  readonly dryRun: boolean;
  readonly isTracked: boolean;
  readonly json: boolean;
}

type Kept = Exclude<Verdict, 'same' | 'updated'>;

const LEFT: Readonly<Record<Kept, { readonly told: string; readonly hint: string }>> = {
  edited: {
    told: 'edited there',
    hint: 'put the edit into the text or the pipeline, or put back what was there, and update once more',
  },
  blocked: { told: 'blocked', hint: 'take away what is in the way, and update once more' },
  gone: {
    told: 'no longer made',
    hint: 'the document shows it no longer: take it out of the file, or put it back into the text',
  },
  unknown: {
    told: 'not known',
    hint: 'put the mark into the text of the document, run, and update once more',
  },
  deleted: { told: 'deleted there', hint: '' },
  lacking: { told: 'not in it', hint: '' },
};

/** Outcomes of these verdicts ask for work by hand. */
const OPEN: ReadonlySet<Verdict> = new Set(['edited', 'blocked', 'gone', 'unknown']);

/** Prints the outcome and returns the exit code. */
export function tellUpdate(outcomes: readonly Outcome[], telling: Telling): number {
  const { file, copy, dryRun, isTracked, json, whyHidden } = telling;
  const shown = whyHidden === undefined ? outcomes : outcomes.map(({ stands: _, was: __, now: ___, ...rest }) => rest);
  const of = (verdict: Verdict): Outcome[] => shown.filter((each) => each.verdict === verdict);
  const [updated, same] = [of('updated'), of('same')];
  const left = shown.filter(({ verdict }) => verdict !== 'updated' && verdict !== 'same');
  const code = left.some(({ verdict }) => OPEN.has(verdict)) ? EXIT.different : EXIT.done;
  if (json) {
    const plain = ({ verdict, ...rest }: Outcome) => ({ is: verdict, ...rest });
    tellJson({ file, copy: copy ?? null, updated: updated.map(plain), left: left.map(plain), same: same.length });
    return code;
  }
  const verb = dryRun ? 'would be updated' : 'updated';
  const how = isTracked && updated.length > 0 ? ' as tracked changes' : '';
  const lines = [
    ...updated.map((each) => `${verb}  ${named(each)}${moved(each)}`),
    ...left.flatMap((each) => [`${LEFT[each.verdict as Kept].told}  ${named(each)}`, ...details(each)]),
    `papermake: ${file}: ${updated.length} ${verb}${how}, ${same.length} the same, ${left.length} left`,
  ];
  tell(`${lines.join('\n')}\n`);
  const hints = new Set(left.map(({ verdict }) => LEFT[verdict as Kept].hint).filter((hint) => hint !== ''));
  note(
    [
      ...(copy === undefined ? [] : [`papermake: \`${copy}\` is the file as it came\n`]),
      ...(whyHidden === undefined ? [] : [`papermake: no words are shown: ${whyHidden}\n`]),
      ...[...hints].map((hint) => `hint: ${hint}\n`),
    ].join(''),
  );
  return code;
}

const KINDS: Readonly<Record<Outcome['kind'], string>> = {
  number: 'the number',
  caption: 'the caption of',
  grid: 'the cells of',
  notes: 'the notes of',
  picture: 'the picture of',
};

const named = ({ kind, of }: Outcome): string => `${KINDS[kind]} \`${of === '' ? '?' : of}\``;

/** The most characters of words that a line shows. */
const MOST = 60;

function cut(words: string): string {
  const all = [...words.replace(/\s+/g, ' ').trim()];
  return all.length <= MOST ? all.join('') : `${all.slice(0, MOST - 1).join('')}…`;
}

const moved = ({ kind, stands, now }: Outcome): string =>
  kind === 'number' && stands !== undefined && now !== undefined ? `: ${cut(stands)} → ${cut(now)}` : '';

function details({ verdict, kind, stands, was, now, why }: Outcome): string[] {
  if (why !== undefined) return [`    ${why}`];
  if (verdict !== 'edited' && verdict !== 'gone') return [];
  // Cells of a table are too many for a line.
  if (kind === 'grid') return [];
  const said: readonly (readonly [string, string | undefined])[] = [
    ['stands there', stands],
    ['was', was],
    ['would be', now],
  ];
  return said.flatMap(([label, words]) => (words === undefined ? [] : [`    ${label}: ${cut(words)}`]));
}
