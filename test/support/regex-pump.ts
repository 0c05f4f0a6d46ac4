/** Looks for a text on which a regular expression takes more than proportional work, by repeating what the expression itself is made of. */
import { CountedRegex, TooManySteps } from './regex-steps.ts';
import type { RegexNode } from './regex-tree.ts';

/** Characters of every sort that patterns of papermake tell apart. */
const SORTS = [...'aZ01_-.,;:"\'`()[]{}<>/\\|=+*&%$#@!?~^', '中', '，', 'é', '\0', ...' \t\u3000\n\r'];

/** What is repeated, what stands before and behind. */
export interface Pumped {
  readonly before: string;
  readonly pump: string;
  readonly behind: string;
}

export const textOf = ({ before, pump, behind }: Pumped, times: number): string => before + pump.repeat(times) + behind;

/** Characters that are pumped, in some repetitions at least. */
const LENGTH = 100;
const FEWEST = 10;
/** Steps for each character that a text takes before its growth is looked at. */
const FEW = 25;
/** How often as many steps as half the text takes: 2 for what is proportional, 4 for what goes with the square. */
const GROWTH = 2.8;

/** The first text found whose matching does not end in steps in proportion to its length. */
export function superlinear(pattern: RegExp): Pumped | undefined {
  const counted = new CountedRegex(pattern);
  const parts = partsOf(counted.tree.root, pattern);
  for (const pump of parts.pumps) {
    for (const before of parts.befores) {
      for (const behind of parts.behinds) {
        const pumped = { before, pump, behind };
        if (grows(counted, pumped)) return pumped;
      }
    }
  }
  return undefined;
}

function grows(counted: CountedRegex, pumped: Pumped): boolean {
  const times = Math.max(FEWEST, Math.ceil(LENGTH / pumped.pump.length));
  const [text, twice] = [textOf(pumped, times), textOf(pumped, 2 * times)];
  try {
    const steps = counted.steps(text, 1000 * text.length);
    return steps > FEW * text.length && counted.steps(twice, GROWTH * steps) > GROWTH * steps;
  } catch (error) {
    if (error instanceof TooManySteps) return true;
    throw error;
  }
}

interface Parts {
  readonly pumps: ReadonlySet<string>;
  readonly befores: ReadonlySet<string>;
  readonly behinds: readonly string[];
}

function partsOf(root: RegexNode, pattern: RegExp): Parts {
  const kinds = charactersOf(root, pattern);
  const pumps = new Set(kinds.each);
  const befores = new Set(['']);
  const walk = (node: RegexNode, before: string): void => {
    for (const isLong of [false, true]) pumps.add(example(node, kinds.first, isLong));
    if (node.is === 'sequence') {
      for (const stretch of stretches(node.of)) {
        for (const isLong of [false, true]) {
          const said = example(stretch, kinds.first, isLong);
          pumps.add(said).add(before + said);
        }
      }
      let so = before;
      for (const part of node.of) {
        walk(part, so);
        so += example(part, kinds.first, false);
      }
    } else if (node.is === 'repeat') {
      if (node.max > 8) befores.add(before);
      walk(node.of, before);
    } else for (const part of partsBelow(node)) walk(part, before);
  };
  walk(root, '');
  for (const source of kinds.sources) pumps.add(kinds.each.filter((each) => kinds.takes(source, each)).join(''));
  pumps.delete('');
  befores.add(kinds.none);
  return { pumps, befores, behinds: ['', kinds.none, `\n${kinds.none}`, `${kinds.each.join('')}\n`] };
}

/** What a sequence begins with, and what stands in it between repetitions. */
function stretches(parts: readonly RegexNode[]): RegexNode[] {
  const beginnings = parts.map((_, i) => parts.slice(0, i + 1));
  const between: RegexNode[][] = [[]];
  for (const part of parts) {
    if (part.is === 'repeat') between.push([]);
    else between.at(-1)!.push(part);
  }
  return [...beginnings, ...between].map((of) => ({ is: 'sequence', of }));
}

const partsBelow = (node: RegexNode): readonly RegexNode[] =>
  'of' in node ? (Array.isArray(node.of) ? node.of : [node.of as RegexNode]) : [];

interface Characters {
  /** One of each sort that the pattern tells apart and takes somewhere. */
  readonly each: readonly string[];
  /** One that it takes nowhere, if there is such a one. */
  readonly none: string;
  /** Classes and literals as they are written. */
  readonly sources: ReadonlySet<string>;
  readonly takes: (source: string, character: string) => boolean;
  readonly first: (source: string) => string;
}

function charactersOf(root: RegexNode, pattern: RegExp): Characters {
  const sources = new Set<string>();
  const walk = (node: RegexNode): void => {
    if (node.is === 'character') sources.add(node.source);
    else for (const each of partsBelow(node)) walk(each);
  };
  walk(root);
  const flags = pattern.flags.replace(/[dgmy]/g, '');
  const tests = new Map([...sources].map((source) => [source, new RegExp(`^(?:${source})$`, flags)]));
  const takes = (source: string, character: string): boolean => tests.get(source)!.test(character);
  const literal = [...sources].flatMap((source) => [
    ...source.replace(/^\[\^?|\\[pPu]\{[^}]*\}|\\[a-zA-Z]|[\\\]]/g, ''),
  ]);
  const sorts = new Map<string, string>();
  for (const character of [...SORTS, ...literal]) {
    const vector = Array.from(sources, (source) => (takes(source, character) ? '1' : '0')).join('');
    if (!sorts.has(vector)) sorts.set(vector, character);
  }
  const none = '0'.repeat(sources.size);
  const each = [...sorts].filter(([vector]) => vector !== none).map(([, character]) => character);
  const all = [...SORTS, ...literal];
  const first = (source: string): string => all.find((character) => takes(source, character)) ?? '';
  return { each, none: sorts.get(none) ?? '\0', sources, takes, first };
}

/** A text that a part of a pattern takes; a long one has once what may be left out. */
function example(node: RegexNode, first: (source: string) => string, isLong: boolean): string {
  switch (node.is) {
    case 'character':
      return first(node.source);
    case 'sequence':
      return node.of.map((each) => example(each, first, isLong)).join('');
    case 'choice':
      return node.of.map((each) => example(each, first, isLong)).find((each) => each !== '') ?? '';
    case 'group':
      return example(node.of, first, isLong);
    case 'repeat':
      return example(node.of, first, isLong).repeat(Math.min(8, Math.max(isLong ? 1 : 0, node.min)));
    default:
      return '';
  }
}
