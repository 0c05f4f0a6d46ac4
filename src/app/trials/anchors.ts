/** Holds the chains of a ledger beside what git and the account know of them: a tail that was cut shows nowhere else. */
import type { Digest } from '../../base/brand.ts';
import { memo } from '../../base/memo.ts';
import { git } from '../../base/system/git-program.ts';
import { type Chain, chainPath, LEDGER, readChain } from '../../engine/ledger/chain.ts';
import { notedChains } from '../../engine/ledger/clone.ts';
import { type Line, readLine } from '../../engine/ledger/line.ts';

/** The newest commit that holds lines of a chain up to one that still stands in the folder. */
export interface Anchor {
  readonly commit: string;
  readonly lines: number;
}

/** Lines that were in a chain and are not in the folder. */
export interface Cut {
  readonly path: string;
  readonly lines: number;
  /** A commit that holds them; null where the account alone knows of them. */
  readonly commit: string | null;
}

/** Says what was cut, in words that follow the path of the chain. */
export const cutText = ({ lines, commit }: Cut): string =>
  commit === null
    ? 'lacks a line that was written in this folder, and that git does not have either'
    : `lacks ${lines} line${lines === 1 ? '' : 's'} that commit ${commit.slice(0, 7)} holds`;

export interface Anchors {
  /** Says whether git keeps the project. */
  readonly inGit: boolean;
  /** Anchors by the path of their chain. */
  readonly of: ReadonlyMap<string, Anchor>;
  readonly cut: readonly Cut[];
  /** Lines that commits of other branches alone hold. */
  readonly elsewhere: readonly Line[];
}

export function anchorsOf(root: string, chains: readonly Chain[]): Anchors {
  const here = new Set(chains.flatMap(({ lines }) => lines.map(({ digest }) => digest)));
  const inGit = git(root, ['rev-parse', '--git-dir']) !== undefined;
  const [behind, all] = inGit ? [versionsIn(root, 'HEAD'), versionsIn(root, '--all')] : [[], []];
  const cut = new Map<string, { lines: Set<Digest>; commit: string }>();
  for (const { path, commit, chain } of behind)
    for (const { digest } of chain.lines) {
      if (here.has(digest)) continue;
      const found = cut.get(path) ?? { lines: new Set(), commit };
      cut.set(path, found);
      found.lines.add(digest);
    }
  const lost = new Set([...cut.values()].flatMap(({ lines }) => [...lines]));
  const elsewhere = new Map<Digest, Line>();
  for (const { chain } of all)
    for (const line of chain.lines)
      if (!here.has(line.digest) && !lost.has(line.digest)) elsewhere.set(line.digest, line);
  const known = new Set([...here, ...lost, ...elsewhere.keys()]);
  const unknown = notedChains(root).filter(({ head }) => !known.has(head));
  return {
    inGit,
    of: new Map(chains.flatMap((chain) => anchorOf(chain, all))),
    cut: [
      ...[...cut].map(([path, { lines, commit }]) => ({ path, lines: lines.size, commit })),
      ...unknown.map(({ id }) => ({ path: chainPath(id), lines: 1, commit: null })),
    ],
    elsewhere: [...elsewhere.values()],
  };
}

interface Version {
  readonly path: string;
  readonly commit: string;
  readonly chain: Chain;
}

function anchorOf({ path, lines }: Chain, versions: readonly Version[]): (readonly [string, Anchor])[] {
  for (const { path: of, commit, chain } of versions) {
    const at = of === path ? lines.findIndex(({ digest }) => digest === chain.head) : -1;
    if (at >= 0) return [[path, { commit, lines: at + 1 }]];
  }
  return [];
}

/** Every version of every chain in the history of a revision, the newest first. */
function versionsIn(root: string, revision: string): Version[] {
  // A repository from elsewhere may name a program that looks at signatures.
  const plain = ['-c', 'log.showSignature=false', 'log', '--no-color'];
  const format = ['--format=%H', '--raw', '--no-abbrev', '--no-renames', '-m', '--relative'];
  const told = git(root, [...plain, revision, ...format, '--', LEDGER])?.toString() ?? '';
  const found: { path: string; commit: string; blob: string }[] = [];
  let commit = '';
  for (const line of told.split('\n')) {
    const [, blob, path] = /^:\d+ 100\d+ [0-9a-f]+ ([0-9a-f]+) \w\t(ledger\/[0-9a-f]{16}\.jsonl)$/.exec(line) ?? [];
    if (blob !== undefined && path !== undefined) found.push({ path, commit, blob });
    else if (/^[0-9a-f]{40,64}$/.test(line)) commit = line;
  }
  const blobs = blobsOf(root, [...new Set(found.map(({ blob }) => blob))]);
  const read = memo(readLine);
  return found.flatMap(({ path, commit: id, blob }) => {
    const bytes = blobs.get(blob);
    return bytes === undefined ? [] : [{ path, commit: id, chain: readChain(path, bytes, read) }];
  });
}

function blobsOf(root: string, ids: readonly string[]): Map<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  const contents =
    ids.length === 0 ? undefined : git(root, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  if (contents === undefined) return blobs;
  let at = 0;
  for (const id of ids) {
    const line = contents.indexOf('\n', at);
    const head = contents.toString('latin1', at, line);
    at = line + 1;
    // A partial clone may lack it.
    if (head.endsWith(' missing')) continue;
    const size = Number(head.split(' ').at(-1));
    blobs.set(id, contents.subarray(at, at + size));
    at += size + 1;
  }
  return blobs;
}
