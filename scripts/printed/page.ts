/** Prints tables and figures of the pipelines in the documentation below them, so that none there goes stale. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type DocumentedProjects, root } from './projects.ts';

/** Pages that print tables. */
export const printedPages = (): readonly string[] => [
  ...['docs/data.md', 'docs/language.md', 'docs/tables.md', 'docs/zh/tables.md'],
  ...['docs/howto', 'scripts/reference/examples']
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((page) => readFileSync(path.join(root, page), 'utf8').includes('<!-- printed: ')),
];

/** Pages that show figures, whose files stand in a folder of the page's name. */
export const drawnPages = ['docs/figures.md'] as const;

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

/** A whole pipeline; or a mark and the picture below it. */
const PICTURES = /```yaml\n(papermake: 1\n[\s\S]*?)```|(<!-- drawn: (\S+) -->\n\n)(?:!\[.*\n)?/g;

/** A page as it shows figures, and their files by path. */
export interface DrawnPage {
  readonly text: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Has each mark `<!-- drawn: NAME -->` of a page followed by that figure of the pipeline above, which says what screen readers hear. */
export function drawnPage(page: string, projects: DocumentedProjects): DrawnPage {
  let pipeline = '';
  const files = new Map<string, string>();
  const folder = path.basename(page, '.md');
  const text = readFileSync(path.join(root, page), 'utf8').replace(
    PICTURES,
    (all, whole?: string, mark?: string, name?: string) => {
      if (mark === undefined || name === undefined) {
        pipeline = whole!;
        return all;
      }
      const svg = projects.figure(pipeline, name);
      files.set(`docs/${folder}/${name}.svg`, svg);
      return `${mark}![${/<title>(.*?)<\/title>/.exec(svg)![1]}](${folder}/${name}.svg)\n`;
    },
  );
  return { text, files };
}

/** The table of a file in Markdown. */
function tableOf(text: string, withNotes: boolean): string {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const notes = text.split('\n').filter((line) => withNotes && line.startsWith('*Notes:*'));
  return [...lines, ...notes.flatMap((line) => ['', line])].map((line) => `${line}\n`).join('');
}
