/** Puts tables, figures and equations into a Word document of the author's, each in the place of a paragraph that names it. */

import { parseFormula } from '../../base/formula/parse.ts';
import { openZip } from '../../frame/readers/xlsx/zip.ts';
import type { FormattedTable } from '../../table/formats/format.ts';
import { tableInText } from '../../table/formats/office/document.ts';
import { stylesOf } from '../../table/formats/office/document-styles.ts';
import { element } from '../../table/formats/office/xml.ts';
import { zipPlus, zipWith } from '../../table/formats/office/zip.ts';
import { placementOf } from '../../table/formats/page.ts';
import { ATTRIBUTES, readAttributes } from '../attributes.ts';
import { spliced, type TextEdit } from '../edit.ts';
import { equationKey, equationMarks } from '../equation-mark.ts';
import { formulaInWord, MATH } from '../math/omml.ts';
import { Marking, nextBookmark } from './marks/control.ts';
import { type Line, linesOf } from './marks/lines.ts';
import { elementsOf } from './marks/tree.ts';
import { noTable } from './no-table.ts';
import { figureXml, fitted, pictureRun, sizeOfPng } from './picture.ts';
import { placedXml } from './placed.ts';
import { withPng } from './png-type.ts';
import { textRun } from './runs.ts';
import { textStyles } from './styles.ts';

const BODY = 'word/document.xml';
const STYLES = 'word/styles.xml';
const RELATIONS = 'word/_rels/document.xml.rels';
const TYPES = '[Content_Types].xml';
const IMAGE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';
const STYLE = /<w:style .*?(?:<\/w:style>|$)/gs;

/** A paragraph of its own that names a table or a figure. */
export const DISPLAY = new RegExp(
  String.raw`^[ \t]*\{\{\s*(?<kind>table|figure)\s+(?<name>[^\s{}"“”]+)(?:\s+["“](?<caption>[^"“”{}]*)["”])?\s*\}\}${ATTRIBUTES}[ \t]*$`,
  'dgm',
);

/** A figure as a picture, and the caption that the pipeline has for it; empty where it has none. */
export interface ShownFigure {
  readonly png: Uint8Array;
  readonly caption: string;
}

export interface ShownInWord {
  /** By the names of their nodes, as figures are. */
  readonly tables: ReadonlyMap<string, FormattedTable>;
  readonly figures: ReadonlyMap<string, ShownFigure>;
  /** Formulas as LaTeX has them, by their marks. */
  readonly equations: ReadonlyMap<string, string>;
}

export function withDisplays(bytes: Uint8Array, { tables, figures, equations }: ShownInWord): Uint8Array {
  if (tables.size + figures.size + equations.size === 0) return bytes;
  const open = openZip(bytes);
  const entries = tables.size > 0 ? [...tables.values()] : [noTable('en')];
  const { xml: styles, lookOf } = stylesOf(entries, textStyles('en'));
  const counts = { table: 0, figure: 0 };
  const shown: Uint8Array[] = [];
  const own = open(BODY)!;
  const marking = new Marking(nextBookmark(own));
  const displayed = (words: string): string | undefined => {
    const [mark] = equationMarks(words);
    const formula = mark && equations.get(equationKey(mark));
    if (formula !== undefined) return equationParagraph(formula);
    const { kind, name, caption: said, attributes } = [...words.matchAll(DISPLAY)][0]?.groups ?? {};
    const { width, placement } = readAttributes(attributes).attributes;
    const entry = kind === 'table' ? tables.get(name!) : undefined;
    if (entry !== undefined) {
      const { table, options } = entry;
      const captioned = { options, table: { ...table, caption: said ?? table.caption } };
      const place = { number: ++counts.table, look: lookOf(entry) };
      const xml = tableInText(captioned, place, marking.ofTable(name!));
      return placedXml(xml, placement ?? placementOf(options));
    }
    const figure = kind === 'figure' ? figures.get(name!) : undefined;
    if (figure === undefined) return undefined;
    const number = shown.push(figure.png);
    const caption = said ?? figure.caption;
    const size = fitted(sizeOfPng(figure.png)!, width);
    const run = pictureRun(relationOf(number), PICTURES + number, size, caption || name!);
    const xml = figureXml({
      picture: marking.picture(name!, figure.png, run),
      number,
      caption: marking.captionOfFigure(name!, textRun(caption, {})),
      language: /\p{Script=Han}/u.test(caption) ? 'zh' : 'en',
    });
    return placedXml(xml, placement ?? 'auto');
  };
  const edits = linesOf(own, elementsOf(own)).flatMap((line): TextEdit[] => {
    const xml = displayed(line.words);
    return xml === undefined ? [] : [line, ...line.copies].flatMap((each) => inPlaceOf(each, xml));
  });
  const body = spliced(own, edits);
  const changed: [string, string][] = [
    [BODY, body],
    [STYLES, withStyles(open(STYLES)!, styles)],
    ...(shown.length === 0
      ? []
      : ([
          [RELATIONS, related(open(RELATIONS)!, shown.length)],
          [TYPES, withPng(open(TYPES)!)],
        ] as [string, string][])),
  ];
  const replaced = changed.reduce((all, [path, xml]) => zipWith(all, path, new TextEncoder().encode(xml)), bytes);
  return shown.reduce((all, picture, i) => zipPlus(all, `word/${targetOf(i + 1)}`, picture), replaced);
}

/** A formula in a paragraph of its own; a document of the author's may not know the names of formulas. */
function equationParagraph(tex: string): string {
  const parsed = parseFormula(tex);
  if (!parsed.ok) throw new Error(`${parsed.problems[0].message}: ${tex}`);
  return element('w:p', {}, element('m:oMathPara', { 'xmlns:m': MATH }, formulaInWord(parsed.formula)));
}

/** Numbers of pictures begin behind those that the author may have. */
const PICTURES = 10_000;
const relationOf = (number: number): string => `papermake${number}`;
const targetOf = (number: number): string => `media/papermake${number}.png`;

/** Edits by which what a paragraph names stands in its place, or behind it where a text box stands in it, which stays. */
function inPlaceOf({ paragraph: { start, end }, texts, isAround }: Line, xml: string): TextEdit[] {
  if (!isAround) return [{ at: [start, end], text: xml }];
  return [...texts.map(({ from, to }): TextEdit => ({ at: [from, to], text: '' })), { at: [end, end], text: xml }];
}

const related = (own: string, count: number): string => {
  const each = Array.from({ length: count }, (_, i) =>
    element('Relationship', { Id: relationOf(i + 1), Type: IMAGE, Target: targetOf(i + 1) }),
  );
  return own.replace('</Relationships>', `${each.join('')}</Relationships>`);
};

/** The author's styles, and those of tables and figures that they lack, which bring the letters that tables are laid out for. */
function withStyles(own: string, ours: string): string {
  const [, fonts = '', size = ''] = /<w:rPrDefault><w:rPr>(<w:rFonts[^>]*>)(<w:sz [^>]*>)/.exec(ours) ?? [];
  const lacking = [...ours.matchAll(STYLE)].flatMap(([style]) => {
    const id = /w:styleId="([^"]*)"/.exec(style)![1]!;
    if (!/^(?:Caption|Table|Figure)/.test(id) || own.includes(`w:styleId="${id}"`)) return [];
    if (!id.startsWith('Table')) return [style];
    const letters = [style.includes('<w:rFonts') ? '' : fonts, style.includes('<w:sz ') ? '' : size].join('');
    return [style.replace('<w:rPr>', `<w:rPr>${letters}`)];
  });
  return own.replace('</w:styles>', `${lacking.join('')}</w:styles>`);
}
