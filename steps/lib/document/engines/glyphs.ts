/** Finds letters of East Asia that no font of a document has, which Typst would leave out without a word. */
import type { PlacedText } from '../../../../src/document/filled.ts';
import { withoutComments } from '../../../../src/document/text.ts';
import { kindOfText } from '../../../../src/document/text-kinds.ts';
import type { Complaint } from '../../../../src/engine/step.ts';
import { readFont } from '../../../../src/figure/fonts/true-type.ts';

/** The compiler's own fonts have none of these, and all that is common elsewhere. */
const LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** One warning for each text with such letters; `others` are texts without places, such as tables. */
export function missingLetters(
  texts: ReadonlyMap<string, PlacedText>,
  others: ReadonlyMap<string, Uint8Array>,
  fonts: readonly Uint8Array[],
): Complaint[] {
  const faces = fonts.map(readFont);
  const isMissing = (letter: string): boolean => !faces.some((face) => face.has(letter.codePointAt(0)!));
  const warning = (file: string, text: string): (Complaint & { readonly first: number }) | undefined => {
    const found = [...text.matchAll(LETTER)].filter(([letter]) => isMissing(letter));
    if (found.length === 0) return undefined;
    const letters = [...new Set(found.map(([letter]) => letter))];
    return {
      code: 'missing-letter',
      message: `no font has ${letters.slice(0, 12).join(' ')}, which \`${file}\` prints`,
      severity: 'warning',
      hint: 'a font that has them can be a file of the project: add it to `files:`',
      first: found[0]!.index,
    };
  };
  const placed = [...texts].flatMap(([file, text]): Complaint[] => {
    const told = warning(file, withoutComments({ text: text.text, kind: kindOfText(file) }));
    if (told === undefined) return [];
    const { first, ...complaint } = told;
    return [{ ...complaint, text: text.place(first, first + 1) }];
  });
  const unplaced = [...others].flatMap(([file, bytes]): Complaint[] => {
    const told = file.endsWith('.typ') ? warning(file, new TextDecoder().decode(bytes)) : undefined;
    if (told === undefined) return [];
    const { first, ...complaint } = told;
    return [complaint];
  });
  return [...placed, ...unplaced];
}
