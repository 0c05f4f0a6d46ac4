/** Links of the documentation as the site has them: pages stay pages, and files of the repository are held beside them. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './pages.ts';

/** Blocks and spans of code, which hold no links. */
const CODE = /(^```[\s\S]*?^```$|``[^\n]*?``|`[^`\n]*`)/m;

/** The target of a link or a picture. */
const TARGET = /\]\(([^)\s]+)\)/g;

/** A text with its links; `from` is its folder within the repository, and `files` gathers the files that it names. */
export function linked(text: string, from: string, files: Set<string>): string {
  const parts = text.split(CODE);
  return parts.map((part, i) => (i % 2 === 1 ? part : prose(part, from, files))).join('');
}

/** Outside of code, angles are those of the text, no tags. */
function prose(part: string, from: string, files: Set<string>): string {
  return part
    .replaceAll(TARGET, (_, target: string) => `](${linkTo(target, from, files)})`)
    .replaceAll(/<(?!!--|br>)/g, '&lt;');
}

function linkTo(target: string, from: string, files: Set<string>): string {
  if (/^(?:https?:|mailto:|#)/.test(target)) return target;
  const [file, anchor] = target.split('#') as [string, string?];
  const full = path.resolve(root, from, file);
  if (!existsSync(full)) throw new Error(`a page in ${from} links to ${target}, which is not there`);
  const name = path.relative(root, full).split(path.sep).join('/');
  const end = anchor === undefined ? '' : `#${anchor}`;
  if (name === 'README.md') return `/${end}`;
  if (/^docs\/.*\.md$/.test(name)) return `/${name.slice('docs/'.length)}${end}`;
  if (name === 'docs/howto') return '/howto/';
  files.add(name);
  return `/${fileOf(name)}`;
}

/** Where the site holds a file or a folder of the repository. */
export function fileOf(name: string): string {
  if (statSync(path.join(root, name)).isDirectory()) return `files/${name}/index.html`;
  return `files/${name.endsWith('.md') ? `${name}.txt` : name}`;
}
