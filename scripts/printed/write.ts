/** Writes the tables that pages of the documentation print, and the figures that they show. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawnPage, drawnPages, printedPage, printedPages } from './page.ts';
import { DocumentedProjects, root } from './projects.ts';

const projects = new DocumentedProjects();
for (const page of printedPages()) writeFileSync(path.join(root, page), printedPage(page, projects));
for (const page of drawnPages) {
  const { text, files } = drawnPage(page, projects);
  const folder = path.join(root, page.replace(/\.md$/, ''));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, svg] of files) writeFileSync(path.join(root, file), svg);
  writeFileSync(path.join(root, page), text);
}
projects.dispose();
