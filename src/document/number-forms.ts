/**
 * THE table of what a number looks like in a text, in Chinese and in English: its digits and signs, the units behind it, and what looks like
 * one and is none (years, references, names).
 */

import { narrow } from '../base/text/full-width.ts';

/** Letters that join digits to a name, as in `2SLS`. Those of scripts without blanks between words do not. */
const LETTER = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])[\p{L}\p{M}]`;

/** Holds what groups thousands: a comma, as LaTeX sets it too, or a narrow blank. */
export const GROUP = String.raw`(?:,|\{,\}|\\,|[\u00a0\u2009\u202f])`;
const DIGITS = String.raw`(?:[1-9]\d{0,2}(?:${GROUP}\d{3})+(?!\d|${GROUP}\d)|\d+)`;

/** A minus sign that joins no two words or numbers, as LaTeX sets it too, or the word. */
const MINUS = String.raw`(?<![\d)\]}%_$-]|${LETTER})(?:[-−–]|\$-\$|\\ensuremath\{-\})|负|\b[Mm]inus[ ~]`;

const EXPONENT = String.raw`\^?\{?\(?(?<exponent>[-−+]?\d+)\)?\}?\^?`;
const RAISED = '(?<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)';
const POWER = String.raw`[eE](?<e>[-+−]?\d+)|\s*(?:×|\\times|times|·|\\cdot)\s*10(?:(?:\^|<sup>)${EXPONENT}|${RAISED})`;

/** Lengths of LaTeX: `0.5\textwidth`. */
const LENGTH = String.raw`\s*\\(?:text|line|column|paper|page)(?:width|height)|\s*\\(?:[hv]size|baselineskip|unitlength)`;

/** A number, with its `sign`, its `digits`, and its power of ten as `e`, `exponent` or `raised`. */
export const NUMBER = new RegExp(
  String.raw`(?<sign>${MINUS})?(?<!${LETTER}|[\d@\\]|[\p{L}\d]\.|[\p{L}\d}]_|${LETTER}[-/])(?<digits>${DIGITS}(?:\.\d+)?|\.\d+)(?:${POWER})?(?!${LETTER}|\d|\.\d|_[\p{L}\d{]|${LENGTH})`,
  'gu',
);

/** Units, as powers of ten: a result is the number in them, or what the number in them stands for. */
const UNITS: readonly (readonly [form: string, power: number])[] = [
  [String.raw`\\?%|per ?cent(?:age points?)?\b|pct\b|p\.?p\.?(?![\p{L}])|个?百分点`, -2],
  ['‰|per mille', -3],
  [String.raw`个?基点|basis points?\b|bps?\b`, -4],
  [String.raw`万亿|trillions?\b`, 12],
  ['千亿', 11],
  ['百亿', 10],
  [String.raw`十亿|billions?\b|bn\b`, 9],
  ['亿', 8],
  ['千万', 7],
  [String.raw`百万|millions?\b|mn\b`, 6],
  ['十万', 5],
  ['万', 4],
  [String.raw`千(?![米克瓦卡])|thousands?\b`, 3],
];

const units = UNITS.map(([form, power]) => ({ form: new RegExp(`^[\\s~$]*(?:${form})`, 'u'), power }));

/** The power of ten of the unit that a text begins with; undefined where it begins with none. */
export const unitBefore = (text: string): number | undefined => units.find(({ form }) => form.test(text))?.power;

/** Holds what stands between the two ends of a range, whose unit is often said once. */
export const RANGE = /^\s*(?:[-–—~]+|至|到|to|\\sim)\s*$/u;

const YEAR = /^(?:1[5-9]|20)\d\d$/;
const COUNTED =
  /^[\s~]*(?:个|家|户|名|人|条|次|份|项|组|对|只|笔|所|座|件|台|元|吨|亩|天|篇|(?:observations?|obs|firms?|households?|individuals|persons|people|respondents|workers|students|villages|plants|establishments|pairs|rows|days)\b)/iu;
const COUNT_OF = /(?:\b[Nn]|样本量|样本数|观测值|观测数)\s*(?:(?:共|为|是|[=:：])+\s*)?\$?$/u;
const IN_TIME = /(?:\b(?:in|by|since|until|from|during|after|before|for|between|to|and|year)\s+|[-–—~])$/i;

/** Says whether digits between two stretches of a text are a year, and no count of something: `2015年`, `in 2015 firms …`, not `2015家`. */
export const isYear = (before: string, digits: string, after: string): boolean =>
  YEAR.test(digits) && !COUNT_OF.test(before) && (IN_TIME.test(before) || !COUNTED.test(after));

const PART = String.raw`[1-9]\d?(?:[.-]\d{1,2})+(?![\d.]*\d)`;
const PAGES = String.raw`[1-9]\d*(?:\.\d+)*`;
/** References to parts of a text, dates and versions, and the thresholds of stars. */
export const NO_RESULTS: readonly RegExp[] = [
  /(?<![\d.])\d+(?:\.\d+){2,}/g,
  /(?<![\d-])(?:1[5-9]|20)\d\d([-/])\d{1,2}\1\d{1,2}(?![\d-])/g,
  new RegExp(
    String.raw`(?:§|\b(?:tables?|tabs?\.|figures?|figs?\.?|sections?|secs?\.|chapters?|eqs?\.|equations?|appendi(?:x|ces)|footnotes?|versions?))[\s~]*\(?(?:[A-Z]\.?)?${PART}\)?(?:\s*(?:-|–|and|to|&)\s*\(?${PART}\)?)*`,
    'giu',
  ),
  new RegExp(
    String.raw`(?:(?<![代发报])表|(?<![企意])图|(?<![方形模正])式|附录|定理|命题)[\s(]*${PART}\)?(?:\s*(?:[-–—~、]|和|与|及|至)\s*[表图式]?\(?${PART}\)?)*(?!\s*[%万亿个倍元])`,
    'gu',
  ),
  new RegExp(String.raw`(?<![\d.-])\(?${PART}\)?\s*(?:小?节(?![约省能])|章|式)`, 'gu'),
  new RegExp(
    String.raw`(?:\b(?:[Pp]ages?\s+|[Pp]p?\.\s*|Nos?\.\s*|[Vv]ols?\.\s*)|第\s*)${PAGES}(?:\s*[-–—~至到]+\s*${PAGES})?`,
    'gu',
  ),
  new RegExp(String.raw`(?<![\d.])${PAGES}(?:\s*[-–—~至到]+\s*${PAGES})?\s*页`, 'gu'),
  /(?<!\p{L})\$?p\$?\s*(?:(?:-?values?|值)\s*)?(?:[<>≤≥]|\\leq?|\\geq?|小于|低于|大于|高于)\s*\$?0?\.\d+/giu,
];

const FULL_DIGIT = '[０-９]';
const pointed = new RegExp(`(?<=${FULL_DIGIT})[．，](?=${FULL_DIGIT})`, 'gu');
const full = /[！-＋－／-～]/gu;

/**
 * Full-width digits and signs as plain ones, each in its place. A full-width comma beside plain digits parts two numbers, as `，` does between
 * words.
 */
export const narrowNumbers = (text: string): string =>
  text.replace(pointed, (sign) => (sign === '．' ? '.' : ',')).replace(full, narrow);
