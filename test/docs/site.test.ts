/** The site has every page of the documentation, and their links lead to pages, headings and files that are there. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { linked } from '../../scripts/site/links.ts';
import { llms } from '../../scripts/site/llms.ts';
import { chinese, groups, root, textOf, titleOf } from '../../scripts/site/pages.ts';

const pages = [...groups.flatMap((group) => group.pages), ...chinese, 'zh/index'];

/** Blocks and spans of code, in which nothing is a link. */
const CODE = /^```[\s\S]*?^```$|``[^\n]*?``|`[^`\n]*`/gm;

/** Anchors as GitHub and the site make them of headings; one that repeats has a number. */
function anchorsOf(text: string): Set<string> {
  const all = new Set<string>();
  for (const [, heading] of text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)) {
    const slug = heading!
      .trim()
      .toLowerCase()
      .replace(/\]\([^)]*\)/g, '')
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let name = slug;
    for (let i = 1; all.has(name); i++) name = `${slug}-${i}`;
    all.add(name);
  }
  return all;
}

const sources = new Map<string, { readonly from: string; readonly text: string }>([
  ...pages.map((page) => [`/${page}.md`, { from: path.dirname(`docs/${page}`), text: textOf(page) }] as const),
  ['/', { from: '', text: readFileSync(path.join(root, 'README.md'), 'utf8') }] as const,
]);

/** Links of a text that lead to no page of the site, or to no heading of it. */
function lost(text: string, from: string, at: string): string[] {
  const prose = linked(text, from, new Set()).replace(CODE, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link) || link.startsWith('/files/')) return false;
    const [page, anchor] = link.split('#') as [string, string?];
    const target = sources.get(page === '' ? at : page.replace(/^\/howto\/$/, '/howto/index.md'));
    return target === undefined || (anchor !== undefined && !anchorsOf(target.text).has(decodeURIComponent(anchor)));
  });
}

describe('the site', () => {
  it('has every page once, by its title', () => {
    const written = (readdirSync(path.join(root, 'docs'), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.replace('.md', '').replaceAll('\\', '/'));
    expect([...pages].sort()).toEqual(written.sort());
    expect(pages.filter((page) => titleOf(page) === '')).toEqual([]);
  });

  it.each([...sources])('finds what %s links to', (at, { text, from }) => expect(lost(text, from, at)).toEqual([]));

  it('would find a link that leads nowhere', () => {
    expect(lost('[a](tables.md#no-such-heading) [b](tables.md#panels)', 'docs', '/')).toEqual([
      '/tables.md#no-such-heading',
    ]);
    expect(() => lost('[a](nowhere.md)', 'docs', '/')).toThrow('not there');
  });

  it('has a menu that leads to pages in both languages', () => {
    const config = readFileSync(path.join(root, 'site/.vitepress/config.mjs'), 'utf8');
    const links = [...config.matchAll(/link: \{ en: '([^']+)', zh: '([^']+)' \}/g)].flatMap(([, en, zh]) => [en!, zh!]);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !sources.has(`${link.replace(/\/$/, '/index')}.md`))).toEqual([]);
  });

  it('is listed in llms.txt as `npm run generate` writes it', () => {
    expect(readFileSync(path.join(root, 'llms.txt'), 'utf8')).toBe(llms());
  });

  it('begins with a README of at most 120 lines', () => {
    expect(sources.get('/')!.text.split('\n').length - 1).toBeLessThanOrEqual(120);
  });
});
