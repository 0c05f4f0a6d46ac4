/** Writes the tables that pages of the documentation print. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { printedPage, printedPages } from './page.ts';
import { DocumentedProjects, root } from './projects.ts';

const projects = new DocumentedProjects();
for (const page of printedPages) writeFileSync(path.join(root, page), printedPage(page, projects));
projects.dispose();
