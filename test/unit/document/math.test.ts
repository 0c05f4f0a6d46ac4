/** Formulas: what is understood compiles in Typst, and is well-formed in Word; what is not is refused where it stands. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, it } from 'vitest';
import { accents, grids, large, limitNames, names, signs, spaces, styles } from '../../../src/base/formula/commands.ts';
import { parseFormula } from '../../../src/base/formula/parse.ts';
import { formulaInWord } from '../../../src/document/math/omml.ts';
import { formulaInTypst } from '../../../src/document/math/typst.ts';

const FORMULAS = [
  String.raw`\mathit{Gap}_{it} = \alpha_i + \beta\,\mathrm{NQP}_{it} + \boldsymbol{x}_{it}'\boldsymbol{\gamma} + \varepsilon_{it}`,
  String.raw`\hat\beta = \frac{\sum_{i=1}^{n} (x_i - \bar{x})(y_i-\bar y)}{\sqrt[3]{n, k}} \in [0,1)`,
  String.raw`\left( \frac{1}{2} \right]^{2} \lim_{n\to\infty} \log x, \quad \text{if } x > 0 \left. y \right|_{0}^{1}`,
  String.raw`f(x) = \begin{cases} 1 & \text{if } q \le \gamma \\ 0 & \text{otherwise}\end{cases} \begin{pmatrix} a & b \\ c & d\end{pmatrix}`,
  String.raw`a &= b \\ c &= d/e`,
  String.raw`\mathbb{E}[y \mid x], \mathcal{N}(0,\sigma^2), \Pr(x'=1) \operatorname{Var}(x) \binom{n}{k} 1{,}000 \overline{ab} \ddot{x}`,
  String.raw`R^2_{a} x^{*} \# "q" #panic() $ ; @ ~ {} {}_a \int_0^1 f(x) dx`,
  ...[signs, spaces].map((all) =>
    Object.keys(all)
      .map((name) => `\\${name} `)
      .join(''),
  ),
  Object.keys(large)
    .map((name) => `\\${name}_a^b x`)
    .join(' '),
  [...names, ...limitNames].map((name) => `\\${name} x`).join(' '),
  [...Object.keys(accents), ...Object.keys(styles)].map((name) => `\\${name}{x}`).join(' '),
  Object.keys(grids)
    .map((name) => `\\begin{${name}} a & b \\\\ c & d \\end{${name}}`)
    .join(' '),
];

const compiler = NodeCompiler.create({ workspace: import.meta.dirname });

describe('formulas', () => {
  it.each(FORMULAS)('%s', (tex) => {
    const parsed = parseFormula(tex);
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    const compiled = compiler.compile({ mainFileContent: `$ ${formulaInTypst(parsed.formula)} $` });
    const told = [compiled.takeWarnings(), compiled.takeDiagnostics(), compiled.takeError()];
    expect(told.flatMap((each) => (each === null ? [] : compiler.fetchDiagnostics(each)))).toEqual([]);
    const open: string[] = [];
    for (const [, close, name, alone] of formulaInWord(parsed.formula).matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(name);
      else if (!alone) open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('are written in Typst as they are meant', () => {
    const written = (tex: string): string => {
      const parsed = parseFormula(tex);
      return parsed.ok ? formulaInTypst(parsed.formula) : parsed.problems[0].message;
    };
    expect(written(String.raw`\frac{a}{b}`)).toBe('frac(a, b)');
    expect(written("x_{it}'")).toBe('attach(x, b: i t, t: ′)');
    expect(written(String.raw`\mathrm{NQP}`)).toBe('"NQP"');
    expect(written('#read("x")')).toBe(String.raw`\# r e a d \( \" x \" \)`);
  });

  it.each([
    ['a + \\foo x', '`\\foo` is no command of formulas that papermake knows', 4, 8],
    ['\\alfa', '`\\alfa` is no command of formulas that papermake knows', 0, 5],
    ['\\left( x', '`\\left` without its `\\right`', 0, 8],
    ['{x', 'expected `}`', 2, 3],
    ['x}', '`}` closes nothing', 1, 2],
    ['\\begin{array}x\\end{array}', '`array` is no environment of formulas that papermake knows', 0, 13],
    ['x_', 'the formula ends where something is expected', 2, 3],
    ['x_a_b', 'two subscripts in a row', 4, 5],
    [`${'{'.repeat(100)}`, 'the formula is nested too deeply', 60, 61],
  ])('refuses `%s`', (tex, message, start, end) => {
    const parsed = parseFormula(tex);
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ message, start, end }]);
  });
});
