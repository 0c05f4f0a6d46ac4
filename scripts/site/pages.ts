/** The pages of the site: which kind each is of, in which order, and how it is called in the list at the side. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Group {
  readonly title: string;
  readonly zh: string;
  /** Paths within `docs/`, without `.md`. */
  readonly pages: readonly string[];
  /** Folded in the list until it is opened. */
  readonly folded?: true;
}

const kinds = readdirSync(path.join(root, 'docs/reference')).map((name) => `reference/${name.replace('.md', '')}`);
const howto = readdirSync(path.join(root, 'docs/howto')).map((name) => `howto/${name.replace('.md', '')}`);

export const groups: readonly Group[] = [
  { title: 'Tutorial', zh: '教程', pages: ['tutorial'] },
  {
    title: 'How to',
    zh: '按任务查',
    pages: ['howto/index', ...howto.filter((page) => page !== 'howto/index'), 'import', 'package', 'export', 'cluster'],
  },
  {
    title: 'Reference',
    zh: '参考',
    pages: [
      ...['language', 'pipeline', 'data', 'tables', 'figures', 'gallery', 'documents', 'claims', 'cli', 'errors'],
      ...['view', 'editor', 'readers', 'commands', 'bridge', 'recipes', 'agents', 'cache', 'portable', 'windows'],
      'glossary',
      'counterparts',
    ],
  },
  { title: 'Kinds of steps', zh: '步骤种类', pages: kinds, folded: true },
  {
    title: 'Explanation',
    zh: '说明',
    pages: ['methods', 'certification', 'evidence', 'witness', 'security', 'architecture'],
  },
  {
    title: 'Extending',
    zh: '扩展',
    pages: [
      ...['build-your-first-step-kind', 'build-your-first-estimator', 'build-your-first-table-format'],
      'releasing',
    ],
  },
];

/** The Chinese pages, in order. */
export const chinese: readonly string[] = ['zh/tutorial', 'zh/howto', 'zh/tables', 'zh/errors'];

/** The text of a page, by its path within `docs/`. */
export const textOf = (page: string): string => readFileSync(path.join(root, 'docs', `${page}.md`), 'utf8');

/** The heading of a page, without the marks of code. */
export function titleOf(page: string): string {
  const heading = /^# (.*)$/m.exec(textOf(page));
  if (heading === null) throw new Error(`docs/${page}.md has no heading`);
  return heading[1]!.replaceAll('`', '');
}
