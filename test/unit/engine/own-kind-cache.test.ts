import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedOwnKind } from '../../../src/engine/own-kind-cache.ts';

let root: string;
const kind = (text: string): string =>
  `import { word } from './lib';\nexport default { name: 'k', params: {}, run: () => ({ word, text: ${JSON.stringify(text)} }) };\n`;
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const prepare = () =>
  cachedOwnKind(path.join(root, 'steps/k.ts'), {
    root,
    folder: path.join(root, 'kinds'),
    temporaries: path.join(root, 'tmp'),
    stepModule: path.join(root, 'step.mjs'),
  });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'papermake kinds-'));
  write('steps/k.ts', kind('one'));
  write('steps/lib/index.ts', 'export const word = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('cachedOwnKind', () => {
  it('takes the bundle over while nothing changed, touches included', async () => {
    const first = await prepare();
    const bundle = fileURLToPath(first.url);
    utimesSync(path.join(root, 'steps/k.ts'), new Date(), new Date());
    const second = await prepare();
    expect(second).toEqual(first);
    expect(readFileSync(bundle, 'utf8')).toContain('word');
  });

  it.each([
    ['its source', () => write('steps/k.ts', kind('two'))],
    ['what it imports', () => write('steps/lib/index.ts', 'export const word = 2;\n')],
    ['a new file that an import now means', () => write('steps/lib.ts', 'export const word = 3;\n')],
  ])('bundles again after a change of %s', async (_, change) => {
    const first = await prepare();
    change();
    expect((await prepare()).code.digest).not.toBe(first.code.digest);
  });

  it('makes a damaged bundle or record again', async () => {
    const first = await prepare();
    const bundle = fileURLToPath(first.url);
    const text = readFileSync(bundle, 'utf8');
    writeFileSync(bundle, 'export default 0;');
    expect(await prepare()).toEqual(first);
    expect(readFileSync(bundle, 'utf8')).toBe(text);
    for (const name of readdirSync(path.join(root, 'kinds')).filter((file) => file.endsWith('.json'))) {
      writeFileSync(path.join(root, 'kinds', name), '{"torn');
    }
    expect(await prepare()).toEqual(first);
  });

  it('makes the damaged module again that bundles import', async () => {
    write('steps/k.ts', `import 'papermake/step';\n${kind('one')}`);
    // Old enough for the bundle to be noted.
    await new Promise((resolve) => setTimeout(resolve, 40));
    await prepare();
    expect(readdirSync(path.join(root, 'kinds'))).toContain('k.ts.json');
    const module = path.join(root, 'kinds/papermake-step-1.mjs');
    const text = readFileSync(module, 'utf8');
    writeFileSync(module, 'export {};');
    await prepare();
    expect(readFileSync(module, 'utf8')).toBe(text);
  });
});
