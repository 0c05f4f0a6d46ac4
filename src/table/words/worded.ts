/** Puts what estimators and samples say into the words of a table: its language, its labels. */

import { ownValue } from '../../base/own-value.ts';
import { inTables } from '../../base/value.ts';
import { formatNumber, readable } from '../number.ts';
import { expressionText } from './expressions.ts';
import { callsOf, type LabelBook, termLabel } from './labels.ts';
import { inChinese } from './messages-zh.ts';
import { statLabels } from './stat-labels.ts';

const counted = { digits: 0, style: 'fixed', thousands: true, zeros: 'keep' } as const;

/** A message in the table's language, with numbers as readers have them. */
const translated = (message: string, book: LabelBook): string => {
  const told = readable(inTables(message)).replace(COUNT, (digits) => formatNumber(Number(digits), counted));
  return book.language === 'zh' ? inChinese(told, (part) => partLabel(part, book), book.sentences) : told;
};

/** A sentence in which names were put between blanks: none parts Chinese letters, and one parts Latin letters from them. */
const spaced = (text: string, { language }: LabelBook): string =>
  language === 'zh'
    ? text
        .replace(/(?<=\p{Script=Han}|[，、；：。（）]) (?=\p{Script=Han})/gu, '')
        .replace(/(?<=\p{Script=Han}) (?=[，、；：。（）])/gu, '')
    : text;

/** A count of four digits or more, by the noun behind it: years and values have none. */
const COUNT =
  /(?<![\d.,])\d{4,}(?= (?:(?:of the|treated|other|sign) )?(?:rows?|values?|units?|clusters?|levels?|groups?|samples|replications|draws|changes|instruments|moments|restrictions|periods)\b)/g;

/** A part of a message that is a variable, a term, or a list of them, by their labels. */
const partLabel = (part: string, book: LabelBook): string =>
  part.split(', ').some((each) => /\s/.test(each) && ownValue(book.variables, each) === undefined)
    ? part
    : part
        .split(', ')
        .map((each) => termLabel(each, book))
        .join('、');

/** A message without the backticks that mark names, which a printed note has no use for. */
export const asProse = (message: string, book: LabelBook): string =>
  spaced(translated(message, book).replaceAll('`', ''), book);

/** A message for a printed note, with labels in the place of the variables and statistics that it names. */
export const asLabelled = (message: string, book: LabelBook): string =>
  spaced(
    translated(message, book)
      .replace(/`([^`]+)`/g, (_, name: string) => {
        const label = termLabel(name, book);
        return label === name ? (statLabels[name]?.[book.language] ?? name) : label;
      })
      .replaceAll('`', ''),
    book,
  );

/** A condition on rows in words: `Year ≠ 2020`, `省份不属于 {北京、天津}`; as it is where it is no expression. */
export const conditionText = (text: string, book: LabelBook): string => expressionText(text, callsOf(book)) ?? text;
