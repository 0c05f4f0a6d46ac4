/** The styles of a text in Word, which readers may change there for the whole of it. */
import { sizeOf, twips } from '../../table/formats/office/document-text.ts';
import { element } from '../../table/formats/office/xml.ts';

interface ParagraphLook {
  readonly size?: number;
  readonly before?: number;
  readonly after?: number;
  /** Lines, in those of the letters. */
  readonly lines?: number;
  readonly justified?: 'center' | 'both';
  readonly bold?: true;
  readonly italic?: true;
  readonly font?: string;
  /** Points by which the first line is set in, or all of it on both sides. */
  readonly first?: number;
  readonly sides?: number;
  readonly keep?: true;
  readonly outline?: number;
}

function style(id: string, name: string, look: ParagraphLook): string {
  const spacing = element('w:spacing', {
    'w:before': twips(look.before ?? 0),
    'w:after': twips(look.after ?? 0),
    ...(look.lines === undefined ? {} : { 'w:line': Math.round(look.lines * 240), 'w:lineRule': 'auto' }),
  });
  const indent = {
    'w:left': look.sides === undefined ? undefined : twips(look.sides),
    'w:right': look.sides === undefined ? undefined : twips(look.sides),
    'w:firstLine': look.first === undefined ? undefined : twips(look.first),
  };
  return element(
    'w:style',
    { 'w:type': 'paragraph', 'w:styleId': id },
    element('w:name', { 'w:val': name }),
    element('w:basedOn', { 'w:val': 'Normal' }),
    element('w:qFormat'),
    element(
      'w:pPr',
      {},
      look.keep ? element('w:keepNext') : '',
      spacing,
      look.first === undefined && look.sides === undefined ? '' : element('w:ind', indent),
      look.justified === undefined ? '' : element('w:jc', { 'w:val': look.justified }),
      look.outline === undefined ? '' : element('w:outlineLvl', { 'w:val': look.outline }),
    ),
    element(
      'w:rPr',
      {},
      look.font === undefined
        ? ''
        : element('w:rFonts', { 'w:ascii': look.font, 'w:hAnsi': look.font, 'w:cs': look.font }),
      look.bold ? element('w:b') : '',
      look.italic ? element('w:i') : '',
      look.size === undefined ? '' : sizeOf(look.size),
    ),
  );
}

/** `spacing`: lines of the text in those of its letters, where it is to be closer than usual. */
export function textStyles(language: 'en' | 'zh', spacing?: number): readonly string[] {
  const size = language === 'zh' ? 10.5 : 11;
  const lines = spacing ?? (language === 'zh' ? 1.5 : 1.15);
  const body = { size, lines, justified: 'both' } as const;
  return [
    style('Title', 'Title', { size: 18, before: 12, after: 10, justified: 'center' }),
    style('Subtitle', 'Subtitle', { size: 13, after: 8, justified: 'center' }),
    style('Author', 'Author', { size, after: 4, justified: 'center' }),
    style('Abstract', 'Abstract', { size: size - 1, lines, before: 4, after: 6, sides: 24, justified: 'both' }),
    style('Heading1', 'heading 1', { size: 13, bold: true, before: 14, after: 6, keep: true, outline: 0 }),
    style('Heading2', 'heading 2', { size: 12, bold: true, before: 12, after: 4, keep: true, outline: 1 }),
    style('Heading3', 'heading 3', { size, bold: true, italic: true, before: 10, after: 3, keep: true, outline: 2 }),
    style('BodyText', 'Body Text', { ...body, after: 6, ...(language === 'zh' ? { first: 2 * size } : {}) }),
    style('ListParagraph', 'List Paragraph', { ...body, after: 3 }),
    style('Quote', 'Quote', { ...body, before: 4, after: 8, sides: 24 }),
    style('SourceCode', 'Source Code', { size: size - 2, font: 'Courier New', after: 6 }),
    style('Figure', 'Figure', { before: 10, after: 4, justified: 'center', keep: true }),
    style('Equation', 'Equation', { size, before: 4, after: 8 }),
    style('Bibliography', 'Bibliography', { size, lines, after: 4 }),
    style('FootnoteText', 'footnote text', { size: 9, justified: 'both' }),
  ];
}
