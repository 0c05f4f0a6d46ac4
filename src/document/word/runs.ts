/** Writes runs of text in Word, in the styles of their words. */
import { element, escapeXml } from '../../table/formats/office/xml.ts';
import { piecesOf } from './marks/signs.ts';

export interface RunLook {
  readonly bold?: true;
  readonly italic?: true;
  readonly struck?: true;
  readonly raised?: 'superscript' | 'subscript';
  readonly code?: true;
  readonly linked?: true;
}

/** Properties in the order of the standard. */
export function lookOf({ bold, italic, struck, raised, code, linked }: RunLook): string {
  const font = { 'w:ascii': 'Courier New', 'w:hAnsi': 'Courier New', 'w:cs': 'Courier New' };
  const properties = [
    code ? element('w:rFonts', font) : '',
    bold ? element('w:b') : '',
    italic ? element('w:i') : '',
    struck ? element('w:strike') : '',
    linked ? element('w:color', { 'w:val': '1A4F8B' }) : '',
    raised ? element('w:vertAlign', { 'w:val': raised }) : '',
  ].join('');
  return properties === '' ? '' : element('w:rPr', {}, properties);
}

/** A text in one run; nothing where it is empty. */
export const textRun = (text: string, look: RunLook): string => runOf(look.code ? text : withQuotes(text), look);

/** A text in runs, of which those between signs are numbers; `number` puts them into their marks, by their places among the edits. */
export const textRuns = (text: string, look: RunLook, number: (index: number, run: string) => string): string =>
  piecesOf(withQuotes(text))
    .map(({ text: piece, index }) => (index === undefined ? runOf(piece, look) : number(index, runOf(piece, look))))
    .join('');

function runOf(text: string, look: RunLook): string {
  if (text === '') return '';
  return element('w:r', {}, lookOf(look), element('w:t', { 'xml:space': 'preserve' }, escapeXml(text)));
}

/** Straight quotation marks and apostrophes turned, as a typesetter would. */
const withQuotes = (text: string): string =>
  text
    .replace(/(^|[\s([{–—])"/g, '$1“')
    .replace(/"/g, '”')
    .replace(/(^|[\s([{–—])'(?=\S)/g, '$1‘')
    .replace(/'/g, '’');

/** A field that leads to an address, whose runs are `content`. */
export function link(to: string, content: string): string {
  const part = (kind: string): string => element('w:r', {}, element('w:fldChar', { 'w:fldCharType': kind }));
  const address = escapeXml(` HYPERLINK "${to.replace(/["\\]/g, encodeURIComponent)}" `);
  const instruction = element('w:r', {}, element('w:instrText', { 'xml:space': 'preserve' }, address));
  return part('begin') + instruction + part('separate') + content + part('end');
}
