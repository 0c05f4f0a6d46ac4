/** Tables and figures that the documentation prints are those of its pipelines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { drawnPage, drawnPages, printedPage, printedPages } from '../../scripts/printed/page.ts';
import { DocumentedProjects, root } from '../../scripts/printed/projects.ts';

const projects = new DocumentedProjects();
afterAll(() => projects.dispose());

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

describe('tables in the documentation', () => {
  it.each(printedPages())('are as `npm run generate` prints them in %s', (page) => {
    expect(textOf(page)).toContain('<!-- printed: ');
    expect(printedPage(page, projects)).toBe(textOf(page));
  });

  it('are never written by hand', () => {
    for (const page of printedPages()) {
      const lines = textOf(page).split('\n');
      const heads = lines.flatMap((line, i) => (/^\| :?-+ *\| :-+:/.test(line) ? [i - 1] : []));
      for (const head of heads) expect(lines[head - 2], lines[head]).toMatch(/^<!-- printed: .* -->$/);
    }
  });
});

describe('figures in the documentation', () => {
  it.each(drawnPages)('are as `npm run generate` draws them for %s, and no other stands beside them', (page) => {
    const { text, files } = drawnPage(page, projects);
    expect(text).toBe(textOf(page));
    const folder = page.replace(/\.md$/, '');
    expect(readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)).toEqual([...files.keys()].sort());
    for (const [file, svg] of files) expect(svg, file).toBe(textOf(file));
  });
});
