/** Writes runs of text in Word, in the styles of their words. */
import { element, escapeXml } from '../../table/formats/office/xml.ts';

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
export function textRun(text: string, look: RunLook): string {
  if (text === '') return '';
  const said = element('w:t', { 'xml:space': 'preserve' }, escapeXml(look.code ? text : withQuotes(text)));
  return element('w:r', {}, lookOf(look), said);
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
