/** Finds what other engines say of results, where what they said is of the results as they are now. */
import type { WitnessRow } from '../../../steps/lib/witness/records.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Survey } from '../../engine/run/session.ts';
import { recordedArtifact } from '../show/viewer.ts';

/** Counts of a result's cells by one engine, as a step of the pipeline recorded them. */
export type Witnessed = Omit<WitnessRow, 'variable' | 'node'> & { readonly step: NodeId };

/** By the node that was confirmed. */
export function witnessed({ graph, decisions, store }: Survey): ReadonlyMap<NodeId, readonly Witnessed[]> {
  const found = new Map<NodeId, Witnessed[]>();
  for (const { id, loaded } of graph.nodes.values()) {
    if (loaded.name !== 'witness') continue;
    const decision = decisions.get(id)!;
    const trace = decision.is === 'fresh' || decision.is === 'cached' ? store.trace(decision.key) : undefined;
    const reader = trace && recordedArtifact(store, trace);
    for (const row of (reader?.json('rows') ?? []) as unknown as readonly WitnessRow[]) {
      const { variable: _, node, ...counts } = row;
      found.set(node as NodeId, [...(found.get(node as NodeId) ?? []), { step: id, ...counts }]);
    }
  }
  return found;
}

const titles: Readonly<Record<string, string>> = { r: 'R', stata: 'Stata', python: 'Python' };

/** Tells these counts in a few words: `R finds 12 of 12 values to 8 digits`. */
export function witnessedText(all: readonly Witnessed[]): string | undefined {
  const told = all.flatMap(({ by, cells, same, explained, notRun, noCounterpart, digits }) => {
    const compared = cells - notRun - noCounterpart;
    if (compared === 0) return [];
    const of = same + explained === compared ? ` to ${digits} digits` : '';
    return [`${titles[by] ?? by} finds ${same + explained} of ${compared} values${of}`];
  });
  return told.length === 0 ? undefined : told.join('; ');
}

/** Says whether an engine finds another value that no convention explains. */
export const isDoubted = (all: readonly Witnessed[]): boolean => all.some(({ unexplained }) => unexplained > 0);
