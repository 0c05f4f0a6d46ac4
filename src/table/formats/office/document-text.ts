/** Writes texts and paragraphs of a Word document. */

import { plainSuperscript, superscriptRun } from '../../superscripts.ts';
import { oneLine } from '../cells.ts';
import { element, escapeXml } from './xml.ts';

/** Twentieths of a point, which Word measures in. */
export const twips = (points: number): number => Math.round(points * 20);

/** The size of letters, in points. */
export const sizeOf = (points: number): string => element('w:sz', { 'w:val': Math.round(points * 2) });

export interface RunStyle {
  readonly italic?: true;
  readonly raised?: true;
  /** Points, where they are not the paragraph's. */
  readonly size?: number | undefined;
}

/** A text in runs, exponents raised. */
export function runs(text: string, style: RunStyle = {}): string {
  const line = oneLine(text);
  let at = 0;
  const parts: string[] = [];
  for (const found of line.matchAll(superscriptRun)) {
    parts.push(
      run(line.slice(at, found.index), style),
      run(plainSuperscript(found[0]).replace('-', '−'), { ...style, raised: true }),
    );
    at = found.index + found[0].length;
  }
  return [...parts, run(line.slice(at), style)].join('');
}

/** A text in one run; nothing where it is empty. */
export function run(text: string, { italic, raised, size }: RunStyle): string {
  if (text === '') return '';
  const properties = [
    ...(italic ? [element('w:i')] : []),
    ...(size === undefined ? [] : [sizeOf(size)]),
    ...(raised ? [element('w:vertAlign', { 'w:val': 'superscript' })] : []),
  ];
  const said = element('w:t', { 'xml:space': 'preserve' }, escapeXml(text));
  return element('w:r', {}, ...(properties.length === 0 ? [] : [element('w:rPr', {}, ...properties)]), said);
}

/** A paragraph in one of the document's styles. `properties` stand in the order of the standard. */
export function paragraph(style: string, content: string, ...properties: readonly string[]): string {
  return element('w:p', {}, element('w:pPr', {}, element('w:pStyle', { 'w:val': style }), ...properties), content);
}
