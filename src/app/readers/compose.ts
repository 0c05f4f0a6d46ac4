/**
 * Writes the index of a project's results: numbers by their paths, files by the tables and figures that they show, and the files that each was made
 * from, by their digests. A reader in another language finds there what it asks for, and whether anything has changed since.
 */

import type { NodeId } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { hidesIn } from '../../base/value.ts';
import type { GraphNode } from '../../engine/graph.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import type { StoredArtifact } from '../../engine/store/records.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { filesRead } from '../survey/files-read.ts';
import { forOthers } from '../survey/for-others.ts';
import { isLevels, type Surveyed } from '../survey/open-survey.ts';
import { type Digests, digestsOf } from './digests.ts';
import { type Field, HEAD, lineOf, recordsIn } from './lines.ts';
import { type IndexedNumber, numbersOf } from './numbers.ts';

export interface Composed {
  readonly text: string;
  readonly numbers: number;
  readonly files: number;
  /** Nodes of which nothing can be read, as those that failed. */
  readonly absent: readonly string[];
}

/** `of`: the names by which the nodes were asked for, none for all; `before`: the index as it stands, whose digests of unchanged files are kept. */
export function composeIndex(
  surveyed: Surveyed,
  nodes: readonly NodeId[],
  { of, before }: { readonly of: readonly string[]; readonly before: string | undefined },
): Composed {
  const writer = new IndexWriter(surveyed, before);
  writer.add('of', ...of);
  for (const path of commonSources(surveyed)) writer.add('common', writer.source(path));
  for (const id of nodes) if (!isLevels(surveyed.survey.graph, id)) writer.node(surveyed.survey.graph.nodes.get(id)!);
  return writer.composed();
}

/** The pipeline and the code of the project's own kinds, of which any node may be made. */
function commonSources({ session: { options } }: Surveyed): string[] {
  const code = [...options.kinds.values()].flatMap(({ module, code }) =>
    module === null ? [] : Object.keys(code.files),
  );
  return [options.file, ...new Set(code)];
}

class IndexWriter {
  readonly #surveyed: Surveyed;
  readonly #known: ReadonlyMap<string, Digests>;
  readonly #behind: (node: NodeId) => ReadonlySet<string>;
  readonly #whyNot: (node: NodeId) => string | undefined;
  readonly #tellsValue: (name: string) => boolean;
  readonly #sources = new Map<string, number>();
  readonly #lines: string[] = [];
  readonly #absent: string[] = [];
  #numbers = 0;
  #files = 0;

  constructor(surveyed: Surveyed, before: string | undefined) {
    const { session, survey } = surveyed;
    this.#surveyed = surveyed;
    this.#known = digestsIn(before);
    this.#behind = filesBehind(surveyed);
    this.#whyNot = forOthers(session, survey).whyNot;
    const hides = confidentialIn(session, survey.graph, survey.store);
    // A level of a confidential factor is a value of it.
    this.#tellsValue = (name) => name.includes('::') && hidesIn(name, hides);
  }

  add(...fields: readonly Field[]): void {
    this.#lines.push(lineOf(...fields));
  }

  /** The number of a file of the project among the sources, whose line stands in front of whatever names it. */
  source(path: string): number {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const number = this.#sources.size + 1;
    this.#sources.set(path, number);
    this.add('source', number, path, ...this.#digests(path));
    return number;
  }

  node(node: GraphNode): void {
    const { id } = node;
    const { store, decisions } = this.#surveyed.survey;
    const decision = decisions.get(id);
    const hidden = this.#whyNot(id);
    if (decision?.is !== 'fresh' || hidden !== undefined) {
      this.#absent.push(id);
      const why = decision?.is === 'fresh' ? hidden! : 'it has no result that is up to date';
      this.add('absent', id, why);
      return;
    }
    const sources = [...this.#behind(id)].map((path) => this.source(path));
    this.add('node', id, digestOf(decision.artifact), sources.join(' '));
    for (const alias of aliasesOf(node)) this.add('alias', alias, id);
    const trace = store.trace(decision.key);
    const reader = trace && recordedArtifact(store, trace);
    if (reader === undefined) return;
    if (id === NUMBERS) this.#named(reader.parts, (part) => reader.json(part));
    else for (const number of numbersOf(id, reader)) if (!this.#tellsValue(number.path)) this.#number(id, number);
    for (const path of node.outputs ?? []) {
      this.#files++;
      this.add('file', id, path, ...this.#digests(path));
    }
  }

  /** The numbers that `numbers:` names. */
  #named(parts: readonly string[], json: (part: string) => Json): void {
    const part = parts.find((each) => each.endsWith('.json'));
    const numbers = part === undefined ? {} : json(part);
    if (!isJsonObject(numbers)) return;
    for (const [path, { value, text }] of Object.entries(numbers as unknown as Record<string, NamedNumber>))
      this.#number(NUMBERS as NodeId, { path, value, text });
  }

  #number(node: NodeId, { path, value, text }: IndexedNumber): void {
    this.#numbers++;
    this.add(value === undefined ? 'undefined' : 'number', path, node, value ?? '', text);
  }

  /** Size and digests of a file; those of the index before where its SHA-256 is still the same. */
  #digests(path: string): readonly Field[] {
    const { files } = this.#surveyed.session;
    const now = files.digest(path);
    const known = this.#known.get(path);
    const contents = files.contents(path);
    if (now === null || contents === undefined) return ['', '', '', ''];
    const { bytes, sha256, md5, adler32 } = known?.sha256 === now ? known : digestsOf(contents);
    return [bytes, sha256, md5, adler32];
  }

  composed(): Composed {
    const text = `${[HEAD, ...this.#lines].join('\n')}\n`;
    return { text, numbers: this.#numbers, files: this.#files, absent: this.#absent };
  }
}

interface NamedNumber {
  readonly value: number;
  readonly text: string;
}

/** The digest of a result: another one where any part of it is another. */
const digestOf = ({ type, parts }: StoredArtifact): string =>
  sha256([type, ...parts.map(({ name, digest }) => `${name} ${digest}`)].join('\n'));

const aliasesOf = ({ view }: GraphNode): readonly string[] =>
  Array.isArray(view?.aliases) ? (view.aliases as string[]) : [];

/** The files of the project from which a node is made, at whatever distance. */
function filesBehind(surveyed: Surveyed): (node: NodeId) => ReadonlySet<string> {
  const { nodes } = surveyed.survey.graph;
  const own = new Map<NodeId, string[]>();
  for (const [path, readers] of filesRead(surveyed))
    for (const { id } of readers) own.set(id, [...(own.get(id) ?? []), path]);
  const known = new Map<NodeId, ReadonlySet<string>>();
  const behind = (id: NodeId): ReadonlySet<string> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const above = nodes.get(id)?.dependencies ?? [];
    const files = new Set([...above.flatMap((each) => [...behind(each)]), ...(own.get(id) ?? [])]);
    known.set(id, files);
    return files;
  };
  return behind;
}

/** Path → digests, as an index has them. */
function digestsIn(text: string | undefined): ReadonlyMap<string, Digests> {
  const records = text === undefined ? [] : (recordsIn(text) ?? []);
  return new Map(
    records.flatMap(([is, , path, bytes, sha256, md5, adler32]) =>
      (is === 'source' || is === 'file') && bytes !== undefined && bytes !== ''
        ? [[path!, { bytes: Number(bytes), sha256: sha256!, md5: md5!, adler32: adler32! }] as const]
        : [],
    ),
  );
}

/** The names by which an index was asked for. */
export const askedFor = (text: string): readonly string[] =>
  recordsIn(text)
    ?.find(([is]) => is === 'of')
    ?.slice(1) ?? [];
