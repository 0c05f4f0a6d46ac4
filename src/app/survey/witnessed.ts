/** Finds what other engines say of results, where what they said is of the results as they are now. */
import type { WitnessRecord, WitnessRow } from '../../../steps/lib/witness/records.ts';
import type { NodeId } from '../../base/brand.ts';
import { smallest } from '../../base/extremes.ts';
import { memo } from '../../base/memo.ts';
import { MASK, shownTo } from '../../base/value.ts';
import { saidArtifact } from '../../engine/graph.ts';
import { columnsRead, confidentialIn, type Declares } from '../../engine/run/hidden/confidential.ts';
import type { Survey } from '../../engine/run/session.ts';
import { recordedArtifact } from '../show/viewer.ts';

/** Counts of a result's cells by one engine, as a step of the pipeline recorded them. */
export type Witnessed = Omit<WitnessRow, 'variable' | 'node'> & { readonly step: NodeId };

/** Returns the verdicts of engines, by the node that was confirmed. */
export function witnessed(survey: Survey): ReadonlyMap<NodeId, readonly Witnessed[]> {
  const found = new Map<NodeId, Witnessed[]>();
  for (const { id, loaded } of survey.graph.nodes.values()) {
    if (loaded.name !== 'witness') continue;
    for (const row of (readerOf(survey, id)?.json('rows') ?? []) as unknown as readonly WitnessRow[]) {
      const { variable: _, node, ...counts } = row;
      found.set(node as NodeId, [...(found.get(node as NodeId) ?? []), { step: id, ...counts }]);
    }
  }
  return found;
}

/** The artifact of a node as it is now. */
function readerOf({ decisions, store }: Survey, id: NodeId): ReturnType<typeof recordedArtifact> {
  const decision = decisions.get(id);
  const trace = decision?.is === 'fresh' || decision?.is === 'cached' ? store.trace(decision.key) : undefined;
  return trace && recordedArtifact(store, trace);
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

/** Tells what one engine says of a result, cell by cell. */
export interface Testimony {
  readonly step: NodeId;
  readonly by: string;
  /** The engine and its packages with their versions; null where it is not here, and what it found before holds. */
  readonly versions: string | null;
  readonly values: readonly Pick<WitnessRecord, 'cell' | 'digits' | 'verdict' | 'convention'>[];
}

/** Gives how the cells of a result are called to whoever may not see values of confidential variables, which levels of a cell may be. */
export function cellsShown(session: Declares, { graph, store }: Survey): (node: string, cell: string) => string {
  const hides = confidentialIn(session, graph, store);
  const tells = memo((id: string): 'all' | 'terms' | 'none' => {
    const node = graph.nodes.get(id as NodeId);
    if (node === undefined || !columnsRead(node, store).some((name) => hides(name))) return 'all';
    return saidArtifact(node, node.loaded.kind) === 'fit' ? 'terms' : 'none';
  });
  return (node, cell) => {
    const told = tells(node);
    return told === 'all' ? cell : told === 'terms' ? shownTo(cell, hides) : MASK;
  };
}

/** Gives what engines say of the cells of a result; empty where no step has it confirmed. */
export function testimonies(session: Declares, survey: Survey): (id: NodeId) => readonly Testimony[] {
  const all = witnessed(survey);
  const called = cellsShown(session, survey);
  const cells = new Map<NodeId, readonly WitnessRecord[]>();
  const cellsOf = (step: NodeId): readonly WitnessRecord[] => {
    const read = cells.get(step) ?? ((readerOf(survey, step)?.json('cells') ?? []) as unknown as WitnessRecord[]);
    cells.set(step, read);
    return read;
  };
  return (id) =>
    (all.get(id) ?? []).map(({ step, by }) => ({
      step,
      by,
      versions: (readerOf(survey, `${step}@${by}` as NodeId)?.json('versions') ?? null) as string | null,
      values: cellsOf(step)
        .filter((each) => each.by === by && each.node === id)
        .map(({ cell, digits, verdict, convention }) => ({ cell: called(id, cell), digits, verdict, convention })),
    }));
}

/** A line for each engine, `R 4.5.0 finds 12 of 12 values, to 11 digits or more (confirm)`, and one for each value that is another. */
export const testimonyLines = (all: readonly Testimony[]): string[] =>
  all.flatMap(({ step, by, versions, values }) => {
    const engine = versions?.split(/[;,\n]/)[0]?.trim() ?? titles[by] ?? by;
    const told = values.filter(({ verdict }) => verdict !== 'not run' && verdict !== 'no counterpart');
    const isLate = values.some(({ verdict }) => verdict === 'not run');
    if (told.length === 0)
      return values.length === 0 ? [] : [`${engine} ${isLate ? 'did not run' : 'has no counterpart'} (${step})`];
    const same = told.filter(({ verdict }) => verdict === 'same');
    const digits = same.flatMap((each) => each.digits ?? []);
    const to = digits.length === 0 ? '' : `, to ${Math.floor(smallest(digits))} digits or more`;
    return [
      `${engine} finds ${same.length} of ${told.length} values${to} (${step})`,
      ...told.flatMap(({ cell, convention, digits: its, verdict }) =>
        verdict === 'same'
          ? []
          : [
              convention === null
                ? `${engine} finds another value: ${cell}${its === null ? '' : `, the same in ${Math.floor(its)} digits`}`
                : `${engine} finds another value, explained by ${convention}: ${cell}`,
            ],
      ),
    ];
  });
