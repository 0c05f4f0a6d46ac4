/** Finds results by their paths: names stand for parts of an artifact, and lead from there to one value. */
import { defined } from '../base/defined.ts';
import { isJsonObject, type Json } from '../base/json.ts';
import { longForm, partFor } from '../base/result.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { anyFit } from './fit-result.ts';
import { cellsAsResult } from './table-cells.ts';

/** The value at a path. An undefined statistic says why; `absent` is the reader's mistake or a dropped term. */
export type PathValue =
  | { readonly is: 'value'; readonly value: number | string | boolean }
  | { readonly is: 'invalid'; readonly why: string }
  | { readonly is: 'absent'; readonly message: string; readonly hint?: string };

/** Fields that tell the records of a list apart. */
const keyFields = ['term', 'variable', 'indicator', 'name', 'endogenous', 'order', 'number', 'at', 'level'] as const;
/** The field that a record means when none is named, of results of which no kind says it. */
const usualFields = ['estimate', 'vif', 'gamma', 'weight'] as const;
/** Says whether the names that lead to a number end at a p value: `pValue`, `fP`. */
export const isProbability = (names: readonly string[]): boolean => /^p$|^pValue$|[a-z\d]P$/.test(names.at(-1) ?? '');

/** Walks from a part's value along `names`; `of` names the start for messages, `usual` the names that lead on to the value that is meant of several. */
export function follow(start: Json, names: readonly string[], of: string, usual: readonly string[] = []): PathValue {
  let here: Json | undefined = cellsAsResult(start);
  for (const [i, name] of names.entries()) {
    const next: Json | undefined = step(here, name);
    if (next === undefined) return absent(here, name, [of, ...names.slice(0, i)].join('.'));
    here = next;
  }
  return settle(here, [of, ...names].join('.'), usual);
}

/** `names` with every `*` replaced by the names that stand there, in order. */
export function spread(start: Json, names: readonly string[]): string[][] {
  const at = names.indexOf('*');
  if (at === -1) return [[...names]];
  let here: Json | undefined = cellsAsResult(start);
  for (const name of names.slice(0, at)) here = here === undefined ? undefined : step(here, name);
  const keys = here === undefined ? [] : namesIn(here);
  return keys.flatMap((key) => spread(start, [...names.slice(0, at), key, ...names.slice(at + 1)]));
}

function step(here: Json, name: string): Json | undefined {
  if (Array.isArray(here)) return here.find((item) => keyOf(item) === name) ?? byPosition(here, name);
  if (!isJsonObject(here)) return undefined;
  if (Object.hasOwn(here, name)) return here[name];
  const long = longForm(name);
  if (long !== undefined && Object.hasOwn(here, long)) return here[long];
  // In a fit inside another result, terms and statistics go by their own names, as everywhere.
  if (!Array.isArray(here.terms)) return undefined;
  const { part, rest } = partFor(anyFit, [name], null);
  return rest.reduce<Json | undefined>((inside, each) => inside && step(inside, each), here[part]);
}

function byPosition(list: readonly Json[], name: string): Json | undefined {
  return /^[1-9]\d*$/.test(name) && list.every((item) => keyOf(item) === undefined)
    ? list[Number(name) - 1]
    : undefined;
}

function keyOf(item: Json): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const field = keyFields.find((name) => item[name] !== undefined);
  return field === undefined ? undefined : String(item[field]);
}

function settle(value: Json, of: string, [member, ...more]: readonly string[]): PathValue {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return { is: 'value', value };
  if (isJsonObject(value)) {
    if (typeof value.invalid === 'string') return { is: 'invalid', why: value.invalid };
    const usual = [member, ...usualFields].find((field) => field !== undefined && value[field] !== undefined);
    if (usual !== undefined) return settle(value[usual]!, of, usual === member ? more : []);
    return { is: 'absent', message: `\`${of}\` is several numbers`, hint: `one of ${namesIn(value).join(', ')}` };
  }
  if (value === null) return { is: 'invalid', why: 'it does not exist here' };
  return { is: 'absent', message: `\`${of}\` is a list`, hint: `it has ${namesIn(value).join(', ')}` };
}

function absent(here: Json, name: string, of: string): PathValue {
  const names = namesIn(here);
  const hint = didYouMean(name, names) ?? (names.length === 0 ? undefined : `it has ${names.slice(0, 12).join(', ')}`);
  return defined({ is: 'absent', message: `\`${of}\` has no \`${name}\``, hint });
}

/** Names of the records or members to which `names` leads. */
export function namesAt(start: Json, names: readonly string[]): string[] {
  let here: Json | undefined = cellsAsResult(start);
  for (const name of names) here = here === undefined ? undefined : step(here, name);
  return here === undefined ? [] : namesIn(here);
}

function namesIn(here: Json): string[] {
  if (Array.isArray(here)) return here.map((item, i) => keyOf(item) ?? String(i + 1));
  return isJsonObject(here) ? Object.keys(here) : [];
}
