/**
 * Knows which chain a clone of a project continues. That is noted among what the account keeps, by the place of the project, with the line that was
 * written last: a chain which does not hold that line, as after a switch of branches, is not continued but followed by a new one, so that no two
 * lines of development ever write to one file. Where the account keeps nothing, the note is in the store, with the place that it is for.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { makeFolder, STORE } from '../system/files.ts';
import { stateFile } from '../system/state-folder.ts';
import type { Chain } from './chain.ts';
import { chainPath } from './chain.ts';

/** A chain that this clone wrote, and its last line then. */
export interface OwnChain {
  readonly id: string;
  readonly head: Digest;
}

/** The note in the store, relative to the project. */
export const CLONE = 'clone-v1.txt';

const PLACE_DIGITS = 20;
const MOST_NOTED = 100;

const placeOf = (root: string): string => sha256(attempt(() => realpathSync(root)) ?? root).slice(0, PLACE_DIGITS);

function filesOf(root: string): string[] {
  const place = placeOf(root);
  const file = stateFile(attempt(() => realpathSync(root)) ?? root, 'ledgers', `${place}.txt`);
  return [...(file === undefined ? [] : [file]), join(root, STORE, CLONE)];
}

/** Lists the chains that this clone wrote, the latest first. */
export function notedChains(root: string): OwnChain[] {
  const head = `papermake clone v1 ${placeOf(root)}`;
  for (const file of filesOf(root)) {
    const [first, ...lines] = (attempt(() => readFileSync(file, 'latin1')) ?? '').split('\n');
    if (first !== head) continue;
    return lines.flatMap((line) => {
      const [, id, digest] = /^([0-9a-f]{16}) ([0-9a-f]{64})$/.exec(line) ?? [];
      return id !== undefined && digest !== undefined ? [{ id, head: digest as Digest }] : [];
    });
  }
  return [];
}

/** Notes the last line of a chain. That it is not noted costs a chain more, so that a refusal is no error. */
export function noteChain(root: string, { id, head }: OwnChain): void {
  const others = notedChains(root).filter((noted) => noted.id !== id);
  const lines = [{ id, head }, ...others].slice(0, MOST_NOTED).map((noted) => `${noted.id} ${noted.head}\n`);
  const text = `papermake clone v1 ${placeOf(root)}\n${lines.join('')}`;
  for (const file of filesOf(root)) if (attempt(() => [replace(file, text)])) return;
}

function replace(file: string, text: string): void {
  makeFolder(dirname(file), 0o700);
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

/** The id of the chain that this clone continues, which is a new one where it continues none. */
export function idToContinue(root: string, chains: readonly Chain[]): string {
  const continued = notedChains(root).find(({ id, head }) => {
    const chain = chains.find(({ path }) => path === chainPath(id));
    return chain?.lines.some(({ digest }) => digest === head);
  });
  return continued?.id ?? randomBytes(8).toString('hex');
}
