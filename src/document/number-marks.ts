/** Numbers in a text that stand beside the name of their result. */
import { plainNumber, type TextFormat } from '../table/text-number.ts';
import { spliced, type TextEdit } from './edit.ts';
import { type AuthorText, withoutComments } from './text.ts';
import { kindOfText, type TextKind } from './text-kinds.ts';

export interface Mark {
  /** A name of `numbers:`, or the path of a result. */
  readonly of: string;
  /** Empty where the mark has only a name. */
  readonly printed: string;
  /** Offsets of the mark, and of what is printed in it. */
  readonly at: readonly [start: number, end: number];
  readonly printedAt: readonly [start: number, end: number];
}

/** `\pmval{name}{1.592}`, `#pmval("name")[1.592]`, `{{pm name "1.592"}}` and, before it was written, `{{pm name}}`. */
const FORMS = [
  /\\pmval\s*\{(?<of>[^{}]*)\}\s*\{(?<printed>(?:[^{}]|\{[^{}]*\})*)\}/dg,
  /#pmval\("(?<of>(?:[^"\\\n]|\\.)*)"\)\[(?<printed>(?:(?!#pmval)[^\]\n])*)\]/dg,
  /\{\{\s*pm\s+(?<of>[^\s{}"“”](?:[^{}\n]*?[^\s{}])?)\s+["“”](?<printed>[^"“”{}\n]*)["“”]\s*\}\}/dg,
  /\{\{\s*pm\s+(?<of>[^\s{}"“”]+)(?<printed>)\s*\}\}/dg,
] as const;

/** In the order of the text. */
export function marksOf(file: AuthorText): Mark[] {
  const text = withoutComments(file);
  const marks = FORMS.flatMap((form) =>
    [...text.matchAll(form)].map((match): Mark => {
      const { of = '', printed = '' } = match.groups!;
      const { groups } = match.indices!;
      return {
        of: of.trim().replace(/\\(["\\])/g, '$1'),
        printed,
        at: match.indices![0]!,
        printedAt: groups!.printed!,
      };
    }),
  );
  return marks.sort((a, b) => a.at[0] - b.at[0]);
}

/** The marks in a text that is no file, and what in it begins as one and is none. */
export function marksInText(text: string): { readonly marks: readonly Mark[]; readonly broken: string | undefined } {
  const marks = marksOf({ name: '', text, kind: kindOfText('') });
  const rest = spliced(
    text,
    marks.map(({ at }) => ({ at, text: '' })),
  );
  return { marks, broken: /\{\{\s*pm\b[^}]*\}{0,2}|\\pmval\b|#pmval\b/.exec(rest)?.[0] };
}

/** Puts a number where the mark has one. */
export const printing = ({ printed, printedAt }: Mark, number: string): TextEdit => ({
  at: printedAt,
  text: printed === '' ? ` "${number}"` : number,
});

/** Leaves of a mark only its number, as a reader of the result sees it. */
export const withoutName = ({ at, printed }: Mark): TextEdit => ({ at, text: printed });

/** `number` set as the text set the one that stood there: its minus sign, its separators. */
export function setAs(number: string, { printed }: Mark, { kind }: AuthorText): string {
  const said = /^(\\ensuremath\{-\}|\$-\$|[-−–])/.exec(printed.trim())?.[0];
  const minus = said ?? kind.minus;
  const separated = printed.includes('{,}') ? number.replace(/,/g, '{,}') : number;
  return withPower(separated, kind).replace(/^-/, () => minus);
}

/** A number with its power of ten as a kind of text sets it. */
export const withPower = (number: string, { power }: Pick<TextKind, 'power'>): string =>
  number.replace(/e\+?(-?\d+)$/, (_, exponent: string) => power(exponent));

/** The format that a text has for its number: so many decimals, or significant digits where it has a power of ten. */
export function formatOf(printed: string): TextFormat {
  const plain = plainNumber(printed);
  const [, decimals, power] = /\.(\d+)(e[+-]?\d+)?/.exec(plain) ?? [];
  const digits = decimals?.length ?? (/\d/.test(plain) ? 0 : null);
  const format = { thousands: printed === '' ? null : plain.includes(','), percent: false };
  return power === undefined ? { ...format, digits } : { ...format, digits: digits! + 1, significant: true };
}

/** The form in which a mark sets its number, whatever the number is. */
export const formOf = ({ printed }: Pick<Mark, 'printed'>): string => JSON.stringify(formatOf(printed));
