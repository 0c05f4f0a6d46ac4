/** Writes what a model estimates as canonical JSON, put together from texts that thousands of specifications share. */
import { canonicalJson } from '../../base/canonical.ts';
import { memo } from '../../base/memo.ts';
import type { ModelSpec } from '../../econ/spec.ts';

/** Parts of a model's specification that are computed from its estimates. */
const AFTER: ReadonlySet<string> = new Set(['uTest', 'margins', 'oster', 'tests', 'lincom', 'nlcom']);

/** Canonical JSON of a model without what is computed from its estimates; the order of its lists of terms, effects, instruments and clusters is no part of it. */
export function modelText(spec: ModelSpec): string {
  let text = '';
  for (const name of namesOf(Object.keys(spec).join())) {
    if (spec[name] === undefined) continue;
    text += `${text === '' ? '{' : ','}${textOf(name)}:${memberText(name, spec)}`;
  }
  return `${text}}`;
}

/** Names that a model's members have, in order; models of thousands of specifications have the same. */
const namesOf = memo((joined: string): readonly (keyof ModelSpec)[] =>
  joined
    .split(',')
    .filter((name) => !AFTER.has(name))
    .map((name) => name as keyof ModelSpec)
    .sort(),
);

function memberText(name: keyof ModelSpec, spec: ModelSpec): string {
  const { iv, vcov } = spec;
  if (name === 'terms' || name === 'absorb') return textsText(spec[name]);
  if (name === 'slopes') return listText(spec.slopes!.map(canonicalJson));
  if (name === 'iv' && iv !== null)
    return `{"endogenous":${textsText(iv.endogenous)},"instruments":${textsText(iv.instruments)}}`;
  if (name === 'vcov' && vcov.is === 'cluster') {
    const { by, ...others } = vcov;
    const members = Object.entries({ ...others, by: null }).filter(([, value]) => value !== undefined);
    return objectText(members.map(([key, value]) => [key, key === 'by' ? textsText(by) : canonicalJson(value)]));
  }
  const value = spec[name];
  return typeof value === 'string' ? textOf(value) : canonicalJson(value);
}

/** JSON of an object whose members are JSON texts, in the order of their names. */
export function objectText(members: readonly (readonly [name: string, text: string])[]): string {
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, text]) => `${textOf(name)}:${text}`).join(',')}}`;
}

const textsText = (list: readonly string[]): string =>
  listText(list.map((item) => (typeof item === 'string' ? textOf(item) : canonicalJson(item))));

/** A list of texts in order. */
const listText = (texts: string[]): string => `[${(texts.length < 2 ? texts : texts.sort()).join(',')}]`;

/** JSON of names, which come again and again. */
const textOf = memo((text: string): string => JSON.stringify(text), 100_000);
