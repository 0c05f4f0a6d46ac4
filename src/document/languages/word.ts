/** What a Word document names: tables, each in a paragraph of its own. */
import { found, type Mention } from '../mention.ts';
import { TABLE } from '../word/fill.ts';

const MARK = /(?<name>\{\{\s*(?:table|figure)\b[^{}]*\}\})/dg;

export function mentions(text: string): Mention[] {
  const tables = [...found(text, TABLE)].map(({ name, at }): Mention => ({ is: 'table', node: name, at }));
  const others = [...found(text, MARK)].flatMap(({ name, at }): Mention[] => {
    if (tables.some((table) => table.at[0] > at[0] && table.at[0] < at[1])) return [];
    const isFigure = /^\{\{\s*figure/.test(name);
    const message = isFigure
      ? `\`${name}\`: a Word template takes tables and numbers, no figures`
      : `\`${name}\` stands in no paragraph of its own`;
    const hint = isFigure ? 'a text in Markdown becomes Word with its figures' : 'put it into one, without other words';
    return [{ is: 'unusable', code: 'bad-word', message, hint, at }];
  });
  return [...tables, ...others];
}
