/** Puts equations into the author's texts in Markdown, in the place of their marks. */
import type { TextEdit } from '../../../src/document/edit.ts';
import { equationKey, equationMarks } from '../../../src/document/equation-mark.ts';
import { type AuthorText, withoutComments } from '../../../src/document/text.ts';

/** Edits of a plain text; the paragraphs of a Word document are replaced whole where it is made. */
export function equationEdits(author: AuthorText, equations: Readonly<Record<string, string>>): TextEdit[] {
  if (!author.kind.isPlain) return [];
  return equationMarks(withoutComments(author)).flatMap((mark) => {
    const tex = equations[equationKey(mark)];
    if (tex === undefined) return [];
    const label = mark.label === null ? '' : ` {#${mark.label}}`;
    return [{ at: mark.at, text: `$$ ${tex.replaceAll('\n', ' ')} $$${label}` }];
  });
}
