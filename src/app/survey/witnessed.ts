/** Finds what other engines say of results, where what they said is of the results as they are now. */
import type { WitnessRow } from '../../../steps/lib/witness/records.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Survey } from '../../engine/run/session.ts';
import { recordedArtifact } from '../show/viewer.ts';

/** Counts of a result's cells by one engine, as a step of the pipeline recorded them. */
export type Witnessed = Omit<WitnessRow, 'variable' | 'node'> & { readonly step: NodeId };

/** Returns the verdicts of engines, by the node that was confirmed. */
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

/** Counts the values of a result that each engine finds, and the digits where it finds all. Engines that found none to compare are left out. */
export const foundBy = (all: readonly Witnessed[]) =>
  all.flatMap(({ by, cells, same, explained, notRun, noCounterpart, digits }) => {
    const of = cells - notRun - noCounterpart;
    const found = same + explained;
    return of === 0 ? [] : [{ by: titles[by] ?? by, same: found, of, digits: found === of ? (digits ?? null) : null }];
  });

/** Says whether an engine finds another value that no convention explains. */
export const isDoubted = (all: readonly Witnessed[]): boolean => all.some(({ unexplained }) => unexplained > 0);
