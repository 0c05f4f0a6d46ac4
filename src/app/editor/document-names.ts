/** The places of a document's text that name steps and entries of them. */
import { readFileSync } from 'node:fs';
import { namedIn } from '../../document/named.ts';
import { authorText, withoutComments } from '../../document/text.ts';
import { kindOfText } from '../../document/text-kinds.ts';
import type { Stretch } from './desk.ts';
import { inLabels, inOutputPaths, referencesTo, type StepOrEntry } from './name-patterns.ts';

export interface NamedThing extends StepOrEntry {
  readonly name: string;
  /** The key that holds the entry, or whose entries have the step's name. */
  readonly labels: readonly string[];
}

export const isWordDocument = (file: string): boolean => !kindOfText(file).isPlain;

/** The places in a text that name the thing: in its marks, in paths of its outputs, and as its label. */
export function namesInDocument(file: string, text: string, thing: NamedThing): Stretch[] {
  const { name, labels } = thing;
  const author = { name: file, text, kind: kindOfText(file) };
  const { marks, mentions } = namedIn(author, { own: file, main: file });
  const inMarks = referencesTo(thing);
  const inPaths = inOutputPaths(thing);
  const found = [
    ...marks.flatMap(({ at }) => within(text, at, inMarks, name.length)),
    ...mentions.flatMap((each) => {
      if (each.is === 'unusable') return [];
      return within(text, each.at, each.is === 'file' ? inPaths : inMarks, name.length);
    }),
  ];
  if (labels.length === 0) return found;
  const asLabel = inLabels(name, labels);
  const commented = withoutComments(author);
  return [...found, ...within(commented, [0, commented.length], asLabel, name.length)];
}

/** The stretches of a pattern's matches, of which the last `length` characters are the name. */
function within(text: string, [from, to]: readonly [number, number], pattern: RegExp, length: number): Stretch[] {
  return [...text.slice(from, to).matchAll(pattern)].map(({ 0: said, index }) => {
    const end = from + index + said.length;
    return { start: end - length, end };
  });
}

/** Tells whether a Word document names the thing. */
export function isNamedInWord(file: string, path: string, thing: NamedThing): boolean {
  const { text } = authorText(file, new Uint8Array(readFileSync(path)));
  return namesInDocument(file, text, { ...thing, labels: [] }).length > 0;
}
