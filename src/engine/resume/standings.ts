/**
 * Keeps where every node stood after the last complete run, in a file of sealed lines: the first holds all nodes, each later one what a
 * further run changed, so that a small run writes little. The file is derived and disposable.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Standing } from '../store/records.ts';
import { boundary } from '../system/fault-points.ts';
import { STORE, writeAtomically } from '../system/files.ts';
import { knownSeal, ownSeal, type Seal } from '../system/seal.ts';
import { rowsOf, type StandingRows, standingOfText } from './standing-rows.ts';

interface Line extends StandingRows {
  /** Checksum of the plan these nodes belong to. */
  readonly plan: string;
  /** `at` of the last run that was noted with this line. */
  readonly run: number;
}

export const STANDINGS = 'standings-v3.log';
/** Length of a seal in hexadecimal digits. */
const SEAL_LENGTH = 64;
/** After this many additions, or when they outweigh the rest, everything is written anew. */
const MOST_LINES = 50;

/** Standings by node, each made of its row when first asked for. */
export class Standings {
  readonly plan: string;
  readonly run: number;
  readonly #lines: readonly Line[];
  /** Each node has a place among the rows of all lines, one after another. */
  readonly #places = new Map<NodeId, number>();
  readonly #made = new Map<NodeId, Standing>();

  constructor(lines: readonly Line[]) {
    const last = lines.at(-1)!;
    this.plan = last.plan;
    this.run = last.run;
    this.#lines = lines;
    let place = 0;
    for (const { nodes } of lines) for (const id of nodes) this.#places.set(id, place++);
  }

  has(id: NodeId): boolean {
    return this.#places.has(id);
  }

  get(id: NodeId): Standing | undefined {
    let standing = this.#made.get(id);
    const place = standing ? undefined : this.#places.get(id);
    if (place !== undefined) {
      standing = this.#at(place);
      this.#made.set(id, standing);
    }
    return standing;
  }

  #at(place: number): Standing {
    let row = place;
    for (const { texts, models } of this.#lines) {
      if (row < texts.length) return standingOfText(texts[row]!, models);
      row -= texts.length;
    }
    throw new Error(`there is no row ${place} among the standings`);
  }
}

/** Reads the standings; undefined when there are none, or when they are not all of one plan. */
export function readStandings(root: string): Standings | undefined {
  const lines = readLines(root);
  const plan = lines.at(-1)?.plan;
  return lines.length > 0 && lines.every((line) => line.plan === plan) ? new Standings(lines) : undefined;
}

/** True when every line is sealed and follows the one before it. */
export const standingsHold = (root: string): boolean =>
  readLines(root).length === bytesIn(root).toString('latin1').split('\n').length - 1;

const bytesIn = (root: string): Buffer => attempt(() => readFileSync(join(root, STORE, STANDINGS))) ?? Buffer.alloc(0);

export function writeStandings(
  root: string,
  plan: string,
  run: number,
  standings: Iterable<readonly [NodeId, Standing]>,
): void {
  const seal = ownSeal(root);
  if (!seal) return;
  const line = lineOf({ plan, run, ...rowsOf(standings) }, seal, '');
  writeAtomically(join(root, STORE, STANDINGS), line, { temporaries: join(root, STORE, 'tmp') });
}

/** Appends what a run changed; returns false, with nothing written, when the whole file must be written anew. */
export function appendStandings(
  root: string,
  plan: string,
  run: number,
  changed: Iterable<readonly [NodeId, Standing]>,
): boolean {
  const seal = knownSeal(root);
  if (!seal) return false;
  const path = join(root, STORE, STANDINGS);
  const text = bytesIn(root).toString('latin1');
  const count = text.split('\n').length - 1;
  const last = text.lastIndexOf('\n', text.length - 2) + 1;
  const added = lineOf({ plan, run, ...rowsOf(changed) }, seal, text.slice(last, last + SEAL_LENGTH));
  const first = text.indexOf('\n');
  if (first < 0 || !text.endsWith('\n') || count >= MOST_LINES || text.length - first + added.length > first)
    return false;
  boundary('write', () => appendFileSync(path, added.subarray(0, added.length >> 1)));
  appendFileSync(path, added);
  return true;
}

/** A line with its seal, which covers the seal of the line before, so that no line can be left out. */
function lineOf(line: Line, seal: Seal, before: string): Buffer {
  const body = Buffer.from(`${JSON.stringify(line)}\n`);
  return Buffer.concat([Buffer.from(`${seal(STANDINGS + before, body.subarray(0, -1))} `), body]);
}

/** The sound lines up to the first that is not: a kill may have torn the last. */
function readLines(root: string): Line[] {
  const seal = knownSeal(root);
  const lines: Line[] = [];
  if (!seal) return lines;
  const bytes = bytesIn(root);
  let before = '';
  for (let start = 0, end = bytes.indexOf('\n'); end >= 0; start = end + 1, end = bytes.indexOf('\n', start)) {
    const own = bytes.toString('latin1', start, start + SEAL_LENGTH);
    const body = bytes.subarray(start + SEAL_LENGTH + 1, end);
    if (seal(STANDINGS + before, body) !== own) break;
    before = own;
    lines.push(JSON.parse(body.toString()) as Line);
  }
  return lines;
}
