/** Maps in braces as the YAML parser reads them: the names of their keys, and what is no pair of a key and its value. */
import { isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import { fullWidthSign } from './yaml-syntax.ts';

/** The name of a map that is nothing but a name in braces, which a loop was to fill. */
export function bracedName({ flow, items }: YAMLMap<Node, Node | null>): string | undefined {
  const [only, ...others] = items;
  if (flow !== true || only === undefined || others.length > 0 || !isSplitOff(only)) return undefined;
  const key = keyText(only.key);
  return fullWidthSign(key) === undefined ? key : undefined;
}

/** Says whether a pair of a flow map has neither colon nor value, and so is the rest of a value that held a comma. */
export function isSplitOff(pair: Pair<Node, Node | null>): boolean {
  const value = pair.value;
  if (value !== null && !(isScalar(value) && value.value === null && value.source === '')) return false;
  const separators = (pair as { srcToken?: { sep?: { type: string }[] } }).srcToken?.sep;
  return !separators?.some((token) => token.type === 'map-value-ind');
}

export function keyText(key: Node): string {
  if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
  return String(key);
}
