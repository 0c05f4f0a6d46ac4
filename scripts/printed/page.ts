/** Prints tables of the pipelines in the documentation below them, so that no table there goes stale. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentedProjects, root } from './projects.ts';

/** Pages that print tables. */
export const printedPages = ['docs/data.md', 'docs/language.md', 'docs/tables.md'] as const;

/** A whole pipeline; or a mark and the table below it, with its notes where the mark asks for them. */
const PARTS =
  /```yaml\n(papermake: 1\n[\s\S]*?)```|(<!-- printed: (\S+?)(, with notes)? -->\n\n)(?:\|.*\n)*(?:\n\*Notes:\*.*\n)?/g;

/**
 * The text of a page whose marks `<!-- printed: tables.main -->` are followed by that table of the pipeline above, or by a table
 * that an example has committed, `<!-- printed: examples/NAME/out/tables/main.md -->`.
 */
export function printedPage(page: string, projects: DocumentedProjects): string {
  let pipeline = '';
  const text = readFileSync(path.join(root, page), 'utf8');
  return text.replace(PARTS, (all, whole?: string, mark?: string, name?: string, notes?: string) => {
    if (mark === undefined || name === undefined) {
      pipeline = whole!;
      return all;
    }
    const table = name.includes('/') ? readFileSync(path.join(root, name), 'utf8') : projects.table(pipeline, name);
    return `${mark}${tableOf(table, notes !== undefined)}`;
  });
}

/** The table of a file in Markdown. */
function tableOf(text: string, withNotes: boolean): string {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const notes = text.split('\n').filter((line) => withNotes && line.startsWith('*Notes:*'));
  return [...lines, ...notes.flatMap((line) => ['', line])].map((line) => `${line}\n`).join('');
}
