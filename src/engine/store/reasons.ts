/** Says why a node must run, in the user's own terms: the YAML path with before and after, the data column, the code file. */
import { canonicalJson } from '../../base/canonical.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import { firstOf } from '../../base/text/term-names.ts';
import { type GraphNode, pathOf } from '../graph.ts';
import type { KindCode } from '../kinds.ts';
import { isInternal, stepOf } from '../pipeline/reference.ts';
import { pathText } from '../pipeline/source/places.ts';
import type { Origin, YamlPath } from '../step.ts';
import type { Reason, Recipe, Trace } from './records.ts';
import type { Store } from './store.ts';

/** The members of a node that explain why it runs. */
export type Explained = Pick<GraphNode, 'inputs' | 'origins' | 'step' | 'at' | 'loaded'>;

export function reasonsFor(node: Explained, recipe: Recipe, last: Trace, store: Store): Reason[] {
  const before = last.recipe;
  if (before.kind !== recipe.kind) return [{ is: 'kind-changed', before: before.kind, after: recipe.kind }];
  return [
    ...(before.code === recipe.code ? [] : codeReasons(store.code(before.code), node.loaded.code)),
    ...paramReasons(node, before.params, recipe.params, last.origins),
    ...inputReasons(node, before.inputs, recipe.inputs),
  ];
}

function codeReasons(before: KindCode | undefined, after: KindCode): Reason[] {
  const files = before ? changedKeys(before.files, after.files) : Object.keys(after.files);
  const packages = before ? changedKeys(before.packages, after.packages) : [];
  const imports = before ? changedKeys(before.imports ?? {}, after.imports ?? {}) : [];
  const named = [...new Set([...files, ...packages, ...imports])];
  return (named.length > 0 ? named : ['papermake itself']).map((file) => ({ is: 'code-changed', file }));
}

function changedKeys(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => ownValue(a, key) !== ownValue(b, key))
    .sort();
}

/** One reason for each changed place in the YAML: the words that stood there where they differ, else the values. */
function paramReasons(
  node: Explained,
  before: Json,
  after: Json,
  oldOrigins: Readonly<Record<string, Origin>>,
): Reason[] {
  // Both were read from canonical JSON, so equal values have equal texts. A thousand nodes behind one changed column end here.
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const changes = differences(before, after, []).map((change) => {
    const old = originOf(oldOrigins, change.path);
    const origin = originOf(node.origins ?? {}, change.path) ?? old;
    const told = origin && old ? placesChanged(old, origin) : [];
    const isSaid = origin?.text !== undefined && old?.text !== undefined;
    return { told, isSaid, values: valuesChanged(change, origin?.path ?? [...pathOf(node), ...change.path]) };
  });
  // A value that changed though its words did not follows from another, whose words did.
  const isTold = changes.some(({ told }) => told.length > 0);
  const reasons = changes.flatMap(({ told, isSaid, values }) =>
    told.length > 0 || (isSaid && isTold) ? told : [values],
  );
  return [...new Map(reasons.reverse().map((reason) => [reason.path, reason])).values()].reverse();
}

const valuesChanged = ({ before, after }: Difference, path: YamlPath): ParamChanged => ({
  is: 'param-changed',
  path: pathText(path),
  before: jsonText(before),
  after: jsonText(after),
});

type ParamChanged = Extract<Reason, { is: 'param-changed' }>;

/** The places whose words differ: the parameter's own, and the sets and samples it names. */
function placesChanged(old: Origin, now: Origin): ParamChanged[] {
  const places = (origin: Origin): Map<string, string> =>
    new Map(
      [origin, ...(origin.also ?? [])].flatMap(({ path, text }) =>
        text === undefined ? [] : [[pathText(path), text]],
      ),
    );
  const before = places(old);
  return [...places(now)].flatMap(([path, text]) => {
    const said = before.get(path) ?? (path === pathText(now.path) ? old.text : undefined);
    return said === undefined || said === text ? [] : [{ is: 'param-changed', path, before: said, after: text }];
  });
}

/** The origin of the longest prefix of a parameter's path. */
function originOf(origins: Readonly<Record<string, Origin>>, path: readonly string[]): Origin | undefined {
  for (let n = path.length; n > 0; n--) {
    const origin = ownValue(origins, path.slice(0, n).join('.'));
    if (origin) return origin;
  }
  return undefined;
}

interface Difference {
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Finds where two parameter values differ, within objects and within lists of the same nodes. */
function differences(before: Json | undefined, after: Json | undefined, path: readonly string[]): Difference[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(ownValue(before, key), ownValue(after, key), [...path, key]));
  }
  const [was, is] = [objectsIn(before), objectsIn(after)];
  if (was && is?.length === was.length && was.every((member, i) => member.node === is[i]!.node))
    return was.flatMap((member, i) => differences(member, is[i], [...path, String(i)]));
  const same = before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after);
  return same || before === after ? [] : [{ path, before, after }];
}

type JsonObject = { readonly [key: string]: Json };

const objectsIn = (value: Json | undefined): readonly JsonObject[] | undefined =>
  Array.isArray(value) && value.every(isJsonObject) ? value : undefined;

function jsonText(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  const nodes = objectsIn(value)?.map((member) => member.node);
  if (nodes && nodes.length > 0 && nodes.every((node) => typeof node === 'string')) return nodes.join(', ');
  return typeof value === 'string' ? value : canonicalJson(value);
}

/** One reason for each input whose digest is another than before. Inputs that are the same may be left out of both. */
export function inputReasons(node: Explained, before: Recipe['inputs'], after: Recipe['inputs']): Reason[] {
  return changedKeys(before, after).map((name) => {
    const entry = inputNamed(name, node);
    const spec = entry === undefined ? undefined : node.inputs[entry];
    const part = entry === undefined || entry === name ? undefined : name.slice(entry.length + 1);
    const input =
      spec === undefined ? name : spec.is === 'node' ? spec.node : spec.is === 'file' ? spec.path : spec.name;
    const column = part?.startsWith('column:') ? part.slice('column:'.length) : undefined;
    return {
      is: 'input-changed',
      input,
      ...(column === undefined ? (part === undefined ? {} : { part }) : { column }),
      from: ownValue(before, name) ?? null,
      to: ownValue(after, name) ?? null,
    };
  });
}

/** The input that an entry of the recipe belongs to: itself, or what stands before the part. Both may hold slashes. */
function inputNamed(entry: string, { inputs }: Explained): string | undefined {
  for (let end = entry.length; end > 0; end = entry.lastIndexOf('/', end - 1)) {
    const name = entry.slice(0, end);
    if (Object.hasOwn(inputs, name)) return name;
  }
  return undefined;
}

/** The reasons as lines for people; everything that changed in one input is one line, and so are all files of the code. */
/** Says why a node is restored: what changed since it was last made, if anything did. */
export function restoredText(reasons: readonly Reason[]): string {
  const changed = reasons.filter(({ is }) => is !== 'first-run');
  return changed.length === 0 ? 'it was made before' : reasonLines(changed).join('; ');
}

export function reasonLines(reasons: readonly Reason[]): string[] {
  const lines = new Map<string, { first: Reason; names: string[] }>();
  for (const reason of reasons) {
    const name = nameIn(reason);
    const identity =
      reason.is === 'input-changed' && name !== undefined
        ? canonicalJson([reason.input, reason.column !== undefined, reason.from === null, reason.to === null])
        : reason.is === 'code-changed'
          ? reason.is
          : canonicalJson(reason);
    const line = lines.get(identity);
    if (line && name !== undefined) line.names.push(name);
    else lines.set(identity, { first: reason, names: name === undefined ? [] : [name] });
  }
  return [...lines.values()].map(({ first, names }) => reasonText(first, names));
}

/** Gives what a line of several reasons lists. */
function nameIn(reason: Reason): string | undefined {
  if (reason.is === 'code-changed') return reason.file;
  return reason.is === 'input-changed' ? (reason.column ?? reason.part) : undefined;
}

function codeText(files: readonly string[]): string {
  const { first, more } = firstOf(files);
  return `the code changed: ${first.join(', ')}${more === 0 ? '' : ` and ${more} more files`}`;
}

function reasonText(reason: Reason, names: readonly string[]): string {
  switch (reason.is) {
    case 'first-run':
      return 'it has no result yet';
    case 'forced':
      return '--force';
    case 'record-lost':
      return 'its record in the store is lost or damaged';
    case 'kind-changed':
      return `its kind changed from ${reason.before} to ${reason.after}`;
    case 'code-changed':
      return codeText(names);
    case 'param-changed':
      return `${reason.path}: ${quoted(reason.before, reason.after)} → ${quoted(reason.after, reason.before)}`;
    case 'input-changed':
      return inputText(reason, names);
    case 'output-missing':
      return `${reason.path} is missing`;
    case 'output-modified':
      return `${reason.path} was changed since it was written`;
    default:
      return reason satisfies never;
  }
}

/** A line for people shows no more characters of a value than this, those that differ from the other value. */
const LONGEST = 60;
const LEAD = 15;

function quoted(text: string | null, other: string | null): string {
  if (text === null) return '(nothing)';
  if (text.length <= LONGEST) return `\`${text}\``;
  let same = 0;
  while (same < text.length && text[same] === other?.[same]) same += 1;
  const start = Math.min(Math.max(0, same - LEAD), text.length - LONGEST);
  const end = start + LONGEST;
  return `\`${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}\``;
}

function inputText(reason: Extract<Reason, { is: 'input-changed' }>, names: readonly string[]): string {
  const input = isInternal(reason.input) ? `a part of ${stepOf(reason.input)}` : reason.input;
  const what =
    reason.column === undefined ? input : `column${names.length > 1 ? 's' : ''} ${names.join(', ')} of ${input}`;
  const parts = reason.part === undefined ? '' : ` (${names.join(', ')})`;
  if (reason.from === null && reason.to === null) return `${what} cannot be read${parts}`;
  if (reason.from === null) return `${what} ${names.length > 1 && parts === '' ? 'are' : 'is'} now read${parts}`;
  if (reason.to === null) return `${what} ${names.length > 1 && parts === '' ? 'are' : 'is'} no longer read${parts}`;
  return `${what} changed${parts}`;
}
