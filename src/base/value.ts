/**
 * Values of data in messages. A message is plain text in which each value stands between marks that name its variables, so that it
 * travels through records, workers and caches as it is. `shownTo` writes the values out or masks them, at the place where messages leave.
 * Whoever forgets that place prints no value: what leaves with marks is masked (`masked`).
 */

/** Says whether no value of a variable may be shown. */
export type Hides = (variable: string) => boolean;

/** In the place of one value. */
export const MASK = '…';

// Noncharacters of Unicode, which stand in no text that anybody exchanges.
const BEGIN = '\ufdd0';
const BETWEEN = '\ufdd1';
const OF = '\ufdd2';
const INSTEAD = '\ufdd3';
const END = '\ufdd4';

/** The variable of a value of which nobody can tell the variable: it is hidden wherever any variable is. */
export const SOME_VARIABLE = '\ufdd5';

/** The variable of what programs print: it is hidden wherever any variable is, and in every report. */
export const PRINTED = '\ufdd6';

/** The mark of a value that names a result of its own, such as a cohort: tables print such names. */
const NAMED = '\ufdd7';

const MARKS = /[\ufdd0-\ufdd4]/;
const EVERY_MARK = /[\ufdd0-\ufdd4]/g;
const AT_MARKS = /([\ufdd0\ufdd2\ufdd3\ufdd4])/;

/** Hides values of these variables. */
export const hiding =
  (names: ReadonlySet<string>): Hides =>
  (name) =>
    names.has(name) || (names.size > 0 && (name === SOME_VARIABLE || name === PRINTED));

type Variables = string | readonly string[];

/** A value of these variables in a message; `…` where one of them is hidden. */
export const datum = (of: Variables, value: string | number): string =>
  marked(of, String(value).replace(EVERY_MARK, ''), MASK);

/** A stretch of a message, or a whole hint, without which it reads well and no value stands in it: it goes where one is hidden. */
export const aside = (of: Variables, stretch: string): string => either(of, stretch, '');

/** A value of these variables that a result is called by, as a cohort or a period is: a table that names the result names it in its notes too. */
export const nameOfResult = (of: Variables, value: string | number): string =>
  datum([...(typeof of === 'string' ? [of] : of), NAMED], value);

/** A stretch of a message that holds values, and what is said in its place where one is hidden. */
export const either = (of: Variables, stretch: string, instead: string): string =>
  stretch === instead ? instead : marked(of, isSound(stretch) ? stretch : stretch.replace(EVERY_MARK, ''), instead);

function marked(of: Variables, text: string, instead: string): string {
  const names = (typeof of === 'string' ? [of] : of).map((name) => name.replace(EVERY_MARK, ''));
  return names.length === 0 ? text : `${BEGIN}${names.join(BETWEEN)}${OF}${text}${INSTEAD}${instead}${END}`;
}

/** A text that holds values as they were marked, each of another variable too: of a column under the name that a step gives it. */
export const alsoOf = (variable: string, text: string): string => text.replaceAll(OF, `${BETWEEN}${variable}${OF}`);

/** Words in front of a text; they go with it where it goes. */
export const inFront = (words: string, text: string): string =>
  text.startsWith(BEGIN) ? text.replace(OF, OF + words) : words + text;

/** Says whether marks that stand in data, which may hold anything, could not end a value before its end. */
function isSound(text: string): boolean {
  let isEven = true;
  const read = rendered(
    text,
    ({ said }) => said,
    () => {
      isEven = false;
      return '';
    },
  );
  return isEven && !MARKS.test(read);
}

/** Names in the text of a term, `log(income)` or `L.income`: alone, in backticks, with and without dots. */
const NAMES = /`[^`]+`|[\p{L}_][\p{L}\p{N}_.]*/gu;

/** Says whether a name is that of a hidden variable, or of what a formula makes of one. */
export const hidesIn = (text: string, hides: Hides): boolean =>
  hides(text) ||
  (text.match(NAMES) ?? []).some((name) => [name.replaceAll('`', ''), ...name.split('.')].some((each) => hides(each)));

/** Masks values of hidden variables; the others stay values, which whoever may see less masks after that. */
export const withMasks = (text: string, hides: Hides): string =>
  withoutLevels(
    rendered(text, ({ names, said, instead }) =>
      names.split(BETWEEN).some((name) => hidesIn(name, hides))
        ? instead
        : `${BEGIN}${names}${OF}${said}${INSTEAD}${instead}${END}`,
    ),
    hides,
  );

/** The level that a term is of, `i(firm)::7`, where it is not masked yet; none goes on in the next line. */
const LEVEL = /(\bi\(((?:`[^`]*`|[^()`])+)\)::)(?!…)(?:"(?:[^"\\]|\\.)*"|[^`:\n]*)/g;

/** Terms are names, which stand in messages as they are; of hidden factors, without the level. */
const withoutLevels = (text: string, hides: Hides): string =>
  text.includes('::')
    ? text.replace(LEVEL, (whole, factor: string, name: string) => (hidesIn(name, hides) ? factor + MASK : whole))
    : text;

/** The message to whoever may see all values but those that are hidden. */
export const shownTo = (text: string, hides: Hides): string => written(withMasks(text, hides));

/** Does the same of all texts in a value of plain data. */
export const shownWithin = <T>(told: T, hides: Hides): T => ofTexts(told, (text) => shownTo(text, hides));

/** Masks values of hidden variables in all texts of a value of plain data; the others stay values. */
export const maskedWithin = <T>(told: T, hides: Hides): T => ofTexts(told, (text) => withMasks(text, hides));

function ofTexts<T>(told: T, change: (text: string) => string): T {
  if (typeof told === 'string') return change(told) as T;
  if (typeof told !== 'object' || told === null) return told;
  if (Array.isArray(told)) return told.map((each) => ofTexts(each, change)) as T;
  if (Object.getPrototypeOf(told) !== Object.prototype) return told;
  return Object.fromEntries(Object.entries(told).map(([key, each]) => [key, ofTexts(each, change)])) as T;
}

/** The message with all values that are not masked yet. */
export const written = (text: string): string => rendered(text, ({ said }) => said).replace(EVERY_MARK, '');

/** The message as tables print it: with the values that results are called by, and no others. */
export const inTables = (text: string): string =>
  rendered(text, ({ names, said, instead }) => (names.split(BETWEEN).includes(NAMED) ? said : instead)).replace(
    EVERY_MARK,
    '',
  );

/** The message without any value. */
export const masked = (text: string): string => rendered(text, ({ instead }) => instead).replace(EVERY_MARK, '');

interface MarkedValue {
  /** Names of variables, `BETWEEN` them. */
  readonly names: string;
  readonly said: string;
  readonly instead: string;
}

/** Renders values, those inside others first. `stray` renders what marks that belong to no whole value leave: one whose end was cut off. */
function rendered(text: string, render: (value: MarkedValue) => string, stray: () => string = () => MASK): string {
  if (!MARKS.test(text)) return text;
  const open = [['']];
  for (const piece of text.split(AT_MARKS)) {
    const last = open.at(-1)!;
    const isNext = (piece === OF && last.length === 1) || (piece === INSTEAD && last.length === 2);
    if (piece === BEGIN) open.push(['']);
    else if (isNext && open.length > 1) last.push('');
    else if (piece === END && open.length > 1 && last.length === 3) {
      const [names, said, instead] = open.pop() as [string, string, string];
      open.at(-1)!.push(open.at(-1)!.pop()! + render({ names, said, instead }));
    } else last.push(last.pop()! + (AT_MARKS.test(piece) ? stray() : piece));
  }
  return open[0]![0]! + (open.length > 1 ? stray() : '');
}

/** Names of units in results that list them, by the column `by`: numbers stand for those of a confidential one. */
export const unitsShown = (names: readonly string[], by: string, hides: Hides): readonly string[] =>
  hides(by) ? names.map((_, i) => String(i + 1)) : names;
