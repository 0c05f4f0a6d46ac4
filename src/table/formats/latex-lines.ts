/** Breaks long texts of LaTeX tables into lines: headings by their characters, labels and texts in boxes of a share of the line. */
import { displayWidth } from '../../base/text/display-width.ts';
import { oneLine, piecesOf } from './cells.ts';
import { escapeLatex } from './latex-text.ts';

/** The most characters in a line of a heading over one column; where columns are many, none should be much wider than its figures. */
export const headWidth = (columns: number): number => Math.max(18, Math.floor(72 / columns));

/** A text broken into the fewest lines of at most `width` characters, as even as they can be; words stay whole, Chinese ones are letters. */
export function broken(text: string, width: number): string {
  const words = wordsOf(oneLine(text));
  let lines = filled(words, width);
  for (let narrower = width - 1; narrower > 0 && lines.length > 1; narrower--) {
    const tried = filled(words, narrower);
    if (tried.length > lines.length) break;
    lines = tried;
  }
  const set = lines.map(escapeLatex);
  return set.length === 1 ? set[0]! : `\\shortstack{${set.join('\\\\')}}`;
}

/** Holds what stays together in a line, with what parts it from what is before: a blank, or nothing where a Chinese letter begins or ends. */
interface Word {
  readonly text: string;
  readonly gap: '' | ' ';
}

/** Letters of Chinese and Japanese, each with the stops and closing marks behind it. */
const PIECES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][，。、；：！？）》」』】”’%]*|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

const wordsOf = (text: string): readonly Word[] =>
  text
    .split(' ')
    .flatMap((word) =>
      (word.match(PIECES) ?? ['']).map((piece, i): Word => ({ text: piece, gap: i === 0 ? ' ' : '' })),
    );

function filled(words: readonly Word[], width: number): string[] {
  const lines: string[] = [];
  for (const { text, gap } of words) {
    const last = lines.at(-1);
    if (last === undefined || displayWidth(last + gap + text) > width) lines.push(text);
    else lines[lines.length - 1] = last + gap + text;
  }
  return lines;
}

/** Characters of a line of text in a usual document, about half an em each. */
const LINE = 70;
/** Labels and texts of more characters break where nothing is said of widths. */
const LONG = 48;
const USUAL_SHARE = 0.4;

/**
 * A text in a box of a share of the line, where it is wider; `share` is null where nothing is said of it. Its lines reach into the `below` rows
 * that continue its own, where labels are empty.
 */
export function boxed(text: string, share: number | null, below = 0): string {
  const most = share === null ? LONG : share * LINE;
  if (displayWidth(text) <= most) return escapeLatex(text);
  const width = share ?? USUAL_SHARE;
  const box = `\\parbox[t]{${width}\\linewidth}{\\raggedright\\hangindent1em ${breakable(text)}\\strut}`;
  if (below === 0) return box;
  return `\\raisebox{0pt}[\\height][\\dimexpr\\depth-${'\\ht\\strutbox-\\dp\\strutbox-'.repeat(below).slice(0, -1)}\\relax]{${box}}`;
}

/** The title of rows over so many columns, in lines as wide as the text where it is longer. */
export function titleLine(title: string, columns: number): string {
  const isLong = displayWidth(title) > LINE;
  const set = isLong
    ? `\\parbox[t]{0.99\\linewidth}{\\raggedright\\emph{${breakable(title)}}\\strut}`
    : `\\emph{${escapeLatex(title)}}`;
  return `\\multicolumn{${columns}}{@{}l${isLong ? '@{}' : ''}}{${set}}\\\\`;
}

/** The text with places in its longest words at which a line may end. */
const breakable = (text: string): string =>
  oneLine(text)
    .split(' ')
    .map((word) => piecesOf(word).map(escapeLatex).join('\\hspace{0pt}'))
    .join(' ');
