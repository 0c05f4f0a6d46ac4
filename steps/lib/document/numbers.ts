/** Puts the numbers of the results into the author's texts, and tells which were others there and which stand beside no name. */
import type { TextEdit } from '../../../src/document/edit.ts';
import type { Stretch } from '../../../src/document/mention.ts';
import { formatOf, formOf, type Mark, marksOf, setAs, withPower } from '../../../src/document/number-marks.ts';
import type { AuthorText } from '../../../src/document/text.ts';
import { numbersIn } from '../../../src/document/unmarked.ts';
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import { plainNumber, textNumber } from '../../../src/table/text-number.ts';
import { findNumber } from '../numbers/marked-number.ts';
import type { DocumentNodeParams } from './keys.ts';
import { resultInput } from './reading.ts';

type Context = RunContext<DocumentNodeParams>;

/** The results in the place of what the texts print, by text. */
export function numbersOf(
  authors: readonly AuthorText[],
  context: Context,
): { readonly edits: ReadonlyMap<string, readonly TextEdit[]>; readonly complaints: readonly Complaint[] } {
  const complaints: Complaint[] = [];
  const edits = authors.map((author): [string, TextEdit[]] => [
    author.name,
    marksOf(author).flatMap((mark) => {
      const { number, refused } = resultOf(mark, context);
      if (number === undefined) {
        complaints.push(placed(refused!, author, mark.at));
        return [];
      }
      const isSame = plainNumber(mark.printed) === number;
      if (mark.printed !== '' && !isSame) complaints.push(placed(moved(mark, number, author), author, mark.at));
      if (author.kind.marksStay) return isSame ? [] : [{ at: mark.printedAt, text: setAs(number, mark, author) }];
      const text = mark.printed === '' ? withPower(number, author.kind) : setAs(number, mark, author);
      return [{ at: mark.at, text, number: { of: mark.of, form: formOf(mark) } }];
    }),
  ]);
  return { edits: new Map(edits), complaints };
}

/** The complaint at its place; a Word document has no lines to point at, and is named. */
function placed(complaint: Complaint, { name, kind }: AuthorText, [start, end]: Stretch): Complaint {
  if (!kind.isPlain) return { ...complaint, message: `in \`${name}\`: ${complaint.message}` };
  return { ...complaint, text: { is: 'text', file: name, start, end } };
}

interface Result {
  readonly number?: string;
  readonly refused?: Complaint;
}

/** The number that a mark stands for, as it is printed. */
function resultOf({ of, printed }: Mark, { params, artifact }: Context): Result {
  const found = findNumber(of, params.numbers[of]!, (node, part) => artifact(resultInput(node)).json(part));
  if (found.is === 'refused') {
    const { is: _, ...refused } = found;
    return { refused };
  }
  if (found.is === 'text') return { number: found.text };
  const { value, isProbability } = found;
  return { number: textNumber(value, { ...formatOf(printed), isProbability }) };
}

const moved = ({ of, printed }: Mark, number: string, { name }: AuthorText): Complaint => ({
  code: 'stale-number',
  message: `\`${of}\` is ${printed} in the text; the document prints ${number}`,
  severity: 'warning',
  hint: `\`papermake check ${name} --write\` puts it into the text`,
});

const FEW = 8;

/** Numbers that stand beside no name, in one warning. */
export function unbound(authors: readonly AuthorText[]): Complaint[] {
  const all = authors.flatMap((author) =>
    numbersIn(author).map(({ printed, at }) => {
      const line = author.text.slice(0, at).split('\n').length;
      return { author, at, printed, said: author.kind.isPlain ? `${author.name}:${line} ${printed}` : printed };
    }),
  );
  const [first] = all;
  if (first === undefined) return [];
  const listed = all.slice(0, FEW).map(({ said }) => said);
  if (all.length > FEW) listed.push(`${all.length - FEW} more`);
  const complaint: Complaint = {
    code: 'unbound-number',
    message: `numbers without a mark: ${listed.join(', ')}`,
    severity: 'warning',
    hint: `\`papermake check --unbound ${authors[0]!.name}\` tells which of them are results`,
  };
  return [placed(complaint, first.author, [first.at, first.at + first.printed.length])];
}
