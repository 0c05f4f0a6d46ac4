/** Leaves out of a value what cannot be read, so that the rest of it is checked. */
import { isJsonObject } from '../../../base/json.ts';
import type { YamlPath } from '../../step.ts';

/** Deletes the nearest key of a map that the path leads through, so that items of lists keep their places. Returns the key's path. */
export function leaveOut(params: unknown, path: YamlPath): YamlPath | undefined {
  const along = path.map((_, i) => path.slice(0, i).reduce<unknown>((at, part) => memberOf(at, part), params));
  const at = along.findLastIndex((value) => isJsonObject(value));
  if (at === -1) return undefined;
  delete (along[at] as Record<string, unknown>)[String(path[at])];
  return path.slice(0, at + 1);
}

const memberOf = (value: unknown, part: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    ? (value as Record<string | number, unknown>)[part]
    : undefined;
