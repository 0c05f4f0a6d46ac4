/** What a Word document names: tables and figures, each in a paragraph of its own. */
import { found, type Mention } from '../mention.ts';
import { DISPLAY } from '../word/fill.ts';

const MARK = /(?<name>\{\{\s*(?:table|figure)\b[^{}]*\}\})/dg;

export function mentions(text: string): Mention[] {
  const displays = [...found(text, DISPLAY)].map(
    ({ name, at, groups }): Mention => ({
      is: groups.kind as 'table' | 'figure',
      node: name,
      at,
    }),
  );
  const others = [...found(text, MARK)].filter(
    ({ at }) => !displays.some((each) => each.at[0] > at[0] && each.at[0] < at[1]),
  );
  return [
    ...displays,
    ...others.map(
      ({ name, at }): Mention => ({
        is: 'unusable',
        code: 'bad-word',
        message: `\`${name}\` stands in no paragraph of its own`,
        hint: 'put it into one, without other words',
        at,
      }),
    ),
  ];
}
