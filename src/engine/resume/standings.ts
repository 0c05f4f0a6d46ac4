/**
 * Keeps where every node stood after the last complete run, in a file of sealed lines: the first holds all nodes of the plan in its order,
 * each later one what a further run changed, so that a small run writes little. The file is derived and disposable.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import type { NodeStanding } from '../store/records.ts';
import { boundary } from '../system/fault-points.ts';
import { STORE, statIfThere, writeAtomically } from '../system/files.ts';
import { knownSeal, ownSeal, type Seal } from '../system/seal.ts';
import { rowsOf, type StandingRows, standingOfText, textsOf } from './standing-rows.ts';

interface Line extends StandingRows {
  /** Checksum of the plan that the nodes belong to. */
  readonly plan: string;
  /** `at` of the last run that was noted with this line. */
  readonly run: number;
  /** The nodes; a line without them holds every node of the plan. */
  readonly nodes?: readonly NodeId[];
}

export const STANDINGS = 'standings-v5.log';
/** Length of a seal in hexadecimal digits. */
const SEAL_LENGTH = 64;
/** After this many additions, or when they outweigh the rest, everything is written anew. */
const MOST_LINES = 50;

/** The lines of the file, with what must be known of them to append another. */
interface Lines {
  readonly lines: readonly Line[];
  /** Bytes of the first line, and of all. */
  readonly first: number;
  readonly size: number;
  /** The last line's seal. */
  readonly seal: string;
}

/** A row among a line's. */
interface Place {
  readonly line: number;
  readonly row: number;
}

/** Standings by node, each made of its row when first asked for. */
export class Standings {
  readonly plan: string;
  readonly run: number;
  readonly #root: string;
  readonly #kept: Lines;
  /** Places of nodes that later lines name. */
  readonly #later = new Map<NodeId, Place>();
  readonly #texts: (readonly string[] | undefined)[] = [];
  readonly #made = new Map<NodeId, NodeStanding>();
  #placeOf: (id: NodeId) => number | undefined = () => undefined;

  constructor(root: string, kept: Lines) {
    this.#root = root;
    this.#kept = kept;
    const last = kept.lines.at(-1)!;
    this.plan = last.plan;
    this.run = last.run;
    for (const [line, { nodes }] of kept.lines.entries())
      for (const [row, id] of nodes?.entries() ?? []) this.#later.set(id, { line, row });
  }

  /** Tells the place of each node in the order of the plan, without which only later lines are known. */
  order(placeOf: (id: NodeId) => number | undefined): void {
    this.#placeOf = placeOf;
  }

  get(id: NodeId): NodeStanding | undefined {
    const made = this.#made.get(id);
    if (made) return made;
    const row = this.#placeOf(id);
    const place = this.#later.get(id) ?? (row === undefined ? undefined : { line: 0, row });
    if (place === undefined) return undefined;
    const { models, texts } = this.#kept.lines[place.line]!;
    this.#texts[place.line] ??= textsOf(texts);
    const standing = standingOfText(this.#texts[place.line]![place.row]!, models);
    this.#made.set(id, standing);
    return standing;
  }

  /** Appends what a run changed; returns false, with nothing written, when the whole file must be written anew. Needs the lock. */
  append(run: number, changed: ReadonlyMap<NodeId, NodeStanding>): boolean {
    const seal = knownSeal(this.#root);
    const { lines, first, size, seal: before } = this.#kept;
    const path = join(this.#root, STORE, STANDINGS);
    // A torn line stands at the end where a run was killed.
    if (!seal || lines.length >= MOST_LINES || statIfThere(path)?.size !== size) return false;
    const added = lineOf(
      { plan: this.plan, run, nodes: [...changed.keys()], ...rowsOf(changed.values()) },
      seal,
      before,
    );
    if (size - first + added.length > first) return false;
    boundary('write', () => appendFileSync(path, added.subarray(0, added.length >> 1)));
    appendFileSync(path, added);
    return true;
  }
}

/** Reads the standings; undefined when there are none. */
export function readStandings(root: string): Standings | undefined {
  const kept = readLines(root);
  const areWhole = kept.lines.every((line, i) => (line.nodes === undefined) === (i === 0));
  return kept.lines.length > 0 && areWhole ? new Standings(root, kept) : undefined;
}

/** True when every line is sealed and follows the one before it. */
export const standingsHold = (root: string): boolean => readLines(root).size === bytesIn(root).length;

const bytesIn = (root: string): Buffer => attempt(() => readFileSync(join(root, STORE, STANDINGS))) ?? Buffer.alloc(0);

/** Writes where all nodes of a plan stand, in its order. */
export function writeStandings(root: string, plan: string, run: number, standings: Iterable<NodeStanding>): void {
  const seal = ownSeal(root);
  if (!seal) return;
  const line = lineOf({ plan, run, ...rowsOf(standings) }, seal, '');
  writeAtomically(join(root, STORE, STANDINGS), line, { temporaries: join(root, STORE, 'tmp') });
}

/** A line with its seal, which covers the seal of the line before, so that no line can be left out. */
function lineOf(line: Line, seal: Seal, before: string): Buffer {
  const body = Buffer.from(`${JSON.stringify(line)}\n`);
  return Buffer.concat([Buffer.from(`${seal(STANDINGS + before, body.subarray(0, -1))} `), body]);
}

/** The sound lines up to the first that is not: a kill may have torn the last. */
function readLines(root: string): Lines {
  const seal = knownSeal(root);
  const lines: Line[] = [];
  let [first, size, before] = [0, 0, ''];
  const bytes = seal ? bytesIn(root) : Buffer.alloc(0);
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', size)) {
    const own = bytes.toString('latin1', size, size + SEAL_LENGTH);
    const body = bytes.subarray(size + SEAL_LENGTH + 1, end);
    if (seal!(STANDINGS + before, body) !== own) break;
    before = own;
    lines.push(JSON.parse(body.toString()) as Line);
    size = end + 1;
    first ||= size;
  }
  return { lines, first, size, seal: before };
}
