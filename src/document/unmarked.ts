/** Numbers in a text that have no mark. */
import { spliced } from './edit.ts';
import { GROUP, isYear, NO_RESULTS, NUMBER, narrowNumbers, RANGE, unitBefore } from './number-forms.ts';
import { marksOf } from './number-marks.ts';
import { type AuthorText, blank, withoutComments } from './text.ts';

export interface TextNumber {
  /** The characters of the text, with its sign and power of ten. */
  readonly printed: string;
  readonly at: number;
  /** Its digits without separators and sign. */
  readonly plain: string;
  readonly decimals: number;
  /** The exponent of ten by which its digits are multiplied. */
  readonly power: number;
  /** The exponent of ten of its unit: −2 for percent, 4 for 万; 0 without one. */
  readonly unit: number;
  /** Says whether it has a minus sign. */
  readonly isNegative: boolean;
}

/** Commands of LaTeX whose arguments are no text, addresses, code, section numbers, and lengths. */
const NO_TEXT = [
  // Settings before the text of LaTeX, and between paragraphs of Typst.
  /^[\s\S]*?\\begin\{document\}/,
  /^#(?:set|show|let|import)\b.*$/gm,
  /\\(?:label|ref|eqref|autoref|[cC]ref|cite\w*|input|include\w*|bibliography\w*|usepackage|documentclass|begin|end|[hv]space|setlength|linespread|scalebox|rule|url|href)\*?(?:\[[^[\]]*\])*\{[^{}]*\}/g,
  /https?:\/\/\S+|\bdoi:\S+/g,
  /^(```|~~~)[\s\S]*?^\1/gm,
  /^#+[ \t]*[\d.]+/gm,
  /(?<![^\n])---\n[\s\S]*?\n---$/m,
  /\b(?:width|height|length|size|amount|columns|rows|weight|dx|dy|[xy])\s*[:=]\s*[\d.]+%/g,
];

const GROUPS = new RegExp(GROUP, 'gu');

/** Counts below this are no results: they are also those of columns, regions and years. */
const LEAST_COUNT = 100;

/** The numbers of a text that stand beside no name: figures with decimals, and counts from 100 that are no years. */
export function numbersIn(file: AuthorText): TextNumber[] {
  const commented = withoutComments(file);
  const unmarked = spliced(
    commented,
    marksOf(file).map(({ at }) => ({ at, text: blank(commented.slice(...at)) })),
  );
  const bare = NO_TEXT.reduce((all, form) => all.replace(form, blank), unmarked);
  const text = NO_RESULTS.reduce((all, form) => all.replace(form, blank), narrowNumbers(bare));
  const found = [...text.matchAll(NUMBER)].map((match) => read(match, text, file.text));
  found.forEach((number, i) => {
    const next = found[i + 1];
    if (next !== undefined && number.unit === 0 && RANGE.test(text.slice(endOf(number), next.at)))
      found[i] = { ...number, unit: next.unit };
  });
  return found.filter((number) => counts(number, text));
}

const endOf = ({ at, printed }: TextNumber): number => at + printed.length;

function read({ 0: { length }, index, groups = {} }: RegExpMatchArray, text: string, original: string): TextNumber {
  const plain = groups.digits!.replace(GROUPS, '');
  return {
    printed: original.slice(index, index! + length),
    at: index!,
    plain,
    decimals: /\.(\d+)/.exec(plain)?.[1]?.length ?? 0,
    power: Number((groups.e ?? groups.exponent ?? lowered(groups.raised ?? '0')).replace('−', '-')),
    unit: unitBefore(text.slice(index! + length, index! + length + 24)) ?? 0,
    isNegative: groups.sign !== undefined,
  };
}

/** `-8` for `⁻⁸`. */
const lowered = (raised: string): string =>
  raised.replace(/[⁺⁻⁰¹²³⁴-⁹]/g, (sign) => '+-0123456789'['⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign)]!);

const CONTEXT = 24;

function counts(number: TextNumber, text: string): boolean {
  const { plain, decimals, power, unit, at } = number;
  if (decimals > 0 || power !== 0) return true;
  const [before, after] = [
    text.slice(Math.max(0, at - CONTEXT), at),
    text.slice(endOf(number), endOf(number) + CONTEXT),
  ];
  const isInUnit = unit > 0;
  const size = Number(`${plain}e${Math.max(0, unit)}`);
  const isBare = !isInUnit && !number.isNegative && number.printed.length === plain.length;
  return size >= LEAST_COUNT && !(isBare && isYear(before, plain, after));
}
