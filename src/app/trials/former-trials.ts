/** Reads what earlier versions counted, by digests, in a file of the account outside of the project, until the ledger has taken it over. */
import { readFileSync, realpathSync } from 'node:fs';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { type GraphNode, paramsText } from '../../engine/graph.ts';
import type { TakenOver } from '../../engine/ledger/line.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import { stateFile } from '../../engine/system/state-folder.ts';

const HEAD = /^papermake trials v1 (\S+)$/;
const DIGITS = 20;

function fileOf(root: string): string | undefined {
  const place = attempt(() => realpathSync(root)) ?? root;
  return stateFile(place, 'trials', `${sha256(place).slice(0, DIGITS)}.txt`);
}

/** Reads the count that is still to be taken over; undefined where there is none. */
export function readFormer(root: string): TakenOver | undefined {
  const file = fileOf(root);
  const text = file === undefined ? undefined : attempt(() => readFileSync(file, 'latin1'));
  const [head = '', ...lines] = (text ?? '').split('\n');
  const since = HEAD.exec(head)?.[1];
  if (since === undefined) return undefined;
  const specs = lines.filter((line) => line.length === DIGITS && /^[0-9a-f]+$/.test(line));
  return { since, specs: [...new Set(specs)].sort() };
}

/** Removes what was taken over. Where that is refused it is taken over again, which adds nothing. */
export function removeFormer(root: string): void {
  const file = fileOf(root);
  if (file !== undefined) attempt(() => removeEntry(file));
}

/** The digests by which earlier versions counted what a node estimates. */
export function formerDigests({ params, dependencies }: GraphNode): readonly string[] {
  const [text, names] = [paramsText(params), dependencies.map((id) => JSON.stringify(id))];
  const own = dependencies.filter(isInternal).map((id) => JSON.stringify(id));
  const nameless = (said: string): string =>
    own.reduce((all, name) => all.replaceAll(name, `"${name.slice(name.indexOf('@'))}`), said);
  const digest = (from: string): string => sha256(from).slice(0, DIGITS);
  const former = `[${text},[${names.join()}]]`;
  return [...new Set([digest(nameless(former)), digest(former)])];
}
