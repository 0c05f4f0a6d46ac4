/** Finds what stands at an offset of a YAML text that somebody is writing, and may not be whole. */
import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { YamlPath } from '../../engine/step.ts';
import type { Stretch } from './desk.ts';

export interface Cursor {
  /** The path of the value that the cursor stands in, or of the map whose key it is. */
  readonly path: YamlPath;
  readonly isKey: boolean;
  /** The name at the cursor, which may be empty. */
  readonly word: string;
  readonly at: Stretch;
  /** The whole scalar before the cursor. */
  readonly before: string;
  /** The value of the text, as far as it can be read, with the word in its place. */
  readonly value: unknown;
}

/** Stands for the word while the text is read: a name that no text has. */
const MARK = '\uE000papermake\uE001';
const NAME = /[\p{L}\p{M}\p{N}_$.@-]/u;

/** The name around an offset. */
export function wordAt(text: string, offset: number): Stretch {
  let [start, end] = [offset, offset];
  while (start > 0 && NAME.test(text[start - 1]!)) start--;
  while (end < text.length && NAME.test(text[end]!)) end++;
  return { start, end };
}

/** Undefined in a comment, and where the text around it says nothing. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const { start, end } = wordAt(text, offset);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, start);
  if (/(?:^|\s)#/.test(line.replace(/"[^"]*(?:"|$)|'[^']*(?:'|$)/g, ''))) return undefined;
  const readAs = (put: string) => {
    const document = parseDocument(text.slice(0, start) + put + text.slice(end), { keepSourceTokens: false });
    return { document, place: placeIn(document) };
  };
  const isWhole = /^[ \t]*(?:- +)?$/.test(line) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  // A word that has its line for itself may begin a key.
  const readings = isWhole ? [`${MARK}: `, MARK].map(readAs) : [readAs(MARK)];
  const [{ document, place }] = readings.sort((a, b) => doubtsOf(a) - doubtsOf(b)) as [(typeof readings)[0]];
  if (place === undefined) return undefined;
  const word = text.slice(start, end);
  const [before = ''] = String(place.scalar.value).split(MARK);
  return { path: place.path, isKey: place.isKey, word, at: { start, end }, before, value: plainOf(document, word) };
}

/** The less a reading has that cannot stand, the better: errors, and members of a list that are unlike the others. */
function doubtsOf({ document, place }: { document: Document; place: MarkPlace | undefined }): number {
  const members = place?.members ?? [];
  const isUnlike = members.length > 1 && new Set(members.map((each) => isMap(each))).size > 1;
  return document.errors.length + (isUnlike ? 1 : 0) + (place === undefined ? 100 : 0);
}

interface MarkPlace {
  readonly path: YamlPath;
  readonly isKey: boolean;
  readonly scalar: Scalar;
  /** The members of the innermost list around it. */
  readonly members: readonly unknown[];
}

function placeIn(document: Document): MarkPlace | undefined {
  let found: MarkPlace | undefined;
  visit(document, {
    Scalar(key, scalar, ancestors) {
      if (typeof scalar.value !== 'string' || !scalar.value.includes(MARK)) return undefined;
      const isKey = key === 'key';
      const list = ancestors.filter((each) => isSeq(each)).at(-1);
      found = { path: pathOf(scalar, ancestors as readonly Node[], isKey), isKey, scalar, members: list?.items ?? [] };
      return visit.BREAK;
    },
  });
  return found;
}

function pathOf(scalar: Node, ancestors: readonly (Node | Pair | Document)[], isKey: boolean): YamlPath {
  const chain = [...ancestors, scalar];
  const path: (string | number)[] = [];
  for (const [i, each] of chain.entries()) {
    const next = chain[i + 1];
    if (isPair(each) && !(isKey && next === scalar)) path.push(String(isScalar(each.key) ? each.key.value : each.key));
    if (!isPair(each) && !isMap(each) && next !== undefined && 'items' in each)
      path.push((each.items as readonly unknown[]).indexOf(next));
  }
  return path;
}

/** The text's value with the word in the place of the mark; undefined where it has none. */
function plainOf(document: Document, word: string): unknown {
  try {
    return JSON.parse(
      JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null).replaceAll(MARK, () =>
        JSON.stringify(word).slice(1, -1),
      ),
    );
  } catch {
    return undefined;
  }
}
