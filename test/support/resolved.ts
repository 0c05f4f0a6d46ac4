/** Accepts or rejects all tracked changes of a part, as Word does (ECMA-376 part 1, 17.13.5), and writes parts in a plain form to compare. */
import { around, elementsOf, within, type XmlElement } from '../../src/document/word/marks/tree.ts';

export type Verdict = 'accept' | 'reject';

const [IN, OUT] = [new Set(['w:ins', 'w:moveTo']), new Set(['w:del', 'w:moveFrom'])];
const RANGES = /^w:(?:customXml|move)\w*Range(?:Start|End)$/;
const SHAPES = ['w:tblPr', 'w:tblGrid'];

/** The part with all changes taken or refused. Throws where a deleted run has a text of a run that stays, or the other way round. */
export function resolved(xml: string, verdict: Verdict): string {
  const [kept, gone] = verdict === 'accept' ? [IN, OUT] : [OUT, IN];
  const has = (element: XmlElement | undefined, names: ReadonlySet<string>): boolean =>
    element?.children.some(({ name }) => names.has(name)) ?? false;
  const child = (element: XmlElement, name: string): XmlElement | undefined =>
    element.children.find((each) => each.name === name);

  const inside = (element: XmlElement): string => {
    if (element.children.length === 0) return xml.slice(element.from, element.to);
    let [text, at] = ['', element.from];
    for (const [i, each] of element.children.entries()) {
      text += xml.slice(at, each.start);
      at = each.end;
      const isInsertedControl = each.name === 'w:sdt' && element.children[i - 1]?.name === 'w:customXmlInsRangeStart';
      text += isInsertedControl && verdict === 'reject' ? inside(child(each, 'w:sdtContent')!) : whole(each);
    }
    return text + xml.slice(at, element.to);
  };

  const whole = (element: XmlElement): string => {
    const { name, start, end, from, to } = element;
    if (RANGES.test(name) || gone.has(name)) return '';
    if (kept.has(name)) return inside(element);
    if (name === 'w:tr' && has(child(element, 'w:trPr'), gone)) return '';
    if (/^w:\w+Change$/.test(name)) return '';
    if (SHAPES.includes(name) && verdict === 'reject') {
      const change = child(element, `${name}Change`);
      if (change !== undefined) return whole(child(change, name)!);
    }
    if (from === end) return xml.slice(start, end).replace(/^<w:delText/, '<w:t');
    if (name === 'w:delText' && verdict === 'reject')
      return `<w:t${xml.slice(start + '<w:delText'.length, from)}${inside(element)}</w:t>`;
    return xml.slice(start, from) + inside(element) + xml.slice(to, end);
  };
  const root = elementsOf(xml);
  refuseMisplacedTexts(root);
  return xml.slice(0, root.start) + whole(root);
}

/** Deleted runs alone have a `w:delText`, and they have no `w:t` (ECMA-376 part 1, 17.3.3.7). */
function refuseMisplacedTexts(root: XmlElement): void {
  for (const each of within(root)) {
    const isDeleted = around(each, 'w:del') !== undefined;
    if (each.name === (isDeleted ? 'w:t' : 'w:delText'))
      throw new Error(`\`${each.name}\` stands ${isDeleted ? 'in' : 'outside'} a deletion`);
  }
}

/** A part without what may differ between files that say the same: ids, empty properties and empty runs. */
export function plain(xml: string): string {
  let now = xml
    .replace(/ w:id="\d+"/g, '')
    .replace(/(<wp:docPr\b[^<>]*? id=")\d+/g, '$1')
    .replace(/ xml:space="preserve"/g, '')
    .replace(/<w:t\/>|<w:t><\/w:t>/g, '');
  for (let before = ''; before !== now; ) {
    before = now;
    now = now.replace(/<w:(rPr|pPr|trPr)><\/w:\1>|<w:(?:rPr|pPr|trPr)\/>/g, '');
  }
  return now.replace(/<w:r(?: [^<>]*)?>(?:<w:rPr>(?:(?!<\/w:r>).)*<\/w:rPr>)?<\/w:r>/gs, '');
}

/** Marks without the digest of what stood there before; `all`: without that of what was placed, too. */
export const withoutBefore = (xml: string, all = false): string =>
  xml
    .replace(/"(pm:\w:\w+:\w+)(:\w+?)(?::\w+)?"/g, all ? '"$1"' : '"$1$2"')
    .replace(/"(_pm\w{15})(\w{8})(?:\w{8})?"/g, all ? '"$1"' : '"$1$2"');
