/** Gives a step, an entry of a step or a set another name, in the pipeline and in the texts of its documents. */
import { dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { isJsonObject } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import type { Problem } from '../../base/problem.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import { written } from '../../base/value.ts';
import type { Graph } from '../../engine/graph.ts';
import { readYaml, type YamlSource } from '../../engine/pipeline/source/yaml.ts';
import type { YamlPath } from '../../engine/step.ts';
import { builtInKinds } from '../kinds/built-in.ts';
import type { Cursor } from './cursor.ts';
import type { EditedText, OpenText, OpenTexts, Stretch, Unrenamed } from './desk.ts';
import { isNamedInWord, isWordDocument, namesInDocument } from './document-names.ts';
import { namedIn, setsIn, stepsIn } from './names.ts';
import { type Planned, planText, savedText } from './plans.ts';
import { edited, placesOfSet, placesWhere } from './uses.ts';

/** Names the thing that is renamed: `entry` is null of a step, and both are of a set. */
export interface Renamed {
  readonly is: 'step' | 'entry' | 'set';
  readonly step: string;
  readonly entry: string | null;
  /** The name that changes. */
  readonly name: string;
  /** The place of its declaration. */
  readonly path: YamlPath;
  /** The name at the cursor. */
  readonly at: Stretch;
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

const no = (why: string): Unrenamed => ({ why });

/** Tells what the name at a cursor is, or why it is not renamed. */
export function renamedAt(cursor: Cursor, offset: number): Renamed | Unrenamed {
  const { word, at, value, path, isKey } = cursor;
  if (word === '') return no('there is no name here');
  if (word.startsWith('$') || (isKey && path.length === 1 && path[0] === 'sets')) {
    const name = word.replace(/^\$/, '');
    const start = at.end - name.length;
    return ownValue(setsIn(value), name) === undefined
      ? no(`\`${word}\` is no set of the pipeline`)
      : { is: 'set', step: name, entry: null, name, path: ['sets', name], at: { start, end: at.end } };
  }
  const named = namedIn(value);
  const own = isKey ? [...path, word] : path.at(-1) === 'id' ? path.slice(0, -1) : undefined;
  const declared = own && [...named].find(([, each]) => each.path.join('\n') === own.join('\n'));
  const parts = (declared?.[0] ?? word).split('.');
  const isEntry = declared ? parts.length > 1 : offset - at.start > parts[0]!.length;
  const [step, entry] = [parts[0]!, isEntry ? parts[1]! : null];
  const full = entry === null ? step : `${step}.${entry}`;
  const found = !isKey || declared ? named.get(full) : undefined;
  if (found === undefined)
    return no(
      `\`${word}\` is not the name of a step, of an entry of a step or of a set that stands in the pipeline: a loop may make it`,
    );
  const name = entry ?? step;
  if (!IDENTIFIER.test(step) || !IDENTIFIER.test(name) || loopsAt(value, found.path))
    return no(`\`${full}\` is made by a loop (\`each\`), where its name is written in another way`);
  const start = declared ? at.start : at.start + (entry === null ? 0 : step.length + 1);
  return {
    is: entry === null ? 'step' : 'entry',
    step,
    entry,
    name,
    path: found.path,
    at: { start, end: start + name.length },
  };
}

function loopsAt(value: unknown, path: YamlPath): boolean {
  let at: unknown = value;
  return path.some((part) => {
    at = Array.isArray(at)
      ? at[Number(part)]
      : isJsonObject(at)
        ? ownValue(at as Readonly<Record<string, unknown>>, String(part))
        : undefined;
    return isJsonObject(at) && Object.hasOwn(at, 'each');
  });
}

/**
 * The edits, after the plan of what comes of them was held against the plan as it is. `known` is the plan of the text as it was made for the editor,
 * which is made anew where files have changed since then.
 */
export async function rename(
  open: OpenText,
  renamed: Renamed,
  to: string,
  { others, known }: { readonly others: OpenTexts; readonly known: Planned | undefined },
): Promise<readonly EditedText[] | Unrenamed> {
  const { is, step, name } = renamed;
  if (!IDENTIFIER.test(to))
    return no(`expected a name of letters, digits and \`_\` that begins with no digit, got \`${to}\``);
  if (to === name) return [];
  const { source, problems } = readYaml(open.path, open.text);
  if (source === undefined || problems.length > 0) return unsound(problems);
  const taken = is === 'set' ? setsIn(source.value) : is === 'step' ? stepsIn(source.value) : undefined;
  if (taken ? ownValue(taken, to) !== undefined : namedIn(source.value).has(`${step}.${to}`))
    return no(`\`${to}\` is there already`);
  const unsaved = textsBelow(dirname(open.path), others, open.path);
  const renaming = { open, renamed, to, source, unsaved };
  const edits = known && unsaved.size === 0 ? await editsBy(renaming, known) : undefined;
  if (edits !== undefined && !('why' in edits)) return edits;
  const before = await planText(open, unsaved);
  return !before.ok || before.problems.length > 0 ? unsound(before.problems) : await editsBy(renaming, before);
}

interface Renaming {
  readonly open: OpenText;
  readonly renamed: Renamed;
  readonly to: string;
  readonly source: YamlSource;
  readonly unsaved: ReadonlyMap<string, string>;
}

async function editsBy(
  { open, renamed, to, source, unsaved }: Renaming,
  before: Planned,
): Promise<readonly EditedText[] | Unrenamed> {
  const { is, step, entry, name } = renamed;
  const root = dirname(open.path);
  const heard = [
    ...before.naming.map((path) => before.spec.source.locate(path)),
    ...unheard(source).map((path) => source.locate(path)),
  ];
  const found =
    is === 'set'
      ? placesOfSet(name, open.text)
      : [...placesWhere(renamed, open.text, new Set(heard.map(({ start }) => start))), ...asSource(renamed, source)];
  const edits = [declaration(renamed, source), ...found].map((at) => ({ ...at, text: to }));
  const pipeline = { ...open, edits: once(edits) };
  const texts = is === 'set' ? [] : documentsOf(before.graph);
  const documents: EditedText[] = [];
  const thing = { step, entry, name, labels: labelsOf(renamed, source.value) };
  for (const file of texts) {
    const path = join(root, file);
    if (isWordDocument(file)) {
      if (attempt(() => isNamedInWord(file, path, thing)) !== false)
        return no(`the Word document \`${file}\` names \`${fullName(renamed)}\`, and Word alone can edit it`);
      continue;
    }
    const text = unsaved.get(file) ?? savedText(path);
    if (text === undefined) continue;
    const own = namesInDocument(file, text, thing).map((at) => ({ ...at, text: to }));
    if (own.length > 0) documents.push({ path, text, edits: once(own) });
  }
  const changed = documents.map((each) => [pathInside(root, each.path)!, edited(each)] as const);
  const after = await planText({ path: open.path, text: edited(pipeline) }, new Map([...unsaved, ...changed]));
  if (!after.ok || after.problems.length > 0)
    return no(`with the name \`${to}\` the pipeline would be wrong: ${written(after.problems[0]!.message)}`);
  if (!sameNodes(before.graph, after.graph, (id) => renamedNode(id, renamed, to)))
    return no(`with the name \`${to}\` the pipeline would have other nodes than before`);
  return [pipeline, ...documents];
}

const unsound = (problems: readonly Problem[]): Unrenamed =>
  no(
    `the pipeline is wrong, so that it is not known what names what: ${written(problems[0]?.message ?? 'it is empty')}`,
  );

/** Texts of other files of the project that the editor has otherwise than they are saved. */
function textsBelow(root: string, others: OpenTexts, own: string): ReadonlyMap<string, string> {
  const found = [...others].flatMap(([path, text]): [string, string][] => {
    const inside = path === own ? undefined : pathInside(root, path);
    return inside === undefined || savedText(path) === text ? [] : [[inside, text]];
  });
  return new Map(found);
}

function declaration({ path, is }: Renamed, source: YamlSource): Stretch {
  const isListed = is === 'entry' && typeof path.at(-1) === 'number';
  return isListed ? unquoted(source, [...path, 'id'], false) : unquoted(source, path);
}

/** Places that name steps and that no plan asks of: reasons for deviations, and all of a step whose kind is not loaded. */
function unheard(source: YamlSource): YamlPath[] {
  const { deviations } = (source.value ?? {}) as { readonly deviations?: unknown };
  const known = new Set(builtInKinds().map(({ name }) => name));
  const steps = Object.entries(stepsIn(source.value));
  return [
    ...(Array.isArray(deviations) ? deviations.map((_, i): YamlPath => ['deviations', i, 'of']) : []),
    ...steps.flatMap(([name, step]): YamlPath[] =>
      isJsonObject(step) && !known.has(String((step as { readonly kind?: unknown }).kind)) ? [['steps', name]] : [],
    ),
  ];
}

/** The step as a key of `package.sources`. */
function asSource({ is, name }: Renamed, source: YamlSource): Stretch[] {
  const path: YamlPath = ['package', 'sources'];
  return is === 'step' && source.keys(path).includes(name) ? [unquoted(source, [...path, name])] : [];
}

/** A key without its quotes. */
function unquoted(source: YamlSource, path: YamlPath, isKey = true): Stretch {
  const { start, end } = source.locate(path, { key: isKey });
  const quote = /^["']/.test(source.text.slice(start, end)) ? 1 : 0;
  return { start: start + quote, end: end - quote };
}

const once = <T extends Stretch>(edits: readonly T[]): T[] =>
  [...new Map(edits.map((each) => [each.start, each])).values()].sort((a, b) => a.start - b.start);

/** The texts of documents. */
const documentsOf = (graph: Graph): readonly string[] => [
  ...new Set(
    [...graph.nodes.values()].flatMap(({ params }) => {
      const texts = isJsonObject(params) ? (params as { readonly texts?: unknown }).texts : undefined;
      return Array.isArray(texts) ? texts.filter((each): each is string => typeof each === 'string') : [];
    }),
  ),
];

const fullName = ({ step, entry }: Renamed): string => (entry === null ? step : `${step}.${entry}`);

/** The beginnings of the labels by which texts refer to it: those that tables, equations and figures have where nothing else is said. */
function labelsOf({ is, step, path, name }: Renamed, value: unknown): readonly string[] {
  if (is === 'step')
    return [...namedIn(value).keys()].some((each) => each.endsWith(`.${name}`)) ? [] : ['tab', 'tbl', 'fig'];
  const entry = ownValue(stepsIn(value), step) as Readonly<Record<string, unknown>> | undefined;
  const [, , key, at] = path;
  const held = ownValue((ownValue(entry ?? {}, String(key)) ?? {}) as Readonly<Record<string, unknown>>, String(at));
  if (isJsonObject(held) && Object.hasOwn(held, 'label')) return [];
  return key === 'tables' ? ['tab', 'tbl'] : key === 'equations' ? ['eq'] : [];
}

function renamedNode(id: string, renamed: Renamed, to: string): string {
  const { step, entry } = renamed;
  const old = fullName(renamed);
  const isOf = id.startsWith(old) && /^(?:[.[@]|$)/.test(id.slice(old.length));
  return isOf ? `${entry === null ? to : `${step}.${to}`}${id.slice(old.length)}` : id;
}

/** Two graphs are the same but for names where each node has the dependencies that it had. */
function sameNodes(before: Graph, after: Graph, named: (id: string) => string): boolean {
  if (before.nodes.size !== after.nodes.size) return false;
  const found = new Map([...after.nodes].map(([id, node]) => [id as string, node]));
  return [...before.nodes].every(([id, { dependencies }]) => {
    const other = found.get(named(id));
    const [own, now] = [[...dependencies].map(named).sort(), [...(other?.dependencies ?? [])].sort()];
    return other !== undefined && own.join('\n') === now.join('\n');
  });
}
