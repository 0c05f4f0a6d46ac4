/** Numbers of results that a text marks by their names: where they come from, and what stands in the place of the mark. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { follow, isProbability } from '../../../src/check/results.ts';
import type { PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { type Located, locateNumber } from '../result-path.ts';

/** The source of a number that a text marks: a result, or the section `numbers:`. */
export type NumberSource = { readonly is: 'result'; readonly result: Located } | { readonly is: 'named' };

export const NUMBERS = 'numbers';
/** The file of the section `numbers:` that programs read. */
const NAMED_NUMBERS = `out/${NUMBERS}.json`;

/** Undefined after a complaint, and while levels of a split are not known. */
export function sourceOfNumber(of: string, at: YamlPath, plan: PlanContext): NumberSource | undefined {
  const names = plan.keys([NUMBERS]);
  if (names.includes(of)) return { is: 'named' };
  if (BARE.test(of)) return unknownNumber(of, names, at, plan);
  const result = locateNumber(of, at, plan);
  return result && { is: 'result', result };
}

/** A mark of one word, which no path of a result is. */
const BARE = /^\p{L}[\p{L}\p{M}\p{N}_]*$/u;

/** Complains of a name that no entry of `numbers:` has; `names` are those of all. */
export function unknownNumber(name: string, names: readonly string[], path: YamlPath, plan: PlanContext): undefined {
  const hint = didYouMean(name, names) ?? 'a name of `numbers:`, or the path of a result: `step.column.TERM`';
  return void plan.complain({ code: 'unknown-result', message: `no number is called \`${name}\``, hint, path });
}

/** The part of a node's artifact that holds it. */
export const placeOfNumber = (source: NumberSource): { readonly node: NodeId; readonly part: string } =>
  source.is === 'named' ? { node: NUMBERS as NodeId, part: NAMED_NUMBERS } : source.result;

/** A number of `numbers:` as it is printed there, or the value of a result; or why there is none. */
export type FoundNumber =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'value'; readonly value: number; readonly isProbability: boolean }
  | { readonly is: 'refused'; readonly code: string; readonly message: string; readonly hint?: string | undefined };

/** `part` gives the part of a node's artifact. */
export function findNumber(of: string, source: NumberSource, part: (node: NodeId, part: string) => Json): FoundNumber {
  const place = placeOfNumber(source);
  const json = part(place.node, place.part);
  if (source.is === 'named') return { is: 'text', text: (json as Record<string, { text: string }>)[of]!.text };
  const found = follow(json, source.result.rest, place.node, source.result.usual);
  if (found.is === 'absent') return { is: 'refused', code: 'unknown-result', message: found.message, hint: found.hint };
  if (found.is !== 'invalid' && typeof found.value === 'number')
    return { is: 'value', value: found.value, isProbability: isProbability(source.result.rest) };
  const why = found.is === 'invalid' ? found.why : 'it is no number';
  return { is: 'refused', code: 'no-value', message: `\`${of}\` cannot be printed: ${why}` };
}
