/** Says where the nodes ran among which a step divided its work, and what they took together. */
import type { NodeId } from '../../base/brand.ts';
import { mebibytes } from '../../base/text/mebibytes.ts';
import { grouped } from '../../base/text/term-names.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import type { Survey } from '../../engine/run/session.ts';
import { isOfWorker, type Trace, type WorkerRun } from '../../engine/store/records.ts';
import { duration } from '../reporters/text.ts';
import { type Provenance, provenanceOf } from './provenance.ts';

export interface Piece extends Provenance, Pick<Trace, 'node' | 'milliseconds'> {}

/** The nodes that work for those that read `read`, directly or not. */
export function helpersAmong({ graph }: Pick<Survey, 'graph'>, read: readonly NodeId[]): NodeId[] {
  const found = new Set<NodeId>();
  const front = [...read];
  while (front.length > 0) {
    const id = front.pop()!;
    if (!isInternal(id) || found.has(id)) continue;
    found.add(id);
    front.push(...(graph.nodes.get(id)?.dependencies ?? []));
  }
  return [...found];
}

/** The pieces of a node's work in the order of their names, as far as they are on record; a node that has one helper is not divided. */
export function piecesOf(survey: Survey, id: NodeId): Piece[] {
  if (isInternal(id)) return [];
  const helpers = helpersAmong(survey, survey.graph.nodes.get(id)!.dependencies).sort();
  const pieces = helpers.flatMap((node): Piece[] => {
    const decision = survey.decisions.get(node);
    const trace = decision && 'artifact' in decision ? survey.store.trace(decision.key) : undefined;
    return trace ? [{ node, milliseconds: trace.milliseconds, ...provenanceOf(trace) }] : [];
  });
  return pieces.length > 1 || pieces.some(({ ranOn }) => ranOn && isOfWorker(ranOn)) ? pieces : [];
}

/** Sentences: how many pieces ran where, and below that what they took. */
export function pieceLines(pieces: readonly Piece[]): string[] {
  const runs = pieces.flatMap(({ ranOn }) => ranOn ?? []);
  const workers = runs.filter(isOfWorker);
  const here = runs.filter((run) => !isOfWorker(run));
  const places = [
    ...grouped(workers, ({ on }) => on).map((all) => workersLine(all[0].on, all)),
    ...grouped(here, ({ machine }) => machine).map((all) => `of its pieces, ${all.length} ran on ${all[0].machine}`),
  ];
  const times = runs.flatMap(({ cpu }) => cpu ?? []);
  const least = times.length < pieces.length ? 'at least ' : '';
  const cpu = seconds(times.reduce((sum, each) => sum + each, 0));
  const peaks = runs.flatMap(({ peak }) => peak ?? []);
  const waits = workers.flatMap(({ waited }) => waited ?? []);
  return [
    ...places,
    ...(times.length === 0 ? [] : [`its pieces took ${least}${cpu} of processor time together`]),
    ...(peaks.length === 0 ? [] : [`at most ${mebibytes(Math.max(...peaks))} of memory was taken while a piece ran`]),
    ...(waits.length === 0 ? [] : [`the longest time of a piece in the queue was ${seconds(Math.max(...waits))}`]),
  ];
}

function workersLine(on: string, runs: readonly WorkerRun[]): string {
  const [workers, machines] = [new Set(runs.map(({ worker }) => worker)), new Set(runs.map(({ machine }) => machine))];
  return `of its pieces, ${runs.length} ran on ${on} (workers: ${workers.size}, machines: ${machines.size})`;
}

const seconds = (milliseconds: number): string => duration(milliseconds / 1000);
