/** Fills marks that readers typed into a Word file, `{{pm effect}}`, with numbers that the document shows. */
import type { TextEdit } from '../edit.ts';
import { formOf, type Mark, marksOf } from '../number-marks.ts';
import { kindOfText } from '../text-kinds.ts';
import { DISPLAY } from '../word/fill.ts';
import type { Changes } from '../word/marks/changes.ts';
import { nameDigest, tagFor } from '../word/marks/tags.ts';
import { WORD_FILE } from '../word/parts.ts';
import { readWord } from '../word/template.ts';
import type { Place } from './places.ts';

export interface Typed {
  readonly bytes: Uint8Array;
  readonly filled: readonly { readonly of: string; readonly stands: string; readonly now: string }[];
  /** Marks that nothing was found for. */
  readonly unknown: readonly {
    readonly kind: 'number' | 'grid' | 'picture';
    readonly of: string;
    readonly stands: string;
  }[];
}

/** `shown`: what the document shows; `changes` track what is filled in. */
export function withTyped(bytes: Uint8Array, shown: readonly Place[], changes: Changes | undefined): Typed {
  const { text, edited } = readWord(bytes);
  const numbers = shown.filter(({ tag }) => tag.kind === 'number');
  const edits: TextEdit[] = [];
  const filled: Typed['filled'][number][] = [];
  const unknown: Typed['unknown'][number][] = [];
  for (const mark of marksOf({ name: WORD_FILE, text, kind: kindOfText(WORD_FILE) })) {
    const { of, at } = mark;
    const stands = text.slice(...at);
    const found = numberFor(mark, numbers);
    if (found === undefined) {
      unknown.push({ kind: 'number', of, stands });
      continue;
    }
    edits.push({ at, text: found.words, number: { of, form: found.form } });
    filled.push({ of, stands, now: found.words });
  }
  for (const { 0: stands, groups } of text.matchAll(DISPLAY))
    unknown.push({ kind: groups!.kind === 'table' ? 'grid' : 'picture', of: groups!.name!, stands: stands.trim() });
  return { bytes: edits.length === 0 ? bytes : edited(edits, changes), filled, unknown };
}

/** The number as the document shows it in the form of the mark, or in its only form where the mark says none. */
function numberFor(
  mark: Mark,
  numbers: readonly Place[],
): { readonly words: string; readonly form: string } | undefined {
  const own = numbers.filter(({ tag }) => tag.of === nameDigest(mark.of));
  const forms = [formOf(mark), ...(mark.printed === '' ? own.map(({ words }) => formOf({ printed: words })) : [])];
  const isOnly = new Set(own.map(({ words }) => words)).size === 1;
  for (const [i, form] of forms.entries()) {
    const { form: digest } = tagFor({ kind: 'number', of: mark.of, form }, '');
    const found = own.find(({ tag }) => tag.form === digest);
    if (found !== undefined && (i === 0 || isOnly)) return { words: found.words, form };
  }
  return undefined;
}
