/** The files of an equation: LaTeX, Typst and Markdown, each with the label by which texts refer to it. */
import { parseFormula } from '../../../src/base/formula/parse.ts';
import { formulaInTypst } from '../../../src/document/math/typst.ts';
import { isSeveralLines } from '../../../src/econ/equation/equation.ts';
import { typstString } from '../../../src/table/formats/typst-text.ts';

export interface WrittenEquation {
  /** The formula as LaTeX has it between dollars. */
  readonly tex: string;
  readonly label: string;
  readonly lang: 'en' | 'zh';
}

const inEnvironment = (tex: string): string => (isSeveralLines(tex) ? `\\begin{aligned}\n${tex}\n\\end{aligned}` : tex);

const writers: Readonly<Record<string, (equation: WrittenEquation) => string>> = {
  tex: ({ tex, label }) => `\\begin{equation}\\label{${label}}\n${inEnvironment(tex)}\n\\end{equation}\n`,
  typ: ({ tex, label, lang }) => {
    const parsed = parseFormula(tex);
    if (!parsed.ok) throw new Error(`${parsed.problems[0].message}: ${tex}`);
    const numbering = typstString(lang === 'zh' ? '（1）' : '(1)');
    return `#math.equation(block: true, numbering: ${numbering}, $ ${formulaInTypst(parsed.formula)} $) <${label}>\n`;
  },
  md: ({ tex, label }) => `$$\n${inEnvironment(tex)}\n$$ {#${label}}\n`,
};

export const equationExtensions: readonly string[] = Object.keys(writers);

/** Extension → text. */
export const equationFiles = (equation: WrittenEquation): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(writers).map(([extension, write]) => [extension, write(equation)]));
