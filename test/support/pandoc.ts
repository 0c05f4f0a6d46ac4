/** What pandoc reads in a document with tables. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Nothing is lacking under CI, where everything must be there. */
export const lacksPandoc = !process.env.CI && spawnSync('pandoc', ['--version']).error !== undefined;

export interface PandocTable {
  readonly rows: readonly (readonly string[])[];
}

export interface PandocDocument {
  readonly tables: readonly PandocTable[];
  /** Of the whole document, without markup. */
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim();

/** `format` as `pandoc --from` has it. */
export function readByPandoc(bytes: Uint8Array, format: string): PandocDocument {
  const html = execFileSync('pandoc', ['--from', format, '--to', 'html', '--wrap=none'], { input: bytes }).toString();
  const tables = [...html.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => ({
    rows: [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => textOf(cell!)),
    ),
  }));
  return { tables, text: textOf(html) };
}
