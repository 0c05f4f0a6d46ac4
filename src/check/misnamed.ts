/** Finds names of results that no run can give, from what a kind declares of its result and a node's parameters. */
import { ownValue } from '../base/own-value.ts';
import {
  type Form,
  isOneOf,
  longForm,
  namesIn,
  type PlannedNode,
  partFor,
  partsNamed,
  type Result,
  statisticsOf,
} from '../base/result.ts';

/** A name that leads nowhere, the names before it, and those that could stand there. */
export interface Misnamed {
  readonly name: string;
  readonly within: readonly string[];
  /** Names of records and fields, for hints. */
  readonly listed: readonly string[];
  /** Describes in words the other names that could stand there. */
  readonly as?: string | undefined;
  readonly also: readonly string[];
}

/** Names that the plan lists for the result's list, which go first there; null where they do not. */
export function termsFirst(result: Result | undefined, node: PlannedNode): readonly string[] | null {
  if (result?.listFirst !== true || result.list === undefined) return null;
  return namesIn(result.parts[result.list]!, node)?.listed ?? null;
}

/** The first of `names` that no result of the node can have; undefined where there is none, as far as the plan can tell. */
export function misnamedIn(
  result: Result,
  names: readonly string[],
  node: PlannedNode | undefined,
): Misnamed | undefined {
  const { part, rest } = partFor(result, names, node ? termsFirst(result, node) : null);
  const [first] = names;
  if (first === undefined || (ownValue(result.elsewhere ?? {}, first) && part !== result.list)) return undefined;
  const form = ownValue(result.parts, part);
  if (form === undefined)
    return result.list === undefined ? { name: part, within: [], listed: partsNamed(result), also: [] } : undefined;
  const found = misnamedAt(form, rest, names.slice(0, names.length - rest.length), node);
  if (found === undefined || part !== result.list || rest !== names || found.within.length > 0) return found;
  // A name that is no part's is looked for in the list, and whatever could be named in its place is a hint.
  const statistics = statisticsOf(result, node);
  const goByNames = result.listFirst !== true && statistics.length > 0;
  const [listed, also] = goByNames ? [statistics, found.listed] : [found.listed, statistics];
  return { ...found, listed, also: [...also, ...partsNamed(result)] };
}

function misnamedAt(
  form: Form,
  names: readonly string[],
  within: readonly string[],
  node: PlannedNode | undefined,
): Misnamed | undefined {
  const [name, ...rest] = names;
  if (name === undefined || form === 'any' || form === 'unnamed') return undefined;
  if (form === 'value') return { name, within, listed: [], also: [] };
  if ('result' in form) {
    const inside = misnamedIn(form.result, names, node);
    return inside && { ...inside, within: [...within, ...inside.within] };
  }
  const known = namesIn(form, node);
  if (name !== '*' && known !== null && !isOneOf(known, name))
    return { name, within, listed: known.listed, as: known.others?.as, also: [] };
  return misnamedAt(inside(form, name), rest, [...within, name], node);
}

function inside(form: Exclude<Form, string | { readonly result: Result }>, name: string): Form {
  if ('each' in form) return form.each;
  return ownValue(form.members, name) ?? ownValue(form.members, longForm(name) ?? name) ?? 'any';
}
