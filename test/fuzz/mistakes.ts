/** Mistakes that people make in a pipeline, and some that nobody makes: of its structure, and of its text while it is typed. */
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { CHARACTERS, KEYS, NUMBERS, VALUES, type Value, WORDS } from './junk.ts';

/** A change of a pipeline's text; a text that it has no place in stays as it is. */
export interface Mistake {
  make(text: string): string;
  /** For who reads what was found. */
  readonly [fc.toStringMethod]: () => string;
}

/** `place` says where, `other` where else. */
type MistakeAt = (place: number, other: number) => Mistake;

type Parent = Map<unknown, Value> | Value[];
type Path = readonly (string | number)[];

/** Where values stand, the whole document left out, and what has a list or a number for its key. */
function pathsOf(value: Value, path: Path = []): Path[] {
  const entries: [string | number, Value][] =
    value instanceof Map
      ? [...value].flatMap(([key, item]): [string, Value][] => (typeof key === 'string' ? [[key, item]] : []))
      : Array.isArray(value)
        ? [...value.entries()]
        : [];
  return entries.flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

const get = (parent: Value, key: string | number): Value =>
  (parent instanceof Map ? parent.get(key) : (parent as Value[])[key as number])!;
const at = (value: Value, path: Path): Value => path.reduce(get, value);
const copyOf = (value: Value): Value => structuredClone(value);

function put(parent: Parent, key: string | number, value: Value): void {
  if (parent instanceof Map) parent.set(key, value);
  else parent[key as number] = value;
}

function remove(parent: Parent, key: string | number): void {
  if (parent instanceof Map) parent.delete(key);
  else parent.splice(key as number, 1);
}

function rename(parent: Parent, key: string | number, name: string): void {
  if (!(parent instanceof Map)) return;
  const entries = [...parent];
  parent.clear();
  for (const [each, value] of entries) parent.set(each === key ? name : each, value);
}

interface Place {
  readonly parent: Parent;
  readonly key: string | number;
  readonly value: Value;
  readonly whole: Value;
  /** Another place. */
  readonly elsewhere: Path;
  readonly other: number;
}

const structural =
  (said: string, change: (place: Place) => void): MistakeAt =>
  (place, other) => ({
    [fc.toStringMethod]: () => `${said} at ${place}, ${other}`,
    make(text) {
      const whole = read(text);
      const paths = pathsOf(whole);
      if (paths.length === 0) return text;
      const path = paths[place % paths.length]!;
      const parent = at(whole, path.slice(0, -1)) as Parent;
      const elsewhere = paths[other % paths.length]!;
      change({ parent, key: path.at(-1)!, value: at(whole, path), whole, elsewhere, other });
      return stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false });
    },
  });

/** What is no YAML any more has no structure. */
function read(text: string): Value {
  try {
    return parse(text, { mapAsMap: true, logLevel: 'silent' }) as Value;
  } catch {
    return null;
  }
}

const shown = (value: Value): string => JSON.stringify(value instanceof Map ? [...value] : value).slice(0, 40);

const values = VALUES.flatMap((junk) => [
  structural(shown(junk), ({ parent, key }) => put(parent, key, copyOf(junk))),
  structural(`a list of ${shown(junk)}`, ({ parent, key }) => put(parent, key, [copyOf(junk)])),
  structural(
    `an unknown key with ${shown(junk)}`,
    ({ parent }) => parent instanceof Map && parent.set('x', copyOf(junk)),
  ),
  structural(`one more ${shown(junk)}`, ({ parent }) => Array.isArray(parent) && parent.push(copyOf(junk))),
]);

const keys = KEYS.flatMap((name) => [
  structural(`the key \`${name}\``, ({ parent, key }) => rename(parent, key, name)),
  structural(
    `the entry again as \`${name}\``,
    ({ parent, value }) => parent instanceof Map && parent.set(name, copyOf(value)),
  ),
]);

const moves: readonly MistakeAt[] = [
  structural('deleted', ({ parent, key }) => remove(parent, key)),
  structural('listed twice', ({ parent, value }) => Array.isArray(parent) && parent.push(copyOf(value))),
  structural('what stands elsewhere', ({ parent, key, whole, elsewhere }) =>
    put(parent, key, copyOf(at(whole, elsewhere))),
  ),
  structural('an entry of elsewhere', ({ parent, whole, elsewhere }) => {
    if (parent instanceof Map) parent.set(elsewhere.at(-1)!, copyOf(at(whole, elsewhere)));
  }),
  structural('in a list', ({ parent, key, value }) => put(parent, key, [value])),
  structural('in a map', ({ parent, key, value }) => put(parent, key, new Map([['x', value]]))),
  structural('its own name', ({ parent, key }) => put(parent, key, key)),
  structural('the name of a node', ({ parent, key, elsewhere }) => put(parent, key, elsewhere.slice(1).join('.'))),
];

/** Changes that leave many pipelines sound, so that they run. */
const plausible: readonly MistakeAt[] = [
  ...NUMBERS.map((number) =>
    structural(`${number}`, ({ parent, key, value }) => typeof value === 'number' && put(parent, key, number)),
  ),
  ...WORDS.map((word) =>
    structural(`the word ${word}`, ({ parent, key, value, other }) => {
      if (typeof value !== 'string') return;
      let left = other % 4;
      put(
        parent,
        key,
        value.replace(/[\p{L}_$][\p{L}\p{N}_.]*|\d+/gu, (old) => (left-- === 0 ? word : old)),
      );
    }),
  ),
];

const alike: readonly MistakeAt[] = [
  structural('left out', ({ parent, key }) => remove(parent, key)),
  structural('as under the same key elsewhere', ({ parent, key, whole, other }) => {
    const same = pathsOf(whole).filter((path) => path.at(-1) === key);
    put(parent, key, copyOf(at(whole, same[other % same.length]!)));
  }),
  structural('in another order', ({ parent }) => Array.isArray(parent) && parent.reverse()),
];

const typed =
  (said: string, change: (lines: string[], i: number, column: number) => void): MistakeAt =>
  (place, other) => ({
    [fc.toStringMethod]: () => `${said} at ${place}, ${other}`,
    make(text) {
      const lines = text.split('\n');
      const i = place % lines.length;
      change(lines, i, other % (lines[i]!.length + 1));
      return lines.join('\n');
    },
  });

const indentOf = (line: string): string => /^ */.exec(line)![0];
const edit = (lines: string[], i: number, make: (line: string) => string): void => {
  lines[i] = make(lines[i]!);
};

const typing: readonly MistakeAt[] = [
  typed('a value not yet typed', (lines, i) => edit(lines, i, (line) => line.replace(/:.*$/, ':'))),
  typed('the rest of a line not yet typed', (lines, i, column) => edit(lines, i, (line) => line.slice(0, column))),
  typed('the rest not yet typed', (lines, i, column) => {
    edit(lines, i, (line) => line.slice(0, column));
    lines.length = i + 1;
  }),
  typed('a key begun', (lines, i) => void lines.splice(i, 0, `${indentOf(lines[i]!)}b:`)),
  typed('an item begun', (lines, i) => void lines.splice(i, 0, `${indentOf(lines[i]!)}-`)),
  typed('an item begun below', (lines, i) => void lines.splice(i + 1, 0, `${indentOf(lines[i]!)}  -`)),
  typed('a line left out', (lines, i) => void lines.splice(i, 1)),
  typed('a line twice', (lines, i) => void lines.splice(i, 0, lines[i]!)),
  typed('a line moved in', (lines, i) => edit(lines, i, (line) => `  ${line}`)),
  typed('a line moved out', (lines, i) => edit(lines, i, (line) => line.replace(/^ {2}/, ''))),
  typed('a character left out', (lines, i, column) =>
    edit(lines, i, (line) => line.slice(0, column) + line.slice(column + 1)),
  ),
];

const slips = CHARACTERS.map((character) =>
  typed(`\`${character}\` put in`, (lines, i, column) =>
    edit(lines, i, (line) => line.slice(0, column) + character + line.slice(column)),
  ),
);

const oneOf = (kinds: readonly MistakeAt[]): fc.Arbitrary<Mistake> =>
  fc.tuple(fc.constantFrom(...kinds), fc.nat(), fc.nat()).map(([kind, place, other]) => kind(place, other));

/** One to three of them. */
export const mistakes = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: oneOf(values) },
    { weight: 1, arbitrary: oneOf(keys) },
    { weight: 2, arbitrary: oneOf(moves) },
    { weight: 4, arbitrary: oneOf(plausible) },
    { weight: 2, arbitrary: oneOf(alike) },
    { weight: 1, arbitrary: oneOf(typing) },
    { weight: 1, arbitrary: oneOf(slips) },
  ),
  { minLength: 1, maxLength: 3 },
);
