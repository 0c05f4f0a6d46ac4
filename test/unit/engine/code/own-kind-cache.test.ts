import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedOwnKind } from '../../../../src/engine/code/own-kind-cache.ts';

let root: string;
const kind = (text: string): string =>
  `import { word } from './lib';\nimport { v } from 'p';\nexport default { name: 'k', params: {}, run: () => ({ word, v, text: ${JSON.stringify(text)} }) };\n`;
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const prepare = () => cachedOwnKind('steps/k.ts', root);
const entries = (): string[] => readdirSync(path.join(root, '.papermake/kinds'));
/** Old enough for the bundle to be noted. */
const pass = () => new Promise((resolve) => setTimeout(resolve, 40));

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'papermake kinds-'));
  write('steps/k.ts', kind('one'));
  write('steps/lib/index.ts', 'export const word = 1;\n');
  write('node_modules/p/package.json', '{"name": "p", "version": "1.0.0", "main": "i.js"}');
  write('node_modules/p/i.js', 'exports.v = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('cachedOwnKind', () => {
  it('takes the bundle over while nothing changed, touches included', async () => {
    await pass();
    const first = await prepare();
    expect(entries()).toEqual(['k.ts.json']);
    const text = readFileSync(path.join(root, '.papermake/kinds/k.ts.json'), 'utf8');
    utimesSync(path.join(root, 'steps/k.ts'), new Date(), new Date());
    expect(await prepare()).toEqual(first);
    expect(readFileSync(path.join(root, '.papermake/kinds/k.ts.json'), 'utf8')).toBe(text);
    expect(first.text).toContain('word');
  });

  it.each([
    ['its source', () => write('steps/k.ts', kind('two'))],
    ['what it imports', () => write('steps/lib/index.ts', 'export const word = 2;\n')],
    ['a new file that an import now means', () => write('steps/lib.ts', 'export const word = 3;\n')],
    ['the version of a package', () => write('node_modules/p/package.json', '{"version": "1.0.1", "main": "i.js"}')],
    ['the code of a package', () => write('node_modules/p/i.js', 'exports.v = 2;\n')],
  ])('bundles again after a change of %s', async (_, change) => {
    await pass();
    const first = await prepare();
    expect(entries()).toEqual(['k.ts.json']);
    change();
    expect((await prepare()).code.digest).not.toBe(first.code.digest);
  });

  it('bundles again where the project was moved: its packages lie elsewhere', async () => {
    await pass();
    const first = await prepare();
    const before = root;
    root = `${root} moved`;
    renameSync(before, root);
    const moved = await prepare();
    expect(moved.code).toEqual(first.code);
    expect(Object.values(moved.resolved)[0]).toBe(path.join(root, 'node_modules/p/i.js'));
  });

  it.each([
    ['torn', () => '{"torn'],
    ['edited', (text: string) => text.replaceAll('word', 'wird')],
  ])('makes an entry that is %s again', async (_, damage) => {
    await pass();
    const first = await prepare();
    const file = path.join(root, '.papermake/kinds/k.ts.json');
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, damage(sound));
    expect(await prepare()).toEqual(first);
    expect(readFileSync(file, 'utf8')).toBe(sound);
  });
});
