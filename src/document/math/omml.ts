/** Writes formulas as Word has them (ECMA-376 part 1, Office Math). */

import { type MathTree, row, type Style } from '../../base/formula/tree.ts';
import { element, escapeXml } from '../../table/formats/office/xml.ts';

export const MATH = 'http://schemas.openxmlformats.org/officeDocument/2006/math';

/** A formula on a line of its own, or within one. */
export const formulaInWord = (formula: MathTree): string => element('m:oMath', {}, of(formula));

const arg = (name: string, formula: MathTree): string => element(`m:${name}`, {}, of(formula));
const property = (name: string, value: string): string => element(`m:${name}`, { 'm:val': value });

function of(formula: MathTree): string {
  switch (formula.is) {
    case 'sign':
      return run(formula.text, styleOf(formula.style));
    case 'large':
      return run(formula.text, '');
    case 'name':
      return run(formula.text, property('sty', 'p'));
    case 'text':
      return run(formula.text, element('m:nor'), formula.style?.includes('italic') ? element('w:i') : '');
    case 'space':
      return formula.width > 0 ? run(blanks(formula.width), element('m:nor')) : '';
    case 'row':
      return itemsOf(formula.items);
    case 'fraction': {
      const bar = formula.bar ? '' : element('m:fPr', {}, property('type', 'noBar'));
      return element('m:f', {}, bar, arg('num', formula.above), arg('den', formula.below));
    }
    case 'root': {
      const hidden = formula.index === null ? element('m:radPr', {}, property('degHide', '1')) : '';
      return element('m:rad', {}, hidden, arg('deg', formula.index ?? row([])), arg('e', formula.of));
    }
    case 'scripts':
      return scripts(formula);
    case 'accent':
      return accent(formula);
    case 'fenced':
      return fenced(formula.open, formula.close, of(formula.of));
    case 'grid':
      return grid(formula);
    default:
      return formula satisfies never;
  }
}

/** A sum takes what follows it as its own. */
function itemsOf(items: readonly MathTree[]): string {
  const at = items.findIndex((item) => item.is === 'scripts' && item.base.is === 'large');
  const large = items[at];
  if (large?.is !== 'scripts' || large.base.is !== 'large') return items.map(of).join('');
  const hide = (name: string, script: MathTree | null): string => (script === null ? property(name, '1') : '');
  const properties = element(
    'm:naryPr',
    {},
    property('chr', large.base.text),
    property('limLoc', /[∫∬∮]/.test(large.base.text) ? 'subSup' : 'undOvr'),
    hide('subHide', large.below),
    hide('supHide', large.above),
  );
  const parts = [arg('sub', large.below ?? row([])), arg('sup', large.above ?? row([]))];
  const rest = element('m:e', {}, itemsOf(items.slice(at + 1)));
  return items.slice(0, at).map(of).join('') + element('m:nary', {}, properties, ...parts, rest);
}

function scripts({ base, below, above }: MathTree & { readonly is: 'scripts' }): string {
  if (base.is === 'large') return itemsOf([{ is: 'scripts', base, below, above }]);
  if (base.is === 'name' && base.limits && below !== null) {
    const limited = element('m:limLow', {}, arg('e', base), arg('lim', below));
    return element('m:func', {}, element('m:fName', {}, limited), element('m:e', {}, above === null ? '' : of(above)));
  }
  if (below === null) return element('m:sSup', {}, arg('e', base), arg('sup', above!));
  if (above === null) return element('m:sSub', {}, arg('e', base), arg('sub', below));
  return element('m:sSubSup', {}, arg('e', base), arg('sub', below), arg('sup', above));
}

const ACCENTS = { hat: '\u0302', tilde: '\u0303', dot: '\u0307', ddot: '\u0308', vec: '\u20d7' } as const;

function accent({ accent: kind, of: inside }: MathTree & { readonly is: 'accent' }): string {
  if (kind === 'bar' || kind === 'overline' || kind === 'underline') {
    const place = property('pos', kind === 'underline' ? 'bot' : 'top');
    return element('m:bar', {}, element('m:barPr', {}, place), arg('e', inside));
  }
  return element('m:acc', {}, element('m:accPr', {}, property('chr', ACCENTS[kind])), arg('e', inside));
}

const fenced = (open: string, close: string, inside: string): string =>
  element(
    'm:d',
    {},
    element('m:dPr', {}, property('begChr', open), property('endChr', close)),
    element('m:e', {}, inside),
  );

function grid({ rows, open, close, aligned }: MathTree & { readonly is: 'grid' }): string {
  if (aligned) {
    const lines = rows.map((cells) => element('m:e', {}, cells.map(of).join(run('&', ''))));
    return element('m:eqArr', {}, ...lines);
  }
  const matrix = element(
    'm:m',
    {},
    ...rows.map((cells) => element('m:mr', {}, ...cells.map((cell) => arg('e', cell)))),
  );
  return open === '' && close === '' ? matrix : fenced(open, close, matrix);
}

function styleOf(style: Style | undefined): string {
  if (style === undefined) return '';
  if (style === 'upright' || style === 'bold') return property('sty', style === 'bold' ? 'b' : 'p');
  if (style === 'bold italic') return property('sty', 'bi');
  const scripts = { calligraphic: 'script', blackboard: 'double-struck', typewriter: 'monospace', italic: '' } as const;
  return scripts[style] === '' ? property('sty', 'i') : property('scr', scripts[style]);
}

/** A thin blank, or as many blanks as are about so many sixths of a quad. */
const blanks = (width: number): string => (width < 1.5 ? '\u2009' : ' '.repeat(Math.round(width / 1.5)));

/** `look` is that of plain words, which formulas leave to Word. */
function run(text: string, properties: string, look = ''): string {
  const said = element('m:t', { 'xml:space': 'preserve' }, escapeXml(text));
  const fonts = element(
    'w:rPr',
    {},
    element('w:rFonts', { 'w:ascii': 'Cambria Math', 'w:hAnsi': 'Cambria Math' }),
    look,
  );
  return element('m:r', {}, ...(properties === '' ? [] : [element('m:rPr', {}, properties)]), fonts, said);
}
