/** The Typst of every golden table compiles without a warning. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, it } from 'vitest';

const workspace = path.resolve(import.meta.dirname, '../../golden/tables');
const compiler = NodeCompiler.create({ workspace });
const names = readdirSync(workspace).filter((name) => name.endsWith('.typ'));

function compiled(mainFileContent: string): readonly string[] {
  const result = compiler.compile({ mainFileContent });
  const told = result.takeDiagnostics() ?? result.takeError();
  return told === null ? [] : compiler.fetchDiagnostics(told).map(({ message }: { message: string }) => message);
}

describe('Typst', () => {
  it('has tables to compile', () => expect(names.length).toBeGreaterThan(15));

  it.each(names)('compiles %s, and refers to it', (name) => {
    const { 0: table } = name.split('.');
    expect(compiled(`#include "${name}"\nSee #ref(label("tab:${table}")).`)).toEqual([]);
  });

  const absent = spawnSync('pdftotext', ['-v']).error !== undefined && !process.env.CI;
  it.skipIf(absent)('breaks no number, however many columns there are', () => {
    const pdf = compiler.pdf({ mainFileContent: '#set page(width: 15cm)\n#include "scaled.typ"' });
    const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString();
    // Ten columns, twice the five of the baseline.
    expect(text.match(/\(0\.664\)/g)).toHaveLength(2);
    expect(text.match(/−7\.783/g)).toHaveLength(2);
  });

  it('would tell of an error', () => expect(compiled('#include "no-such-table.typ"')).not.toEqual([]));
});
