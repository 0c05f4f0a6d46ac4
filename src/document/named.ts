/** All that a text of the author's names, as the plan of its document remembers it. */
import { languageOf } from './languages/registry.ts';
import type { Mention, Stretch, TextPlaces } from './mention.ts';
import { marksOf } from './number-marks.ts';
import { type AuthorText, withoutComments } from './text.ts';

export interface NamedResults {
  /** Names of `numbers:` and paths of results that stand beside a number. */
  readonly marks: readonly { readonly of: string; readonly at: Stretch }[];
  /** Names of `numbers:` whose numbers are taken from the file of all. */
  readonly numbers: readonly { readonly name: string; readonly at: Stretch }[];
  readonly mentions: readonly Mention[];
}

/** `\pmnum{name}`, `#pmnum("name")`. */
const NUMBER = /\\pmnum\s*\{(?<name>[^{}#]*)\}|\bpmnum\("(?<other>[^"\\\n]*)"\)/dg;

export function namedIn(author: AuthorText, places: TextPlaces): NamedResults {
  const commented = withoutComments(author);
  const numbers = [...commented.matchAll(NUMBER)].map(({ groups, indices }) => ({
    name: (groups!.name ?? groups!.other)!,
    at: indices![0]!,
  }));
  return {
    marks: marksOf(author).map(({ of, at }) => ({ of, at })),
    numbers,
    mentions: languageOf(places.main)?.mentions(commented, places) ?? [],
  };
}

/** Returns the named things once each and without places, so that an edit of the words around them changes nothing. */
export function withoutPlaces({ marks, numbers, mentions }: NamedResults): object {
  const once = (all: readonly { readonly at: Stretch }[]): unknown[] => [
    ...new Map(all.map(({ at, ...each }) => [JSON.stringify(each), each])).values(),
  ];
  return { marks: once(marks), numbers: once(numbers), mentions: once(mentions) };
}
