/** Puts a table or a figure where it is wanted on its page in Word: in the text, on a page of its own, or in a frame at the page's edge. */
import { paragraph } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';
import type { Placement } from '../../table/formats/page.ts';

/** Twentieths of a point of a line of text on A4 with margins of an inch. */
const LINE = 9026;
/** The air between a frame and the text. */
const AIR = 240;

/** `xml` is the whole of it, with its caption, of which the last element is a paragraph. */
export function placedXml(xml: string, placement: Placement): string {
  if (placement === 'page') return newPage + xml + newPage;
  return placement === 'top' || placement === 'bottom' ? framed(xml, placement) + thin() : xml;
}

/** A paragraph without a height, which Word wants between two tables. */
const thin = (...properties: readonly string[]): string =>
  paragraph(
    'Normal',
    '',
    ...properties,
    element('w:spacing', { 'w:before': 0, 'w:after': 0, 'w:line': 20, 'w:lineRule': 'exact' }),
  );

const newPage = thin(element('w:pageBreakBefore'));

/** A table of one cell, which floats; Word keeps it on the page of the paragraph behind it. */
function framed(xml: string, edge: 'top' | 'bottom'): string {
  const width = { 'w:w': LINE, 'w:type': 'dxa' };
  const none = { 'w:w': 0, 'w:type': 'dxa' };
  const place = {
    'w:leftFromText': 0,
    'w:rightFromText': 0,
    'w:topFromText': AIR,
    'w:bottomFromText': AIR,
    'w:vertAnchor': 'margin',
    'w:horzAnchor': 'margin',
    'w:tblpXSpec': 'center',
    'w:tblpYSpec': edge,
  };
  return element(
    'w:tbl',
    {},
    element(
      'w:tblPr',
      {},
      element('w:tblpPr', place),
      element('w:tblOverlap', { 'w:val': 'never' }),
      element('w:tblW', width),
      element('w:tblLayout', { 'w:type': 'fixed' }),
      element('w:tblCellMar', {}, element('w:left', none), element('w:right', none)),
    ),
    element('w:tblGrid', {}, element('w:gridCol', { 'w:w': LINE })),
    element(
      'w:tr',
      {},
      element('w:trPr', {}, element('w:cantSplit')),
      element('w:tc', {}, element('w:tcPr', {}, element('w:tcW', width)), xml),
    ),
  );
}
