/** Writes the confirmations of results by other programs as CSV: a row for each witness, result and program. */
import type { WitnessRow } from '../../../steps/lib/witness/records.ts';
import { nodesOfKind } from '../../engine/graph.ts';
import { recordedArtifact } from '../show/viewer.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { csvOf } from './csv.ts';

export const WITNESS = 'witness.csv';

const COUNTS = ['cells', 'same', 'explained', 'unexplained', 'notRun', 'noCounterpart', 'digits'] as const;

/** Undefined where the pipeline has no witness. */
export function witnessFile({ survey: { graph, store } }: Surveyed): string | undefined {
  const nodes = nodesOfKind(graph.nodes, ({ name }) => name === 'witness');
  if (nodes.length === 0) return undefined;
  const rows = nodes.flatMap(({ id }) => {
    const trace = store.last(id);
    const found = trace && recordedArtifact(store, trace)?.json('rows');
    return ((found ?? []) as unknown as readonly WitnessRow[]).map((row) => [
      id,
      row.node,
      row.by,
      ...COUNTS.map((count) => String(row[count] ?? '')),
    ]);
  });
  return csvOf(['step', 'result', 'program', ...COUNTS], rows);
}
