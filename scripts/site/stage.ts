/** Lays the documentation out for the generator of the site: pages, the lists at their sides, and the files that pages link to. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, linked } from './links.ts';
import { chinese, groups, root, textOf, titleOf } from './pages.ts';

/** Writes all of it into a folder; what was there goes. */
export function stage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const files = new Set<string>();
  const write = (name: string, text: string): void => {
    const full = path.join(folder, name);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  };
  for (const page of [...groups.flatMap(({ pages }) => pages), ...chinese, 'zh/index'])
    write(`${page}.md`, linked(textOf(page), path.dirname(`docs/${page}`), files));
  write('index.md', linked(readFileSync(path.join(root, 'README.md'), 'utf8'), '', files));
  write('sidebar.json', JSON.stringify({ en: sidebar(), zh: sidebarInChinese() }));
  for (const name of files) {
    const held = `public/${fileOf(name)}`;
    write(held, '');
    if (statSync(path.join(root, name)).isDirectory()) write(held, listing(name));
    else cpSync(path.join(root, name), path.join(folder, held));
  }
}

interface Entry {
  readonly text: string;
  readonly link: string;
}

const entry = (page: string): Entry => ({ text: titleOf(page), link: `/${page.replace(/index$/, '')}` });

const sidebar = (): object[] =>
  groups.map(({ title, pages, folded }) => ({
    text: title,
    items: pages.map(entry),
    ...(folded && { collapsed: true }),
  }));

const sidebarInChinese = (): object[] => [
  { text: 'papermake', items: [{ text: '首页', link: '/zh/' }, ...chinese.map(entry)] },
  ...groups
    .filter(({ pages }) => !pages.includes('tutorial'))
    .map(({ zh, pages }) => ({ text: `${zh}（英文）`, collapsed: true, items: pages.map(entry) })),
];

/** A folder of the repository: the names of its files, and its pipeline. */
function listing(name: string): string {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const names = readdirSync(path.join(root, name)).filter((each) => !each.startsWith('.'));
  const pipeline = path.join(root, name, 'pipeline.yaml');
  const text = existsSync(pipeline)
    ? `<h2>pipeline.yaml</h2><pre>${escaped(readFileSync(pipeline, 'utf8'))}</pre>`
    : '';
  const items = names.map((each) => `<li>${escaped(each)}</li>`).join('');
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title><h1>${name}</h1><ul>${items}</ul>${text}\n`;
}
