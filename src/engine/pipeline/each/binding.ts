/** Defines the names, with their values, that a loop gives to the texts of one entry. */
import { ownValue } from '../../../base/own-value.ts';
import { datum } from '../../../base/value.ts';
import type { ProjectDecl, YamlPath } from '../../step.ts';

/** One name of a loop with the value that it has in one entry. */
export interface Binding {
  readonly name: string;
  /** A scalar, a list, or a map whose members go by their own names. */
  readonly value: unknown;
  /** The key of the value in its map; the value itself in a list. */
  readonly key: string;
  /** The place of the value in the pipeline. */
  readonly path: YamlPath;
  /** The variable whose level the value is: it is a value of the data. */
  readonly levelOf?: string;
}

/** The names that hold in an entry, the innermost loop last. */
export type Bindings = readonly Binding[];

/** Lists what a text may ask of any name besides its value. */
const MEMBERS = ['key', 'label'];

/** The value of a binding's member; undefined where it has none of that name. Labels and translations are those of the variable. */
export function memberOf(
  { value, key }: Binding,
  member: string,
  variables: ProjectDecl['variables'],
): { readonly value: unknown } | undefined {
  if (member === 'key') return { value: key };
  const given = isMap(value) ? ownValue(value, member) : undefined;
  if (given !== undefined) return { value: given };
  const declared = ownValue(variables, String(value)) ?? ownValue(variables, key);
  const label = declared?.label ?? key;
  if (member === 'label') return { value: label };
  return isLanguage(member, variables) ? { value: ownValue(declared?.translations, member) ?? label } : undefined;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLanguage = (name: string, variables: ProjectDecl['variables']): boolean =>
  Object.values(variables).some(({ translations }) => Object.hasOwn(translations, name));

/** Names of the members of a binding, for messages. */
export const membersOf = ({ value }: Binding): readonly string[] => [
  ...MEMBERS,
  ...(isMap(value) ? Object.keys(value) : []),
];

/** The bindings of an entry in words: `` where `y` is `gdp` and `s` is empty ``. */
export const inWords = (bindings: Bindings): string =>
  `where ${bindings.map((binding) => `\`${binding.name}\` is ${valueInWords(binding)}`).join(' and ')}`;

function valueInWords({ value, key, path, levelOf }: Binding): string {
  if (isEmpty(value)) return 'empty';
  if (typeof value === 'object') return typeof path.at(-1) === 'number' ? `value ${key}` : `\`${key}\``;
  return `\`${levelOf === undefined ? String(value) : datum(levelOf, String(value))}\``;
}

/** Tells whether a value is empty, so that the key with this value is left out. */
export const isEmpty = (value: unknown): boolean => value === '' || value === null || value === undefined;
