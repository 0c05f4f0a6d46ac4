/** Reads the elements of a part of a Word file with their offsets, so that edits leave every other character of it as it was. */
import { decodeEntities } from '../../../frame/readers/xlsx/xml.ts';

export interface XmlElement {
  /** The name with its prefix: `w:p`. */
  readonly name: string;
  readonly parent: XmlElement | undefined;
  readonly children: XmlElement[];
  /** Offsets of the whole element. */
  readonly start: number;
  end: number;
  /** Offsets of its content; both are the end of an empty element. */
  readonly from: number;
  to: number;
}

/** The root of a part; throws where its tags do not match. O(characters). */
export function elementsOf(xml: string): XmlElement {
  const top: XmlElement = { name: '', parent: undefined, children: [], start: 0, end: 0, from: 0, to: xml.length };
  let open = top;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const other = OTHERS.find(([begin]) => xml.startsWith(begin, at));
    if (other !== undefined) {
      at = after(xml, other[1], at);
      continue;
    }
    const end = tagEnd(xml, at);
    if (xml[at + 1] === '/') {
      if (open.parent === undefined || xml.slice(at + 2, end - 1).trim() !== open.name) throw damaged(at);
      open.to = at;
      open.end = end;
      open = open.parent;
    } else {
      const name = /[^\s/>]*/y;
      name.lastIndex = at + 1;
      const isEmpty = xml[end - 2] === '/';
      const own = { name: name.exec(xml)![0], parent: open, children: [], start: at, end, from: end, to: end };
      open.children.push(own);
      if (!isEmpty) open = own;
    }
    at = end;
  }
  const [root, ...others] = top.children;
  if (open !== top || root === undefined || others.length > 0) throw damaged(xml.length);
  return root;
}

/** Finds stretches that are no element: comments, plain text, instructions, declarations. */
const OTHERS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;

const damaged = (at: number): Error => new Error(`its XML is damaged at character ${at + 1}`);

function after(xml: string, mark: string, at: number): number {
  const found = xml.indexOf(mark, at);
  if (found < 0) throw damaged(at);
  return found + mark.length;
}

/** The end of the tag that begins at `at`; a value may hold `>`. */
function tagEnd(xml: string, at: number): number {
  let quote = '';
  for (let i = at + 1; i < xml.length; i++) {
    const c = xml[i]!;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return i + 1;
    else if (c === '<') throw damaged(at);
  }
  throw damaged(at);
}

/** All elements within one, in their order, itself first. */
export function* within(element: XmlElement): Generator<XmlElement> {
  const left = [element];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) left.push(next.children[i]!);
  }
}

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

/** The nearest element around one that bears a name. */
export function around(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  let at = element.parent;
  while (at !== undefined && !names.includes(at.name)) at = at.parent;
  return at;
}

/** The offsets of an attribute's value, without its quotes. */
export function attributeAt(xml: string, element: XmlElement, name: string): readonly [number, number] | undefined {
  const end = element.from === element.end ? element.end : element.from;
  const tag = xml.slice(element.start, end);
  for (const { 0: whole, 1: found, 2: value, index } of tag.matchAll(ATTRIBUTE)) {
    if (found !== name) continue;
    const to = element.start + index + whole.length - 1;
    return [to - value!.length + 2, to];
  }
  return undefined;
}

/** A name and a value with its quotes, behind a blank. */
const ATTRIBUTE = /(?<=\s)([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')/g;

export function attributeOf(xml: string, element: XmlElement, name: string): string | undefined {
  const at = attributeAt(xml, element, name);
  return at && decodeEntities(xml.slice(...at));
}

/** The characters of an element that holds text alone. */
export const charactersOf = (xml: string, { from, to }: XmlElement): string => decodeEntities(xml.slice(from, to));
