/** The pages of the documentation, by sections: each is a resource, and a search finds them by their words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownValue } from '../../base/own-value.ts';
import { packageFile } from '../place.ts';

export interface PageSection {
  readonly page: string;
  readonly title: string;
  readonly text: string;
  /** The section's anchor, as links of the pages write it. */
  readonly anchor: string;
}

export interface DocPage {
  /** `language.md` */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

const folder = (): string => packageFile('../docs');

/** All pages, by name. */
export const pages = (): readonly DocPage[] =>
  readdirSync(folder())
    .filter((name) => /\.md$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder(), name), 'utf8');
      return { name, title: /^# (.*)$/m.exec(text)?.[1] ?? name, text };
    });

export function sectionsOf({ name, text }: DocPage): PageSection[] {
  const parts: string[][] = [[]];
  let isCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    if (!isCode && /^#{1,4} /.test(line)) parts.push([]);
    parts.at(-1)!.push(line);
  }
  return parts
    .map((lines) => lines.join('\n').trim())
    .filter((part) => part !== '')
    .map((part) => {
      const title = /^#+ (.*)/.exec(part)?.[1] ?? name;
      return { page: name, title, text: part, anchor: anchorOf(title) };
    });
}

/** The anchor that GitHub gives a title. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

export const DOCS = 'papermake://docs/';

/** A section is cut after so many characters; its resource has all of it. */
const LONGEST = 1500;
/** A word in a title says more of what a section is about than many in its text. */
const TITLE_WEIGHT = 8;

/** The sections in which the words of a query stand, the best first. */
export function sectionsAbout(query: string, most: number): object[] {
  const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])];
  const all = pages().flatMap(sectionsOf);
  const lower = all.map(({ title, text }) => ({ title: title.toLowerCase(), text: text.toLowerCase() }));
  const rarity = words.map((word) =>
    Math.log(1 + all.length / (1 + lower.filter(({ text }) => text.includes(word)).length)),
  );
  const score = (at: number): number =>
    words.reduce((sum, word, i) => {
      const { title, text } = lower[at]!;
      const count = text.split(word).length - 1;
      const titled = title.includes(word) ? TITLE_WEIGHT : 0;
      return sum + rarity[i]! * (titled + count / (count + 2 + text.length / LONGEST));
    }, 0);
  return all
    .map((section, at) => ({ section, score: score(at) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ section: { page, title, text, anchor } }) => ({
      page,
      title,
      text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
      resource: `${DOCS}${page}#${anchor}`,
    }));
}

/** The text of `language.md` or of a section of it, `language.md#factors`; undefined where there is none. */
export function pageText(place: string): string | undefined {
  const [name = '', anchor] = place.split('#');
  const page = ownValue(Object.fromEntries(pages().map((each) => [each.name, each])), name);
  if (page === undefined || anchor === undefined || anchor === '') return page?.text;
  return sectionsOf(page).find((section) => section.anchor === anchor)?.text;
}
