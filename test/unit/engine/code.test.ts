import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError, type TextPlace } from '../../../src/base/problem.ts';
import { bundleKind, bundleKinds, type KindCode } from '../../../src/engine/code.ts';
import { prepareOwnKind } from '../../../src/engine/own-kinds.ts';

let root = '';
const entry = 'steps/scale.ts';

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'papermake-code-'));
  put(entry, `import { scale } from '../lib/scale.ts';\nexport const run = (x: number): number => scale(x) + 1;\n`);
  put('lib/scale.ts', 'export function scale(x: number): number {\n  return x * 2;\n}\nexport const unused = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

async function digest(): Promise<KindCode> {
  return (await bundleKind(entry, { root })).code;
}

function changed(before: KindCode, after: KindCode): string[] {
  return Object.keys(after.files).filter((file) => before.files[file] !== after.files[file]);
}

async function problemsOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return (error as ProblemError).problems;
}

describe('the digest of a kind', () => {
  it('ignores comments and formatting, in the entry and in what it imports', async () => {
    const before = await digest();
    put(
      entry,
      `// what it does\nimport {scale} from "../lib/scale.ts"\n\n\nexport const run = (x: number) => scale( x ) + 1\n`,
    );
    put(
      'lib/scale.ts',
      '/*! legal */ export function scale(x: number) { return (/* twice */ x) * 2; }\nexport const unused = 1;',
    );
    const after = await digest();
    expect(after).toEqual(before);
  });

  it('changes with an imported file, and names it', async () => {
    const before = await digest();
    put('lib/scale.ts', 'export function scale(x: number): number {\n  return x * 3;\n}\nexport const unused = 1;\n');
    const after = await digest();
    expect(after.digest).not.toBe(before.digest);
    expect(changed(before, after)).toEqual(['lib/scale.ts']);
  });

  it('changes with a file behind a re-export, and names both', async () => {
    put('lib/all.ts', `export * from './scale.ts';\n`);
    put(entry, `import { scale } from '../lib/all.ts';\nexport const run = scale;\n`);
    const before = await digest();
    expect(Object.keys(before.files)).toEqual(['lib/all.ts', 'lib/scale.ts', entry]);
    put('lib/other.ts', 'export const scale = (x: number) => x / 2;\n');
    put('lib/all.ts', `export * from './other.ts';\n`);
    const after = await digest();
    expect(after.digest).not.toBe(before.digest);
    expect(changed(before, after)).toEqual(['lib/all.ts', 'lib/other.ts']);
  });

  it('ignores code that the kind does not use', async () => {
    const before = await digest();
    put('lib/scale.ts', 'export function scale(x: number): number {\n  return x * 2;\n}\nexport const unused = 2;\n');
    expect((await digest()).digest).toBe(before.digest);
  });

  it('does not count imports of types, however they are written', async () => {
    const before = await digest();
    put('lib/types.ts', 'export interface Size { x: number }\nexport type Other = string;\nconsole.log(1);\n');
    put(
      entry,
      `import type { Size } from '../lib/types.ts';\nimport { type Other } from '../lib/types.ts';\nimport { scale } from '../lib/scale.ts';\n` +
        `export const run = (x: Size['x'], _?: Other): number => scale(x) + 1;\n`,
    );
    put('tsconfig.json', '{"compilerOptions": {"verbatimModuleSyntax": true}}');
    const after = await digest();
    expect(Object.keys(after.files)).toEqual(Object.keys(before.files));
    put(entry, `import { scale } from '../lib/scale.ts';\nexport const run = (x, _) => scale(x) + 1;\n`);
    expect((await digest()).digest).toBe(after.digest);
  });

  it('does not depend on where the project stands', async () => {
    const before = await digest();
    const elsewhere = path.join(root, 'moved/deeper');
    put(
      'moved/deeper/steps/scale.ts',
      `import { scale } from '../lib/scale.ts';\nexport const run = (x: number): number => scale(x) + 1;\n`,
    );
    put(
      'moved/deeper/lib/scale.ts',
      'export function scale(x: number): number {\n  return x * 2;\n}\nexport const unused = 1;\n',
    );
    expect((await bundleKind(entry, { root: elsewhere })).code).toEqual(before);
  });

  it('holds packages by name and version, and no builtin modules', async () => {
    put('node_modules/@a/b/package.json', '{"name": "@a/b", "version": "1.2.3"}');
    put(
      entry,
      `import { c } from '@a/b/c';\nimport { join } from 'node:path';\nexport const run = () => c(join('a'));\n`,
    );
    const before = await digest();
    expect(before.packages).toEqual({ '@a/b': '1.2.3' });
    put('node_modules/@a/b/package.json', '{"name": "@a/b", "version": "1.2.4"}');
    expect((await digest()).digest).not.toBe(before.digest);
  });

  it('is the same for a kind alone and among others', async () => {
    put('steps/other.ts', `import { unused } from '../lib/scale.ts';\nexport const run = () => unused;\n`);
    const all = await bundleKinds({ scale: entry, other: 'steps/other.ts' }, { root });
    expect(all.scale!.code).toEqual(await digest());
    expect(all.other!.code.digest).not.toBe(all.scale!.code.digest);
  });
});

describe('errors in step code', () => {
  it('points at a syntax error by UTF-16 offsets', async () => {
    const text = `const 标 = 'é';\nexport const é = 1 +;\n`;
    put(entry, text);
    const problems = await problemsOf(digest());
    expect(problems).toMatchObject([{ code: 'step-code', severity: 'error', message: 'Unexpected `;`' }]);
    const at = problems[0]!.at[0] as TextPlace;
    expect(at.file).toBe(entry);
    expect(text.slice(at.start, at.end)).toBe(';');
    expect(text.slice(0, at.start).endsWith('1 +')).toBe(true);
  });

  it('names a file that is not there and a package that is not installed', async () => {
    put(entry, `import { a } from './absent.ts';\nexport const run = a;\n`);
    expect((await problemsOf(digest()))[0]!.message).toBe('Could not resolve `./absent.ts`');
    const text = `import a from 'no-such-package/sub';\nexport const run = a;\n`;
    put(entry, text);
    const [problem] = await problemsOf(digest());
    expect(problem).toMatchObject({
      code: 'step-package',
      message: 'package `no-such-package` is imported but not installed',
    });
    const at = problem!.at[0] as TextPlace;
    expect(text.slice(at.start, at.end)).toBe(`'no-such-package/sub'`);
  });
});

describe("a project's own kind", () => {
  it('imports papermake/step by contract, and its key holds the version alone', async () => {
    put(entry, `import { twice } from 'papermake/step';\nexport default { name: 'scale', value: twice(21) };\n`);
    put('tool/step.mjs', 'export const twice = (x) => 2 * x;\n');
    const options = {
      root,
      folder: path.join(root, '.papermake/kinds'),
      temporaries: path.join(root, '.papermake/tmp'),
      stepModule: path.join(root, 'tool/step.mjs'),
    };
    const kind = await prepareOwnKind(entry, options);
    expect((await import(kind.url)).default).toEqual({ name: 'scale', value: 42 });
    expect(kind.code.packages).toEqual({ 'papermake/step': '1' });

    put('tool/moved.mjs', 'export const twice = (x) => x + x;\n');
    const moved = await prepareOwnKind(entry, { ...options, stepModule: path.join(root, 'tool/moved.mjs') });
    expect(moved).toEqual(kind);
    expect(readdirSync(options.folder).sort()).toEqual([`${kind.code.digest}.mjs`, 'papermake-step-1.mjs']);
  });
});
