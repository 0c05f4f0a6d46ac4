/** Slips of hands and keyboards in YAML are told at their place, with what to write. */
import { describe, expect, it } from 'vitest';
import { printProblems } from '../../../../src/base/print.ts';
import { readYaml } from '../../../../src/engine/pipeline/source/yaml.ts';

function told(text: string): string {
  const { problems } = readYaml('pipeline.yaml', text);
  return printProblems(problems, () => text);
}
const step = (body: string): string => `papermake: 1\nsteps:\n${body}\n`;

describe('what is no text in UTF-8', () => {
  const read = (bytes: Uint8Array): string => told(new TextDecoder().decode(bytes));
  it.each([
    ['a program', Buffer.from('\x7fELF\0\0steps: x', 'latin1'), 'it holds zero bytes'],
    ['UTF-16', Buffer.from('steps: {}\n', 'utf16le'), 'it holds zero bytes'],
    [
      'GBK',
      Buffer.concat([Buffer.from('papermake: 1\ntitle: '), Buffer.from([0xc4, 0xe3, 0xba, 0xc3])]),
      'from here on',
    ],
  ])('%s is refused as that, in a few words', (_, bytes, words) => {
    const said = read(bytes);
    expect(said).toContain(`is no text in UTF-8`);
    expect(said).toContain(words);
    expect(said.length).toBeLessThan(600);
  });

  it('a scalar that the parser quotes whole is cut', () => {
    expect(told(`a: 1\n"${'x'.repeat(100_000)}" y\n`).length).toBeLessThan(2000);
  });
});

describe('full-width signs', () => {
  it.each([
    ['  m：{kind: models, fit: y ~ x}', '3:4', '：', 'write `:` and a blank'],
    ['  m:\n    kind：models\n    fit: y ~ x', '4:9', '：', 'write `:` and a blank'],
    ['  m:\n    kind: models\n    fit： y ~ x', '5:8', '：', 'write `:` and a blank'],
    ['  m: {kind: models， fit: y ~ x}', '3:19', '，', 'write `,` and a blank'],
    ['  m: {kind: models, fit： y ~ x}', '3:24', '：', 'write `:` and a blank'],
    ['  m: ｛kind: models, fit: y ~ x｝', '3:6', '｛', 'write `{`'],
  ])('%s', (body, place, sign, hint) => {
    const said = told(step(body));
    expect(said).toContain(`pipeline.yaml:${place}  \`${sign}\` is a full-width sign`);
    expect(said).toContain(`hint: ${hint}`);
    expect(said.match(/^pipeline\.yaml/gm)).toHaveLength(1);
  });

  it('are texts like any other where a label holds them', () => {
    expect(told('title: 数字经济：影响，机制（一）\nx: {zh: 人均收入（元）, label: "a：b，c"}\n')).toBe('');
    expect(told('x: {zh: "a，b", label: [}\n')).not.toContain('full-width');
  });
});

describe('indentation', () => {
  it.each([
    ['  m:\n    kind: models\n     fit: y ~ x', '5:6', 'begins at column 6, line 4 at column 5'],
    ['  m:\n    kind: models\n   fit: y ~ x', '5:4', 'begins at column 4, line 4 at column 5'],
    ['  m:\n    kind: models\n\n    # a comment\n   fit: y ~ x', '7:4', 'begins at column 4, line 4 at column 5'],
    ['  m:\n    columns:\n    - {fit: y ~ x}\n     - {fit: y ~ z}', '6:6', 'begins at column 6, line 5 at column 5'],
    ['  m:\n    columns:\n      - fit: y ~ x\n      vcov: iid', '6:7', 'begins at column 7, line 5 at column 9'],
    ['  a: {kind: models}\n    m: {kind: models}', '4:5', 'begins at column 5, line 3 at column 3'],
  ])('%s', (body, place, message) => {
    const said = told(step(body));
    expect(said).toContain(`pipeline.yaml:${place}  the line ${message}`);
    expect(said).toContain('begin at one column');
  });

  it('tabs, and colons without a blank', () => {
    expect(told(step('  m:\n\tkind: models'))).toMatch(/:4:1 .*a tab stands[\s\S]*hint: indent with blanks/);
    expect(told(step('  m:\n    kind:models\n    fit: y ~ x'))).toMatch(
      /:4:5 .*`kind:` has no blank[\s\S]*`kind: models`/,
    );
  });
});
