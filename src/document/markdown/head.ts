/** Reads what stands at the head of a text in Markdown, as pandoc and Quarto have it. */
import { parse } from 'yaml';
import { isJsonObject, type Json } from '../../base/json.ts';
import type { Stretch } from '../mention.ts';
import type { FrontMatter } from './tree.ts';

const HEAD = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** The end of the head, 0 where there is none. */
export const headEnd = (text: string): number => HEAD.exec(text)?.[0].length ?? 0;

/** A head as it is written, where nothing may be said of the numbers of sections, and a placement may be none. */
export type WrittenHead = Omit<FrontMatter, 'numbered' | 'placement'> & {
  readonly numbered: boolean | null;
  readonly placement: string | null;
};

export type ReadHead =
  | { readonly ok: true; readonly head: WrittenHead }
  | { readonly ok: false; readonly message: string; readonly at: Stretch };

export function readHead(text: string): ReadHead {
  const [whole, yaml = ''] = HEAD.exec(text) ?? [''];
  try {
    const said: Json = parse(yaml) ?? {};
    return { ok: true, head: headOf(isJsonObject(said) ? said : {}) };
  } catch (error) {
    return {
      ok: false,
      message: (error as Error).message.split('\n')[0]!,
      at: [0, whole.length],
    };
  }
}

const textOf = (said: Json | undefined): string =>
  typeof said === 'string' || typeof said === 'number' ? String(said).trim() : '';
const listOf = (said: Json | undefined): readonly Json[] =>
  said === undefined || said === null ? [] : Array.isArray(said) ? said : [said as Json];

function headOf(said: { readonly [key: string]: Json }): WrittenHead {
  return {
    title: textOf(said.title),
    subtitle: textOf(said.subtitle),
    authors: listOf(said.author ?? said.authors).map((each) =>
      isJsonObject(each)
        ? {
            name: textOf(each.name),
            affiliation: listOf(each.affiliation ?? each.affiliations)
              .map(nameOf)
              .join(', '),
          }
        : { name: textOf(each), affiliation: '' },
    ),
    date: textOf(said.date),
    abstract: textOf(said.abstract),
    keywords: listOf(said.keywords).map(textOf),
    language: /^zh/.test(textOf(said.lang)) ? 'zh' : 'en',
    bibliography: listOf(said.bibliography).map(textOf),
    numbered: typeof said['number-sections'] === 'boolean' ? said['number-sections'] : null,
    placement: textOf(said.placement) || null,
    style: textOf(said.csl) || null,
  };
}

const nameOf = (said: Json): string => (isJsonObject(said) ? textOf(said.name) : textOf(said));
