/** Finds the tables, figures and equations that a Word document names, each in a paragraph of its own. */

import { readAttributes } from '../attributes.ts';
import { equationMentions } from '../equation-mark.ts';
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
  const wrong = [...found(text, DISPLAY)].flatMap(({ at, groups }): Mention[] =>
    readAttributes(groups.attributes).problems.map(({ message, hint }) => ({
      is: 'unusable',
      code: 'bad-word',
      message,
      hint,
      at,
    })),
  );
  // Both are in the order of the text.
  let next = 0;
  const others = [...found(text, MARK)].filter(({ at: [start, end] }) => {
    while (next < displays.length && displays[next]!.at[0] <= start) next++;
    return next === displays.length || displays[next]!.at[0] >= end;
  });
  return [
    ...displays,
    ...equationMentions(text),
    ...wrong,
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
