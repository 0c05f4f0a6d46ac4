/** Patterns in which `*` stands for any run of characters, matched without the backtracking of regular expressions. */

/** A part matches one of some characters, any character, or any run of them. */
export type GlobPart = { readonly of: string } | 'one' | 'any';

/** Tells whether the whole text fits the parts. A wildcard takes more only where what follows it fails: O(text × parts). */
export function matches(parts: readonly GlobPart[], text: string): boolean {
  const characters = [...text];
  let [at, part] = [0, 0];
  /** After the last run that was begun, and where it ends so far. */
  let [afterRun, runEnd] = [-1, 0];
  while (at < characters.length) {
    const next = parts[part];
    if (next === 'any') [afterRun, runEnd, part] = [part + 1, at, part + 1];
    else if (next === 'one' || next?.of.includes(characters[at]!)) [at, part] = [at + 1, part + 1];
    else if (afterRun >= 0) [runEnd, at, part] = [runEnd + 1, runEnd + 1, afterRun];
    else return false;
  }
  return parts.slice(part).every((each) => each === 'any');
}

/** `wild` says which of `*` (any run) and `?` (any one) the pattern knows. */
export function globTest(pattern: string, wild: '*' | '*?' = '*'): (text: string) => boolean {
  if (![...wild].some((c) => pattern.includes(c))) return (text) => text === pattern;
  const parts = [...pattern].map((c): GlobPart => (c === '*' ? 'any' : c === '?' && wild === '*?' ? 'one' : { of: c }));
  return (text) => matches(parts, text);
}
