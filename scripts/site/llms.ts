/** Writes llms.txt: the pages of the documentation for language models, by kind, each with its title. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chinese, groups, root, titleOf } from './pages.ts';

export function llms(): string {
  const said = /^\*make for[\s\S]*?(?=\n\n)/m.exec(readFileSync(path.join(root, 'README.md'), 'utf8'))![0];
  const list = (pages: readonly string[]): string[] => pages.map((page) => `- [${titleOf(page)}](docs/${page}.md)`);
  const parts = groups.flatMap(({ title, pages }) => [`## ${title}`, '', ...list(pages), '']);
  const quoted = said.replaceAll('*', '').replaceAll('\n', ' ');
  return ['# papermake', '', `> ${quoted}`, '', ...parts, '## 中文', '', ...list(['zh/index', ...chinese]), ''].join(
    '\n',
  );
}

if (process.argv[1] === import.meta.filename) writeFileSync(path.join(root, 'llms.txt'), llms());
