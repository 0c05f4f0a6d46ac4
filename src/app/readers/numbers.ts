/** All numbers of a result by the paths that claims and texts use, and why those are undefined that are. */
import { resultOfType } from '../../../steps/registry.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { nodeId } from '../../base/node-id.ts';
import { type ArtifactReader, isFrame } from '../../base/reader.ts';
import { partsNamed, type Result } from '../../base/result.ts';
import { follow, isProbability, namesAt } from '../../check/results.ts';
import { textNumber } from '../../table/text-number.ts';
import { placeIn } from '../text/results.ts';

export interface IndexedNumber {
  /** The path as claims have it: `baseline.main.NQP.pValue`. */
  readonly path: string;
  /** Undefined where the statistic is. */
  readonly value: number | undefined;
  /** The number as a text prints it that says nothing of decimals; why there is none where it is undefined. */
  readonly text: string;
}

/** No path leads deeper than this. */
const DEEPEST = 8;

export function numbersOf(node: string, reader: ArtifactReader): IndexedNumber[] {
  const result = resultOfType(reader.type);
  if (result === undefined || isFrame(reader.type)) return [];
  const held = heldOnce(reader);
  const found = new Map<string, IndexedNumber>();
  for (const part of partsNamed(result)) {
    if (!held.parts.includes(part)) continue;
    for (const names of namesFrom(held.json(part), [])) {
      // The short path where it means the same number, else the path by the part.
      const paths = isShort(part, result) ? [names, [part, ...names]] : [[part, ...names]];
      const number = paths.map((path) => numberAt(node, path, part, held)).find((each) => each !== undefined);
      if (number !== undefined && !found.has(number.path)) found.set(number.path, number);
    }
  }
  return [...found.values()];
}

const isShort = (part: string, { list, map }: Result): boolean => part === list || part === map;

/** The names that lead to every value of a part, in order; the path of a record is among them, which may mean its usual field. */
function namesFrom(start: Json, names: readonly string[]): string[][] {
  const here = names.reduce<Json | undefined>((value, name) => valueIn(value, name), start);
  if (!Array.isArray(here) && !isJsonObject(here)) return [[...names]];
  if (names.length >= DEEPEST) return [];
  const below = namesAt(here, []).flatMap((name) => namesFrom(start, [...names, name]));
  return Array.isArray(here) ? below : [[...names], ...below];
}

function valueIn(value: Json | undefined, name: string): Json | undefined {
  if (isJsonObject(value)) return value[name];
  if (!Array.isArray(value)) return undefined;
  const at = namesAt(value, []).indexOf(name);
  return at < 0 ? undefined : value[at];
}

/** The number to which names lead from a node, where they lead into the part. */
function numberAt(node: string, names: readonly string[], part: string, reader: ArtifactReader) {
  if (names.length === 0) return undefined;
  const place = placeIn(reader, names);
  if (place.part !== part) return undefined;
  const found = follow(reader.json(part), place.rest, node, place.usual);
  const path = nodeId(
    node,
    names.map((name) => (/^[1-9]\d*$/.test(name) ? Number(name) : name)),
  ) as string;
  if (found.is === 'invalid') return { path, value: undefined, text: found.why };
  if (found.is !== 'value' || typeof found.value !== 'number') return undefined;
  const { value } = found;
  if (!Number.isFinite(value)) return { path, value: undefined, text: 'it is not finite' };
  const format = { digits: null, thousands: null, percent: false, isProbability: isProbability(names) };
  return { path, value, text: textNumber(value, format) };
}

/** A reader that parses each part once. */
function heldOnce(reader: ArtifactReader): ArtifactReader {
  const parts = new Map<string, Json>();
  const json = (name: string): Json => {
    const value = parts.get(name) ?? reader.json(name);
    parts.set(name, value);
    return value;
  };
  return { ...reader, json };
}
