/**
 * Keeps which specifications were ever estimated in a project, by digests, in a file of the account outside of the project: neither `clean`
 * nor `gc` nor a removed store makes them fewer. Without a place for it, or where it cannot be written, nothing is counted, and `trials` says so.
 */
import { appendFileSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resultOfType } from '../../../steps/registry.ts';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { type Graph, type GraphNode, nodesOfKind, paramsText, saidArtifact } from '../../engine/graph.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import type { Ran } from '../../engine/run/session.ts';
import { makeFolder } from '../../engine/system/files.ts';
import { stateFile } from '../../engine/system/state-folder.ts';

/** What was estimated so far. */
export interface Trials {
  /** The day and time since when it is counted, in ISO 8601. */
  readonly since: string;
  readonly digests: ReadonlySet<string>;
}

const HEAD = /^papermake trials v1 (\S+)$/;
/** Hexadecimal digits of a digest that are kept: among a million specifications, two are taken for one with probability 1e-12. */
const DIGITS = 20;

/** Where the trials of a project are; undefined where nothing can be kept. */
function fileOf(root: string): string | undefined {
  const place = attempt(() => realpathSync(root)) ?? root;
  return stateFile(place, 'trials', `${sha256(place).slice(0, DIGITS)}.txt`);
}

/** The trials of a project; undefined where none are on record. */
export function readTrials(root: string): Trials | undefined {
  const file = fileOf(root);
  const text = file === undefined ? undefined : attempt(() => readFileSync(file, 'latin1'));
  const [head = '', ...lines] = (text ?? '').split('\n');
  const since = HEAD.exec(head)?.[1];
  if (since === undefined) return undefined;
  return { since, digests: new Set(lines.filter((line) => line.length === DIGITS && /^[0-9a-f]+$/.test(line))) };
}

/** Adds what a run estimated; of a project without a record, all that stands. */
export function recordTrials(root: string, { outcome, planned: { graph } }: Ran): void {
  const { ran, cached, fresh } = outcome;
  const made = trialsOf(graph, [...ran, ...cached]);
  if (made.length === 0) return;
  const known = readTrials(root);
  const all = [...made, ...(known ? [] : trialsOf(graph, fresh))];
  const added = [...new Set(all.filter((trial) => !isOnRecord(trial, known)).map(({ digest }) => digest))];
  const file = fileOf(root);
  if (added.length === 0 || file === undefined) return;
  attempt(() => {
    makeFolder(dirname(file), 0o700);
    if (!known) writeFileSync(file, `papermake trials v1 ${new Date().toISOString()}`, { mode: 0o600 });
    // The line before may have been cut.
    appendFileSync(file, ['', ...added].join('\n'));
  });
}

/** A specification that was estimated, or is to be. */
export interface Trial {
  readonly digest: string;
  /** Holds what earlier versions wrote for one with nodes of its step's own, which stand in it by their names. */
  readonly former: string;
}

export const isOnRecord = ({ digest, former }: Trial, known: Trials | undefined): boolean =>
  known?.digests.has(digest) === true || known?.digests.has(former) === true;

/** Specifications that tables in a project's folder show, by their digests, so that each is there once whatever shows it. */
export function printedTrials(graph: Graph, root: string): ReadonlyMap<string, Trial> {
  const isThere = (path: string): boolean => existsSync(join(root, path));
  const shown = nodesOfKind(graph.nodes, ({ name }) => name === 'report').flatMap(({ outputs = [], dependencies }) =>
    outputs.some(isThere) ? dependencies : [],
  );
  return new Map(trialsOf(graph, shown).map((trial) => [trial.digest, trial]));
}

const trialsOf = (graph: Graph, ids: readonly NodeId[]): Trial[] =>
  ids.flatMap((id) => {
    const node = graph.nodes.get(id);
    return node && isTrial(node) ? [trialOf(node)] : [];
  });

/** Whether a node's result is an estimated specification, as its kind says, or of a project's own kind the kind whose type of result it has. */
function isTrial(node: GraphNode): boolean {
  const { kind, module } = node.loaded;
  const type = saidArtifact(node, kind);
  const own = kind.results?.find((result) => result.type === type);
  const declared = own ?? (module === null || type === null ? undefined : resultOfType(type));
  return declared?.isTrial === true;
}

/**
 * Gives what is estimated and from which nodes: neither names nor labels, neither the data's values nor code make another specification. Nodes that
 * work for its step alone, such as draws, are named without the step.
 */
function trialOf({ params, dependencies }: GraphNode): Trial {
  const [text, names] = [paramsText(params), dependencies.map((id) => JSON.stringify(id))];
  const own = dependencies.filter(isInternal).map((id) => JSON.stringify(id));
  const nameless = (said: string): string =>
    own.reduce((all, name) => all.replaceAll(name, `"${name.slice(name.indexOf('@'))}`), said);
  const digest = (from: string): string => sha256(from).slice(0, DIGITS);
  const former = `[${text},[${names.join()}]]`;
  return { digest: digest(nameless(former)), former: digest(former) };
}
