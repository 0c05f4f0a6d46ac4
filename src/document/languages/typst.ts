/** Finds the names in a Typst text: files that its functions read, packages, and the day of compilation. */
import { folderOf, found, type Mention, pathFrom, type Stretch, type TextPlaces } from '../mention.ts';
import { blank } from '../text.ts';

const RAW = /(`{3,})[\s\S]*?(?:\1|$)|`[^`\n]*`/g;
const MODULE = /\b(?:include|import)\s+"(?<name>(?:[^"\\\n]|\\.)*)"/dg;
const READ = /\b(?:image|read|csv|json|yaml|toml|xml|cbor|plugin)\s*\(\s*"(?<name>(?:[^"\\\n]|\\.)*)"/dg;
const BIBLIOGRAPHY = /\bbibliography\s*\((?<name>(?:[^()]|\([^()]*\))*)\)/dg;
const STRING = /"(?<name>(?:[^"\\\n]|\\.)*)(?:"|\\?$)/dgm;
const TODAY = /(?<name>\bdatetime\s*\.\s*today\s*\()/dg;

export function mentions(commented: string, { own }: TextPlaces): Mention[] {
  const text = commented.replace(RAW, blank);
  const file = (said: string, at: Stretch, isText: boolean): Mention => ({
    is: 'file',
    said,
    paths: [said.startsWith('/') ? pathFrom('', said.slice(1)) : pathFrom(folderOf(own), said)],
    isText,
    at,
  });
  const modules = [...found(text, MODULE)].map(({ name, at }) =>
    name.startsWith('@') ? aPackage(name, at) : file(name, at, true),
  );
  const read = [...found(text, READ)].map(({ name, at }) => file(name, at, false));
  const listed = [...found(text, BIBLIOGRAPHY)].flatMap(({ name: given, at: [start] }) =>
    [...found(given, STRING)].flatMap(({ name, at: [from, to] }) =>
      /\.(?:bib|ya?ml|csl)$/.test(name) ? [file(name, [start + from, start + to], false)] : [],
    ),
  );
  // A path among results may be handed to a function of the author's own.
  const others = [...found(text, STRING)].flatMap(({ name, at }) =>
    /^(?:\.{0,2}\/)*out\//.test(name) ? [file(name, at, name.endsWith('.typ'))] : [],
  );
  const days = [...found(text, TODAY)].map(({ at }): Mention => ({ ...today, at }));
  const known = new Set([...modules, ...read, ...listed].map(({ at }) => at[0]));
  return [...modules, ...read, ...listed, ...others.filter(({ at }) => !known.has(at[0])), ...days];
}

const aPackage = (name: string, at: Stretch): Mention => ({
  is: 'unusable',
  code: 'network-package',
  message: `the package \`${name}\` would come from the network, where it may change or be gone`,
  hint: 'copy its files into the project and import those',
  at,
});

const today = {
  is: 'unusable',
  code: 'date-of-today',
  message: '`datetime.today()` would make another document every day',
  hint: 'write the date: `datetime(year: 2026, month: 3, day: 1)`',
} as const;
