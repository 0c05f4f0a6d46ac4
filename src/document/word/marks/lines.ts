/**
 * The paragraphs of a part of a Word file, each with its own words alone. A text box stands within a paragraph, with paragraphs of its own, and a second
 * time for programs that do not know its first form (`mc:AlternateContent`, ECMA-376 part 3, 9.3).
 */
import { charactersOf, childOf, within, type XmlElement } from './tree.ts';

export interface Line {
  readonly paragraph: XmlElement;
  /** The texts of its runs, in their order, without those of text boxes in it. */
  readonly texts: readonly XmlElement[];
  readonly words: string;
  /** Lines of the same paragraph in other forms of its text box. `linesOf` does not list them by themselves. */
  readonly copies: readonly Line[];
  /** Says whether a text box stands in it. */
  readonly isAround: boolean;
}

/** In the order in which paragraphs begin. */
export function linesOf(xml: string, root: XmlElement): Line[] {
  const all = new Map<
    XmlElement,
    Line & { readonly texts: XmlElement[]; readonly copies: Line[]; words: string; isAround: boolean }
  >();
  for (const [element, paragraph] of inParagraphs(root)) {
    if (element.name === 'w:p') {
      all.set(element, { paragraph: element, texts: [], words: '', copies: [], isAround: false });
      const outer = paragraph && all.get(paragraph);
      if (outer !== undefined) outer.isAround = true;
    }
    const line = paragraph && all.get(paragraph);
    if (line === undefined || !isText(xml, element)) continue;
    line.texts.push(element);
    line.words += charactersOf(xml, element);
  }
  const firsts = firstForms(root, (paragraph) => all.get(paragraph)!.words);
  return [...all.values()].filter((line) => {
    let first = firsts.get(line.paragraph);
    for (let next = first; next !== undefined; next = firsts.get(next)) first = next;
    if (first === undefined) return true;
    all.get(first)!.copies.push(line);
    return false;
  });
}

/** A text of a run that holds characters alone. */
const isText = (xml: string, { name, parent, from, to }: XmlElement): boolean =>
  name === 'w:t' && parent?.name === 'w:r' && from < to && !xml.slice(from, to).includes('<');

/** All elements within one, each with the paragraph that it stands in. */
function* inParagraphs(root: XmlElement): Generator<readonly [XmlElement, XmlElement | undefined]> {
  const left: [XmlElement, XmlElement | undefined][] = [[root, undefined]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    const [element, paragraph] = next;
    const own = element.name === 'w:p' ? element : paragraph;
    for (let i = element.children.length - 1; i >= 0; i--) left.push([element.children[i]!, own]);
  }
}

/** Paragraphs of later forms, each with that of the first form; of forms alone that have the same words. */
function firstForms(root: XmlElement, wordsOf: (paragraph: XmlElement) => string): Map<XmlElement, XmlElement> {
  const firsts = new Map<XmlElement, XmlElement>();
  for (const [first, other] of formsIn(root)) {
    const [own, others] = [paragraphsIn(first), paragraphsIn(other)];
    if (own.length !== others.length || own.some((each, i) => wordsOf(each) !== wordsOf(others[i]!))) continue;
    for (const [i, each] of own.entries()) firsts.set(others[i]!, each);
  }
  return firsts;
}

const paragraphsIn = (element: XmlElement): XmlElement[] => [...within(element)].filter(({ name }) => name === 'w:p');

/** The first form and the one for other programs, wherever something stands in two. */
export function* formsIn(root: XmlElement): Generator<readonly [first: XmlElement, other: XmlElement]> {
  for (const element of within(root)) {
    if (element.name !== 'mc:AlternateContent') continue;
    const [first, other] = [childOf(element, 'mc:Choice'), childOf(element, 'mc:Fallback')];
    if (first !== undefined && other !== undefined) yield [first, other];
  }
}
