/** Hands results on record to an engine, without a step of the pipeline. */
import { furtherInputs } from '../../../steps/lib/export/kinds.ts';
import { exportOf } from '../../../steps/lib/export/registry.ts';
import { confirm } from '../../../steps/lib/witness/confirm.ts';
import type { Engine } from '../../../steps/lib/witness/engine.ts';
import { programOf } from '../../../steps/lib/witness/programs.ts';
import { type Counts, countsOf, type WitnessRecord } from '../../../steps/lib/witness/records.ts';
import { ColumnDigests, subjectOf, type WitnessedResult } from '../../../steps/lib/witness/subject.ts';
import { recordsOf } from '../../../steps/lib/witness/verdicts.ts';
import type { NodeId } from '../../base/brand.ts';
import { programPath } from '../../engine/pipeline/programs.ts';
import { isResult, partsOf, ResultReading } from '../exporting/collect.ts';
import type { Surveyed } from '../survey/open-survey.ts';

export interface Sources {
  readonly results: readonly WitnessedResult[];
  /** Nodes without a result that is up to date. */
  readonly stale: readonly NodeId[];
}

export interface Confirmation {
  readonly engine: Engine;
  readonly records: readonly WitnessRecord[];
  readonly counts: Counts;
}

/** Path of the engine's program; null where it is not here. */
export const programHere = (engine: Engine, { session: { files } }: Surveyed): string | null =>
  programOf(engine, (name) => programPath(name, files));

/** `named` is true where the user named the nodes: then the result tells something of each. */
export function sourcesOf(surveyed: Surveyed, ids: readonly NodeId[], named: boolean): Sources {
  const { graph } = surveyed.survey;
  const reading = new ResultReading(surveyed);
  const results = ids.flatMap((id): WitnessedResult[] => {
    const node = graph.nodes.get(id)!;
    if (!isResult(node, named)) return [];
    const kind = node.loaded.name;
    const { data } = node.inputs;
    if (exportOf(kind) === undefined || data?.is !== 'node')
      return [{ node: id, kind, params: node.params, parts: {} }];
    const result = reading.whole(id);
    const frame = reading.data(data.node);
    if (result === undefined || frame === undefined) return [];
    const inputs = Object.fromEntries(
      furtherInputs(kind).flatMap((name) => {
        const read = reading.input(node, name);
        return read === undefined ? [] : [[name, read]];
      }),
    );
    return [{ node: id, kind, params: node.params, parts: partsOf(result), data: frame, inputs }];
  });
  return { results, stale: reading.stale };
}

/** Says how an engine is called: `program` is null where it is not here. */
export interface EngineCall {
  readonly program: string | null;
  /** The time limit in seconds; null where there is none. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
}

/** Throws where it was interrupted, once the engine has ended. */
export async function ask(
  engine: Engine,
  { results }: Sources,
  { program, timeout, signal }: EngineCall,
): Promise<Confirmation> {
  const writer = engine.scripts.open();
  const digests = new ColumnDigests();
  const subjects = results.map((source) => subjectOf(source, writer, digests));
  const why = `${engine.program.title} is not here`;
  const records =
    program === null
      ? subjects.map((subject) => recordsOf(engine.name, subject, { is: 'not run', why }, engine.floor))
      : (await confirm(engine, writer, subjects, { program, timeout, signal })).records;
  return { engine, records: records.flat(), counts: countsOf(records.flat()) };
}
