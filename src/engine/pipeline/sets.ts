/** Checks `sets:` before anything reads them: a set may name others, and is the list that comes of it. */
import { lettered } from '../../base/text/unicode-pattern.ts';

/** The most members of a set, those of the sets that it names included: where sets repeat each other, few lines make billions. */
const MOST_MEMBERS = 10_000;
/** The most levels of sets within sets. */
const DEEPEST = 20;

export type Sets = Readonly<Record<string, readonly string[]>>;

export interface Unsound {
  readonly code: 'set-cycle' | 'set-too-large' | 'too-deep';
  readonly message: string;
}

/** Finds sets that contain themselves, are nested too deep or have too many members; the value is null for those that merely name one of them. */
export function unsoundSets(sets: Sets): ReadonlyMap<string, Unsound | null> {
  const found = new Map<string, Unsound | null>();
  const sizes = new Map<string, number>();
  const open: string[] = [];
  /** Number of members; infinite where the set is unsound. */
  const sizeOf = (name: string): number => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    if (open.includes(name)) {
      for (const each of open.slice(open.indexOf(name))) found.set(each, circle(each));
      return Number.POSITIVE_INFINITY;
    }
    if (open.length === DEEPEST) {
      found.set(name, tooDeep(name));
      return Number.POSITIVE_INFINITY;
    }
    open.push(name);
    const size = sets[name]!.reduce((sum, member) => {
      const named = namedIn(member).filter((each) => Object.hasOwn(sets, each));
      return sum + (named.length === 0 ? 1 : named.reduce((inner, each) => inner + sizeOf(each), 0));
    }, 0);
    open.pop();
    const isSound = size <= MOST_MEMBERS;
    if (!isSound && !found.has(name)) found.set(name, Number.isFinite(size) ? tooLarge(name) : null);
    sizes.set(name, isSound ? size : Number.POSITIVE_INFINITY);
    return sizes.get(name)!;
  };
  for (const name of Object.keys(sets)) sizeOf(name);
  return found;
}

const circle = (name: string): Unsound => ({ code: 'set-cycle', message: `the set \`$${name}\` contains itself` });

const tooDeep = (name: string): Unsound => ({
  code: 'too-deep',
  message: `the set \`$${name}\` is nested more than ${DEEPEST} sets deep`,
});

const tooLarge = (name: string): Unsound => ({
  code: 'set-too-large',
  message: `the set \`$${name}\` has more than ${MOST_MEMBERS} members`,
});

const NAMED = lettered(String.raw`\$([\p{L}_][\p{L}\p{N}_]*)`, 'gu');

const namedIn = (member: string): string[] => [...member.matchAll(NAMED(member))].map((match) => match[1]!);
