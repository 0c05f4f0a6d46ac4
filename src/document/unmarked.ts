/** Numbers in a text that have no mark. */
import { marksOf } from './marks.ts';
import { type AuthorText, blank, withoutComments } from './text.ts';

export interface TextNumber {
  readonly printed: string;
  readonly at: number;
  readonly percent: boolean;
}

/** Commands of LaTeX whose arguments are no text, addresses, code, section numbers, and lengths. */
const NO_TEXT = [
  // What is set before the text, and in Typst between its paragraphs.
  /^[\s\S]*?\\begin\{document\}/,
  /^#(?:set|show|let|import)\b.*$/gm,
  /\\(?:label|ref|eqref|autoref|[cC]ref|cite\w*|input|include\w*|bibliography\w*|usepackage|documentclass|begin|end|[hv]space|setlength|url|href)\*?(?:\[[^\]]*\])*\{[^{}]*\}/g,
  /https?:\/\/\S+|\bdoi:\S+/g,
  /^(```|~~~)[\s\S]*?^\1/gm,
  /^#+[ \t]*[\d.]+/gm,
  /^---\n[\s\S]*?\n---$/m,
  /\b(?:width|height|length|size|amount|columns|rows|weight|dx|dy|[xy])\s*[:=]\s*[\d.]+%/g,
];

/** Figures with decimals, and counts from 100 that are no years; nothing that is part of a name or a length (`0.5\textwidth`). */
const NUMBER = /(?<![\p{L}\d_.,\\@/-])(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?![\p{L}\d_]|\\[a-zA-Z]|[.,]\d)/gu;

/** The numbers of a text that stand beside no name. */
export function numbersIn(file: AuthorText): TextNumber[] {
  const unmarked = marksOf(file).reduce(
    (text, { at: [start, end] }) => text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end),
    withoutComments(file),
  );
  const text = NO_TEXT.reduce((all, form) => all.replace(form, blank), unmarked).replace(/[−–]/g, ' ');
  return [...text.matchAll(NUMBER)].flatMap(({ 0: printed, index }) => {
    const isYear = /^(1[5-9]|20)\d\d$/.test(printed);
    const counts = /\.\d/.test(printed) || (Number(printed.replace(/,/g, '')) >= 100 && !isYear);
    const percent = /^\s*(\\?%|％|per ?cent)/.test(text.slice(index + printed.length, index + printed.length + 12));
    return printed !== '' && counts ? [{ printed, at: index, percent }] : [];
  });
}
