/** Tests without an assertion are found, and helpers that assert are known. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { withoutAssertion } from '../../support/assertions.ts';

const root = mkdtempSync(path.join(tmpdir(), 'assertions-'));
afterAll(() => rmSync(root, { recursive: true }));

const found = (text: string, helper = ''): string[] => {
  writeFileSync(path.join(root, 'a.test.ts'), text);
  writeFileSync(path.join(root, 'helper.ts'), helper);
  return withoutAssertion(root, ['a.test.ts', 'helper.ts']);
};

it('names the line of a test that asserts nothing', () => {
  expect(found("\nit('runs', async () => {\n  await run();\n});\n")).toEqual(['a.test.ts:2']);
  expect(found("it.each([1, 2])('runs %i', (n) => void run(n));\n")).toEqual(['a.test.ts:1']);
});

it('passes assertions in the test, in a function of the file and in an imported one', () => {
  expect(found("it('holds', () => { expect(1).toBe(1); });\n")).toEqual([]);
  expect(found("const holds = () => expect(1).toBe(1);\nit('holds', () => holds());\n")).toEqual([]);
  const imports = "import { holds } from './helper.ts';\nit('holds', () => holds());\n";
  expect(found(imports, 'export function holds() { expect(1).toBe(1); }\n')).toEqual([]);
  expect(found(imports, 'export function holds() {}\n')).toEqual(['a.test.ts:2']);
});

it('knows methods of imported classes alone', () => {
  const test = "it('holds', () => { made.check(); });\n";
  const helper = 'export class Made { check() { expect(1).toBe(1); } }\n';
  expect(found(`import { Made } from './helper.ts';\nconst made = new Made();\n${test}`, helper)).toEqual([]);
  expect(found(test, helper)).toEqual(['a.test.ts:1']);
});
