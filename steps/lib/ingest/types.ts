/** Types of columns, of which one name may stand for several: `gdp_*`. */

import { globTest } from '../../../src/base/text/glob.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import type { DataComplaint } from '../../../src/frame/complaint.ts';
import type { HeaderColumn } from '../../../src/frame/readers/source.ts';

type Types = Readonly<Record<string, string>>;

const isPattern = (key: string): boolean => /[*?]/.test(key);

/** Types by the names of columns, each of which its own name gives before a pattern does. `keys`: the key that gave each. */
export function typesByName(
  types: Types,
  variables: readonly string[],
): { readonly types: Types; readonly keys: Types; readonly complaints: readonly DataComplaint[] } {
  const exact = Object.entries(types).filter(([key]) => !isPattern(key) || variables.includes(key));
  const found: Record<string, string> = Object.fromEntries(exact);
  const keys: Record<string, string> = Object.fromEntries(exact.map(([key]) => [key, key]));
  const complaints: DataComplaint[] = [];
  for (const [key, type] of Object.entries(types)) {
    if (Object.hasOwn(keys, key)) continue;
    const named = variables.filter((name) => globTest(key, '*?')(name));
    if (named.length === 0)
      complaints.push({
        code: 'unknown-variable',
        message: `no column is called as \`${key}\` says`,
        hint: `there are ${quoted(variables)}`,
        path: ['types', key],
        key: true,
      });
    const other = named.find((name) => keys[name] !== undefined && isPattern(keys[name]) && found[name] !== type);
    if (other !== undefined)
      complaints.push({
        code: 'types-overlap',
        message: `\`${keys[other]}\` and \`${key}\` give \`${other}\` two types`,
        hint: `\`${other}: ${type}\` says which`,
        path: ['types', key],
        key: true,
      });
    for (const name of named) if (keys[name] === undefined) [found[name], keys[name]] = [type, key];
  }
  return { types: found, keys, complaints };
}

/** The names of a file's columns from then on. */
export const variablesOf = (header: readonly HeaderColumn[], rename: Types = {}): readonly string[] =>
  header.flatMap(({ name }) => (name === '' ? [] : [Object.hasOwn(rename, name) ? rename[name]! : name]));
