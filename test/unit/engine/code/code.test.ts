import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError, type TextPlace } from '../../../../src/base/problem.ts';
import { bundleKind, bundleKinds } from '../../../../src/engine/code/code.ts';
import { atSources, importKind } from '../../../../src/engine/code/own-kind-module.ts';
import { bundleOwnKind, moduleUrl } from '../../../../src/engine/code/own-kinds.ts';
import { thrownText } from '../../../../src/engine/code/thrown.ts';
import type { KindCode } from '../../../../src/engine/kinds.ts';

let root = '';
const entry = 'steps/scale.ts';

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'papermake-code-')));
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
  it.each([
    ['../lib/Scale.ts', 'lib/Scale.ts'],
    ['../Lib/scale.ts', 'Lib/scale.ts'],
  ])('imports files by the names that they have, which %s is not on any system', async (specifier, meant) => {
    const text = `import { scale } from '${specifier}';\nexport default { run: scale };\n`;
    put(entry, text);
    const [problem, ...others] = await problemsOf(bundleOwnKind(entry, root));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'step-code',
      message: `there is no file \`${meant}\``,
      hint: '`lib/scale.ts` is there, which is another file where case and the spelling of accents count',
    });
    const at = problem!.at[0] as TextPlace;
    expect([at.file, text.slice(at.start, at.end)]).toEqual([entry, `'${specifier}'`]);
  });

  const load = async (stepModule = path.join(root, 'tool/step.mjs')) => {
    const bundle = await bundleOwnKind(entry, root);
    const url = moduleUrl(bundle, { root, stepModule });
    // biome-ignore lint/suspicious/noExplicitAny: whatever the kind of the test is
    return { bundle, url, kind: (await importKind(url, root)).kind as any };
  };

  it('imports papermake/step by contract, and its key holds the version alone', async () => {
    put(entry, `import { twice } from 'papermake/step';\nexport default { name: 'scale', value: twice(21) };\n`);
    put('tool/step.mjs', 'export const twice = (x) => 2 * x;\n');
    const { bundle, kind } = await load();
    expect(kind).toEqual({ name: 'scale', value: 42 });
    expect(bundle.code.packages).toEqual({ 'papermake/step': '1' });

    put('tool/moved.mjs', 'export const twice = (x) => x + x;\n');
    expect((await load(path.join(root, 'tool/moved.mjs'))).bundle).toEqual(bundle);
    expect(readdirSync(root).sort()).toEqual(['lib', 'steps', 'tool']);
  });

  it.each(['tool/step.mjs', `${'a-long-folder/'.repeat(12)}step.mjs`])(
    'throws at the lines of its source, wherever %s stands',
    async (module) => {
      const statements = Array.from({ length: 20 }, (_, i) => `  const v${i} = twice(${i + module.length});`);
      const source = [
        "import { twice } from 'papermake/step';",
        'export default { run() {',
        ...statements,
        "  throw new Error('here');",
        '} };',
      ];
      put(entry, `${source.join('\n')}\n`);
      put(module, 'export const twice = (x) => 2 * x;\n');
      const { kind } = await load(path.join(root, module));
      let stack = '';
      try {
        kind.run();
      } catch (error) {
        stack = atSources((error as Error).stack!);
      }
      expect(stack).toContain(`${path.join(root, entry)}:${source.length - 1}:9`);
    },
  );

  it('imports packages from the project alone, whatever lies nearer to its code', async () => {
    const dependency = (folder: string, value: string): void => {
      put(
        `${folder}/node_modules/p/package.json`,
        '{"name": "p", "version": "1.0.0", "type": "module", "exports": "./i.js"}',
      );
      put(`${folder}/node_modules/p/i.js`, `export const value = ${value};\n`);
    };
    put(entry, `import { value } from 'p';\nexport default { value, 名: '标', here: import.meta.url };\n`);
    dependency('.', '"own"');
    dependency('steps', '"nearer"');
    dependency('.papermake', '"planted"');
    dependency('.papermake/kinds', '"planted"');
    const { bundle, kind } = await load();
    expect(kind).toEqual({ value: 'own', 名: '标', here: pathToFileURL(`${root}/`).href });
    expect(bundle.code.packages).toEqual({ p: '1.0.0' });
    expect(bundle.text).not.toContain(root);

    // The same version with other code is another package.
    dependency('.', '"patched"');
    const patched = await bundleOwnKind(entry, root);
    expect(patched.code.packages).toEqual(bundle.code.packages);
    expect(patched.code.digest).not.toBe(bundle.code.digest);
    expect(patched.code.imports).not.toEqual(bundle.code.imports);
  });

  it('is found by what Node would find for `import`', async () => {
    put(
      'node_modules/@s/p/package.json',
      JSON.stringify({
        name: '@s/p',
        version: '2.0.0',
        exports: { './sub': { module: './bundler.js', import: './esm.mjs', require: './cjs.cjs' } },
        module: './bundler.js',
        main: './cjs.cjs',
      }),
    );
    for (const file of ['esm.mjs', 'bundler.js']) put(`node_modules/@s/p/${file}`, `export const which = '${file}';\n`);
    put('node_modules/@s/p/cjs.cjs', `exports.which = 'cjs.cjs';\n`);
    put('node_modules/old/package.json', '{"name": "old", "version": "3.0.0", "main": "lib"}');
    put('node_modules/old/lib/index.js', `exports.which = 'old';\n`);
    put(
      entry,
      `import { which } from '@s/p/sub';\nimport { which as old } from 'old';\nimport { join } from 'path';\nexport default { which, old, lazy: () => import('@s/p/sub'), join: join('a', 'b') };\n`,
    );
    const { bundle, kind } = await load();
    expect(kind).toMatchObject({ which: 'esm.mjs', old: 'old', join: path.join('a', 'b') });
    expect((await kind.lazy()).which).toBe('esm.mjs');
    expect(bundle.code.packages).toEqual({ '@s/p': '2.0.0', old: '3.0.0' });
  });

  it('may import a package that is called as a folder of the project is in another case', async () => {
    put('node_modules/LIB/package.json', '{"name": "LIB", "version": "1.0.0", "main": "i.js"}');
    put('node_modules/LIB/i.js', 'exports.a = 1;\n');
    put(entry, `import { a } from 'LIB';\nexport default { a };\n`);
    expect((await bundleOwnKind(entry, root)).code.packages).toEqual({ LIB: '1.0.0' });
  });

  it('is no code in the store', async () => {
    put('.papermake/planted.ts', 'export const a = 1;\n');
    put('.papermake/p/package.json', '{"name": "p", "version": "1.0.0", "main": "i.js"}');
    put('.papermake/p/i.js', 'exports.a = 1;\n');
    mkdirSync(path.join(root, 'node_modules'));
    const planted = [['../.papermake/planted.ts', 'planted.ts']];
    // Windows makes links for administrators alone.
    if (process.platform !== 'win32') {
      symlinkSync('../.papermake/p', path.join(root, 'node_modules/p'));
      planted.push(['p', 'p/i.js']);
    }
    for (const [from, file] of planted) {
      put(entry, `import { a } from '${from}';\nexport default { a };\n`);
      const [problem] = await problemsOf(bundleOwnKind(entry, root));
      expect(problem!.message).toContain(`a step kind imports \`.papermake/${file}\`, which lies in the store`);
    }
    put(entry, `import { a } from 'absent';\nexport default { a };\n`);
    expect((await problemsOf(bundleOwnKind(entry, root)))[0]!.message).toBe(
      'package `absent` is imported but not installed',
    );
  });

  it('throws at the lines of its own files', async () => {
    put(
      entry,
      `import { scale } from '../lib/scale.ts';\n\nexport default {\n  run(x: number): number {\n    if (scale(x) > 1) throw new Error('too large');\n    return 1;\n  },\n};\n`,
    );
    const { kind } = await load();
    const text = await Promise.resolve()
      .then(() => kind.run(4))
      .catch(thrownText);
    expect(text).toMatch(/^Error: too large\n/);
    expect(text).toContain(`${path.join(root, entry)}:5:`);
    expect(text).not.toContain('base64');
  });
});
