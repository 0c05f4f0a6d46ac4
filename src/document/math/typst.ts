/** Writes formulas in Typst. */
import type { MathTree, Style } from '../../base/formula/tree.ts';

/** The inside of a formula, between dollars. */
export function formulaInTypst(formula: MathTree): string {
  switch (formula.is) {
    case 'sign':
      return inStyle(escaped(formula.text), formula.style);
    case 'large':
      return formula.text;
    case 'name':
      return `op(${quoted(formula.text)}${formula.limits ? ', limits: #true' : ''})`;
    case 'text':
      return inStyle(quoted(formula.text), formula.style);
    case 'space':
      return `#h(${Math.round((formula.width * 1000) / 6) / 1000}em)`;
    case 'row':
      return formula.items.length === 0 ? '""' : formula.items.map(formulaInTypst).join(' ');
    case 'fraction':
      return formula.bar
        ? call('frac', [formula.above, formula.below])
        : `mat(delim: #none, ${formulaInTypst(formula.above)}; ${formulaInTypst(formula.below)})`;
    case 'root':
      return formula.index === null ? call('sqrt', [formula.of]) : call('root', [formula.index, formula.of]);
    case 'scripts': {
      const { base, below, above } = formula;
      const parts = [formulaInTypst(base), ...scriptsOf('b', below), ...scriptsOf('t', above)];
      return `attach(${parts.join(', ')})`;
    }
    case 'accent':
      return call(ACCENTS[formula.accent], [formula.of]);
    case 'fenced':
      return `lr(${[fence(formula.open), formulaInTypst(formula.of), fence(formula.close)].filter((each) => each !== '').join(' ')})`;
    case 'grid':
      return gridOf(formula);
    default:
      return formula satisfies never;
  }
}

const ACCENTS = {
  hat: 'hat',
  bar: 'macron',
  tilde: 'tilde',
  dot: 'dot',
  ddot: 'dot.double',
  vec: 'arrow',
  overline: 'overline',
  underline: 'underline',
} as const;

const STYLES: Readonly<Record<Style, (inside: string) => string>> = {
  italic: (inside) => `italic(${inside})`,
  upright: (inside) => `upright(${inside})`,
  bold: (inside) => `upright(bold(${inside}))`,
  'bold italic': (inside) => `bold(${inside})`,
  calligraphic: (inside) => `cal(${inside})`,
  blackboard: (inside) => `bb(${inside})`,
  typewriter: (inside) => `mono(${inside})`,
};

const inStyle = (inside: string, style: Style | undefined): string =>
  style === undefined ? inside : STYLES[style](inside);

/** Whatever is code in a formula stands for itself. */
const escaped = (text: string): string => text.replace(/[\\#$"_^/&,;()[\]{}'`~@<>=+*:!?.|-]/g, '\\$&');
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const fence = (text: string): string => escaped(text);

const call = (name: string, parts: readonly MathTree[]): string => `${name}(${parts.map(formulaInTypst).join(', ')})`;

const scriptsOf = (place: string, script: MathTree | null): string[] =>
  script === null ? [] : [`${place}: ${formulaInTypst(script)}`];

function gridOf({ rows, open, close, aligned }: MathTree & { readonly is: 'grid' }): string {
  if (aligned) return rows.map((cells) => cells.map(formulaInTypst).join(' & ')).join(' \\ ');
  if (open === '{' && close === '')
    return `cases(${rows.map((cells) => cells.map(formulaInTypst).join(' & ')).join(', ')})`;
  const delim = open === '' ? '#none' : quoted(open);
  return `mat(delim: ${delim}, ${rows.map((cells) => cells.map(formulaInTypst).join(', ')).join('; ')})`;
}
