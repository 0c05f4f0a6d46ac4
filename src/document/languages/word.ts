/** Finds the tables, figures and equations that a Word document names, each in a paragraph of its own. */

import { readAttributes } from '../attributes.ts';
import { equationMentions } from '../equation-mark.ts';
import { found, type Mention, unusable } from '../mention.ts';
import { DISPLAY } from '../word/fill.ts';
import { PART_BREAK } from '../word/template.ts';

const MARK = /(?<name>\{\{\s*(?:table|figure)\b[^{}]*\}\})/dg;
const ANY = /(?<name>\{\{\s*(?:table|figure|equation)\b[^{}]*\}\})/dg;

export function mentions(whole: string): Mention[] {
  const [text = ''] = whole.split(PART_BREAK, 1);
  const beyond = [...found(whole, ANY)].filter(({ at: [start] }) => start >= text.length);
  const displays = [...found(text, DISPLAY)].map(
    ({ name, at, groups }): Mention => ({
      is: groups.kind as 'table' | 'figure',
      node: name,
      at,
    }),
  );
  const wrong = [...found(text, DISPLAY)].flatMap(({ at, groups }): Mention[] =>
    readAttributes(groups.attributes).problems.map(({ message, hint }) => unusable('bad-word', message, hint, at)),
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
    ...others.map(({ name, at }) =>
      unusable('bad-word', `\`${name}\` stands in no paragraph of its own`, 'put it into one, without other words', at),
    ),
    ...beyond.map(({ name, at }) =>
      unusable(
        'bad-word',
        `\`${name}\` stands in a note, a header or a footer, where numbers alone are put`,
        'put it into a paragraph of the text itself',
        at,
      ),
    ),
  ];
}
