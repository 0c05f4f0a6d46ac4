/** Reads the marks of equations in Markdown and Word: `{{equation baseline.main}}{#eq:main controls=sum}`, each in a paragraph of its own. */
import { didYouMean } from '../base/text/suggest.ts';
import { ATTRIBUTES } from './attributes.ts';
import { type Mention, type Stretch, unusable } from './mention.ts';

export interface EquationMark {
  /** A result, or an equation of the pipeline. */
  readonly node: string;
  readonly options: Readonly<Record<string, string>>;
  /** The name by which references name it; null where the text says none. */
  readonly label: string | null;
  readonly at: Stretch;
}

/** Options with the words that they take. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  controls: ['list', 'sum'],
  names: ['names', 'labels'],
};

const WHOLE = new RegExp(String.raw`^[ \t]*\{\{\s*equation\s+(?<node>[^\s{}"“”]+)\s*\}\}${ATTRIBUTES}[ \t]*$`, 'gm');
const ANY = /\{\{\s*equation\b[^{}]*\}\}/g;
const PAIR = /(?<=^|\s)(?<name>[\w-]+)\s*=\s*(?<value>\S+)/g;

/** In the order of the text. */
export const equationMarks = (text: string): EquationMark[] =>
  [...text.matchAll(WHOLE)].map(({ 0: whole, index, groups }) => {
    const { node, attributes = '' } = groups as Readonly<Record<string, string | undefined>>;
    const start = index + whole.length - whole.trimStart().length;
    return {
      node: node!,
      options: Object.fromEntries(
        [...attributes.matchAll(PAIR)].map(({ groups: pair }) => [pair!.name!, pair!.value!]),
      ),
      label: /(?:^|\s)#([^\s{}]+)/.exec(attributes)?.[1] ?? null,
      at: [start, start + whole.trim().length],
    };
  });

/** The key that tells formulas of marks apart, whatever labels they have. */
export const equationKey = ({ node, options }: Pick<EquationMark, 'node' | 'options'>): string =>
  [
    node,
    ...Object.entries(options)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  ].join(' ');

/** The equations that a text names, with what is wrong with their marks; words are in Chinese where the text is. */
export function equationMentions(text: string): Mention[] {
  const lang = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
  const marks = equationMarks(text);
  const starts = new Set(marks.map(({ at }) => at[0]));
  const lost = [...text.matchAll(ANY)].filter(({ index }) => !starts.has(index));
  return [
    ...marks.flatMap((mark) => [
      { is: 'equation', node: mark.node, options: mark.options, lang, at: mark.at } as const,
    ]),
    ...marks.flatMap(wrongOptions),
    ...lost.map(({ 0: said, index }) =>
      unusable(
        'bad-equation',
        `\`${said}\` stands in no paragraph of its own`,
        'write `{{equation NODE}}` into one, without other words',
        [index, index + said.length],
      ),
    ),
  ];
}

const wrongOptions = ({ options, at }: EquationMark): Mention[] =>
  Object.entries(options).flatMap(([name, value]) => {
    const words = Object.hasOwn(OPTIONS, name) ? OPTIONS[name]! : undefined;
    if (words?.includes(value)) return [];
    const known = Object.keys(OPTIONS);
    if (words === undefined)
      return unusable(
        'bad-equation',
        `\`${name}\` is no option of an equation in a text`,
        didYouMean(name, known) ?? 'there are `controls` and `names`; others stand in a step of `kind: equations`',
        at,
      );
    const expected = words.map((word) => `\`${word}\``).join(' or ');
    return unusable(
      'bad-equation',
      `expected ${expected} for \`${name}\`, got \`${value}\``,
      didYouMean(value, words),
      at,
    );
  });
