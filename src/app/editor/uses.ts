/** The places of a YAML text that name something. */
import { isPair, isScalar, parseDocument, visit } from 'yaml';
import type { Stretch } from './desk.ts';

const NAMES = /\$?[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*/gu;

/** Keys whose maps have names of the project as their keys; the keys of all others are words of the language. */
const NAMING: ReadonlySet<unknown> = new Set(['steps', 'columns', 'tables', 'derive', 'sets', 'samples', 'variables']);

/** Stretches of scalars, keys that are names among them, in which the name stands whole or begins a longer one, as `baseline` does `baseline.main`. */
export function placesOf(name: string, text: string): Stretch[] {
  const found: Stretch[] = [];
  visit(parseDocument(text), {
    Scalar(at, scalar, ancestors) {
      if (!scalar.range) return;
      const holder = ancestors.filter((each) => isPair(each)).at(at === 'key' ? -2 : -1);
      if (at === 'key' && !(isPair(holder) && isScalar(holder.key) && NAMING.has(holder.key.value))) return;
      const [from, to] = scalar.range;
      for (const match of text.slice(from, to).matchAll(NAMES)) {
        const [said] = match;
        if (said !== name && !said.startsWith(`${name}.`)) continue;
        found.push({ start: from + match.index, end: from + match.index + name.length });
      }
    },
  });
  return found;
}
