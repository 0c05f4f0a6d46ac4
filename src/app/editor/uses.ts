/** The places of a YAML text that name something. */
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import type { EditedText, Stretch } from './desk.ts';
import { referencesTo, type StepOrEntry, usesOfSet, wholeReferenceTo } from './name-patterns.ts';

const NAMES = /\$?[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/gu;

/** Keys whose maps have names of the project as their keys; the keys of all others are words of the language. */
const NAMING: ReadonlySet<unknown> = new Set(['steps', 'columns', 'tables', 'derive', 'sets', 'samples', 'variables']);

/** Stretches of scalars, keys that are names among them, in which the name stands whole or begins a longer one, as `baseline` does `baseline.main`. */
export function placesOf(name: string, text: string): Stretch[] {
  const found: Stretch[] = [];
  visit(parseDocument(text), {
    Scalar(at, scalar, ancestors) {
      if (!scalar.range) return;
      const holder = ancestors.filter((each) => isPair(each)).at(at === 'key' ? -2 : -1);
      if (at === 'key' && !(isPair(holder) && isScalar(holder.key) && NAMING.has(holder.key.value))) return;
      const [from, to] = scalar.range;
      for (const match of text.slice(from, to).matchAll(NAMES)) {
        const [said] = match;
        if (said !== name && !said.startsWith(`${name}.`)) continue;
        found.push({ start: from + match.index, end: from + match.index + name.length });
      }
    },
  });
  return found;
}

/** Finds a name in the scalars that begin at `heard`, and as a whole scalar in the collections that begin there, or whose keys do. */
export function placesWhere(thing: StepOrEntry, text: string, heard: ReadonlySet<number>): Stretch[] {
  const [anywhere, whole] = [referencesTo(thing), wholeReferenceTo(thing)];
  const { length } = thing.entry ?? thing.step;
  const found: Stretch[] = [];
  const isHeard = (node: unknown): boolean => heard.has((node as Node | null)?.range?.[0] ?? -1);
  visit(parseDocument(text), {
    Scalar(at, { range, value }, ancestors) {
      if (!range || at === 'key' || typeof value !== 'string') return;
      const isAround = ancestors.some((each) =>
        isPair(each) ? isHeard(each.key) : (isMap(each) || isSeq(each)) && isHeard(each),
      );
      if (!heard.has(range[0]) && !(isAround && whole.test(value))) return;
      for (const match of text.slice(range[0], range[1]).matchAll(anywhere)) {
        const end = range[0] + match.index + match[0].length;
        found.push({ start: end - length, end });
      }
    },
  });
  return found;
}

/** Finds the values that name a set, as `$name`. */
export function placesOfSet(name: string, text: string): Stretch[] {
  const found: Stretch[] = [];
  const uses = usesOfSet(name);
  visit(parseDocument(text), {
    Scalar(at, { range }) {
      if (!range || at === 'key') return;
      for (const { index } of text.slice(range[0], range[1]).matchAll(uses))
        found.push({ start: range[0] + index + 1, end: range[0] + index + 1 + name.length });
    },
  });
  return found;
}

/** The text with its edits, which are in the order of the text. */
export function edited({ text, edits }: Pick<EditedText, 'text' | 'edits'>): string {
  let [done, at] = ['', 0];
  for (const { start, end, text: put } of edits) {
    done += text.slice(at, start) + put;
    at = end;
  }
  return done + text.slice(at);
}
