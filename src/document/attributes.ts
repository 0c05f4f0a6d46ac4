/** Reads what stands in braces behind a table, a figure or a picture, as pandoc has it: `{#fig:trend width=80% placement=top}`. */
import { didYouMean } from '../base/text/suggest.ts';
import { isPlacement, type Placement, placementHint, placements } from '../table/formats/page.ts';

export interface Attributes {
  readonly label: string | null;
  /** A share of the line (`80%`), or a length. */
  readonly width: string | null;
  readonly placement: Placement | null;
}

export interface AttributeProblem {
  readonly message: string;
  readonly hint?: string | undefined;
  /** The faulty text, as it is written. */
  readonly said: string;
}

const PAIR = /(?<=^|\s)(?<name>[\w-]+)\s*=\s*(?:["“](?<quoted>[^"“”]*)["”]|(?<bare>[^\s"“”{}]+))/g;
const KEYS = ['placement', 'width'];

/** The braces of attributes, in which no others stand, behind a mark; the group `attributes` holds what is in them. */
export const ATTRIBUTES = String.raw`(?:[ \t]*\{(?<attributes>[^{}\n]*)\})?`;

/** Reads the attributes of a table or a figure. Those that documents do not read, such as classes, are passed over; a misspelt one is told. */
export function readAttributes(said = ''): { readonly attributes: Attributes; readonly problems: AttributeProblem[] } {
  const problems: AttributeProblem[] = [];
  const values = new Map<string, string>();
  for (const { 0: pair, groups } of said.matchAll(PAIR)) {
    const { name, quoted, bare } = groups as Readonly<Record<string, string>>;
    const hint = KEYS.includes(name!) ? undefined : didYouMean(name!, KEYS);
    if (hint !== undefined)
      problems.push({ message: `\`${pair.trim()}\` is no attribute of tables and figures`, hint, said: pair });
    values.set(name!, quoted ?? bare!);
  }
  const placed = values.get('placement');
  if (placed !== undefined && !isPlacement(placed)) problems.push(noPlacement(placed));
  const attributes = {
    label: /#([^\s{}]+)/.exec(said)?.[1] ?? null,
    width: /^[\d.]+(?:%|cm|mm|in|pt)$/.exec(values.get('width') ?? '')?.[0] ?? null,
    placement: placed !== undefined && isPlacement(placed) ? placed : null,
  };
  return { attributes, problems };
}

/** The refusal of a word that says no placement. */
export const noPlacement = (word: string): AttributeProblem => ({
  message: `\`${word}\` is no placement: expected ${placements.map((each) => `\`${each}\``).join(', ')}`,
  hint: placementHint(word),
  said: word,
});
