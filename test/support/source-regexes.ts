/** The regular expressions of papermake's code: literals by parsing it, others by what modules build as they are loaded. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vitest/node';

const root = path.resolve(import.meta.dirname, '../..');

export interface SourceRegex {
  /** `src/base/text/glob.ts:12` */
  readonly at: string;
  readonly pattern: RegExp;
}

const files = ['src', 'steps'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`),
);

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
}

/** Literals, and the places where others are built. */
export function regexesInSource(): { literals: SourceRegex[]; builders: string[] } {
  const literals: SourceRegex[] = [];
  const builders = new Set<string>();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const { type, start, regex, callee } of nodesOf(text, file.endsWith('x'))) {
      const at = `${file}:${text.slice(0, start).split('\n').length}`;
      if (regex) literals.push({ at, pattern: new RegExp(regex.pattern, regex.flags) });
      if (/^(?:New|Call)Expression$/.test(type) && callee?.name === 'RegExp') builders.add(at);
    }
  }
  return { literals, builders: [...builders] };
}

function* nodesOf(text: string, isPage: boolean): Generator<SyntaxNode> {
  const open: unknown[] = [parseAst(text, { lang: isPage ? 'tsx' : 'ts' })];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if ('type' in node) yield node as SyntaxNode;
    open.push(...Object.values(node));
  }
}

/** What is built there as modules are loaded. */
export function regexesBuiltBy(builders: readonly string[]): SourceRegex[] {
  const files = new Set(builders.map((at) => at.replace(/:\d+$/, '')));
  const call = ['--import', 'tsx', path.join(import.meta.dirname, 'built-regexes.ts'), ...files];
  const lines = execFileSync(process.execPath, call, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }).trim();
  return lines.split('\n').map((line): SourceRegex => {
    const { at, source, flags } = JSON.parse(line) as Record<'at' | 'source' | 'flags', string>;
    return { at, pattern: new RegExp(source, flags) };
  });
}
