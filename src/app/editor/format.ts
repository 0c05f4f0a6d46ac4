/** Formats a pipeline: indentation, blanks and blank lines, with all comments, and the author's line breaks within a value. */
import { type Document, isCollection, isScalar, type Node, Parser, parseDocument, Scalar, visit } from 'yaml';
import { readYaml } from '../../engine/pipeline/source/yaml.ts';
import type { Stretch } from './desk.ts';

/** Stands for a value of several lines while the others are laid out: a name that no text has. */
const MARK = '\uE000value';
const MARKED = /\uE000value(\d+)\uE001/g;

/** The text formatted; undefined of a text with errors, and where a value or a comment would not be what it was. */
export function formatted(text: string): string | undefined {
  const read = readYaml('', text);
  if (read.source === undefined || read.problems.length > 0) return undefined;
  const document = parseDocument(text);
  const kept = keepLines(document, text);
  const laidOut = document.toString({ lineWidth: 0, flowCollectionPadding: false, indent: 2 });
  const whole = laidOut
    .split('\n')
    .map((line) => line.replace(MARKED, (_, i: string) => shifted(kept[Number(i)]!, indentOf(line))))
    .join('\n');
  const after = readYaml('', whole);
  const isSame =
    after.problems.length === 0 &&
    JSON.stringify(after.source?.value) === JSON.stringify(read.source.value) &&
    commentsOf(whole).join('\n') === commentsOf(text).join('\n');
  return isSame ? whole : undefined;
}

/** The one edit of whole lines that formats a text; undefined where nothing is to be changed. */
export function formatting(text: string): (Stretch & { readonly text: string }) | undefined {
  const whole = formatted(text);
  if (whole === undefined || whole === text) return undefined;
  const [before, after] = [text.split('\n'), whole.split('\n')];
  const least = Math.min(before.length, after.length);
  let [head, tail] = [0, 0];
  while (head < least && before[head] === after[head]) head++;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const upTo = (lines: readonly string[], count: number): number => lines.slice(0, count).join('\n').length;
  return {
    start: head === 0 ? 0 : upTo(before, head) + 1,
    end: upTo(before, before.length - tail),
    text: after.slice(head, after.length - tail).join('\n'),
  };
}

/** Puts marks in the place of values that the author wrote on several lines, and returns these. */
function keepLines(document: Document, text: string): string[][] {
  const kept: string[][] = [];
  const take = (key: unknown, node: Node): Scalar | undefined => {
    if (!node.range) return undefined;
    const [start, end] = node.range;
    const said = text.slice(start, end);
    if (key === 'key' || !said.trimEnd().includes('\n')) return undefined;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const own = indentOf(text.slice(lineStart));
    const [first, ...rest] = said.trimEnd().split('\n');
    // Blanks at the ends of lines are a part of texts in blocks.
    const trimmed = (line: string): string => (isBlock(node) ? line.trimStart() : line.trim());
    kept.push([first!.trimEnd(), ...rest.map((line) => ' '.repeat(Math.max(0, indentOf(line) - own)) + trimmed(line))]);
    const mark = new Scalar(`${MARK}${kept.length - 1}\uE001`);
    mark.type = Scalar.PLAIN;
    Object.assign(mark, { comment: node.comment, commentBefore: node.commentBefore, spaceBefore: node.spaceBefore });
    return mark;
  };
  visit(document, {
    Node(key, node) {
      const isFlow = isCollection(node) && node.flow === true;
      return isFlow || isScalar(node) ? take(key, node as Node) : undefined;
    },
  });
  return kept;
}

const isBlock = (node: Node): boolean =>
  isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL);

const indentOf = (line: string): number => /^ */.exec(line)![0].length;

/** Lines below the first keep their distance to the line in which the value begins. */
const shifted = ([first, ...rest]: readonly string[], indent: number): string =>
  [first!, ...rest.map((line) => (line.trim() === '' ? '' : ' '.repeat(indent) + line))].join('\n');

/** The words of all comments, in their order. */
export function commentsOf(text: string): string[] {
  const found: string[] = [];
  const add = (token: unknown): void => {
    if (typeof token !== 'object' || token === null) return;
    const { type, source } = token as { readonly type?: unknown; readonly source?: unknown };
    if (type === 'comment') found.push(String(source).trim());
    for (const each of Object.values(token)) add(each);
  };
  for (const token of new Parser().parse(text)) add(token);
  return found;
}
