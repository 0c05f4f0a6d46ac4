/** A run as a side: what every node of the pipeline stood at when it ended. */
import type { NodeId } from '../../base/brand.ts';
import { ownerOf } from '../../engine/store/pipelines.ts';
import { type RunRecord, type RunState, readRuns, statesOf } from '../../engine/store/runs.ts';
import { Store } from '../../engine/store/store.ts';
import type { ProjectFiles } from '../../engine/system/files.ts';
import { type DiffSide, resultIn } from './side.ts';

export interface Runs {
  /** Oldest first: those that moved something. A run that found all as it was is the one before it. */
  readonly moving: readonly { readonly index: number; readonly record: RunRecord }[];
  /** `last~BACK` */
  side(back: number): DiffSide | undefined;
}

export function runsOf(root: string, pipeline: string, files: ProjectFiles, store = new Store(root, pipeline)): Runs {
  const { runs } = readRuns(root);
  const isOurs = ({ changed }: RunRecord): boolean =>
    changed.some(([standee]) => ownerOf(standee).pipeline === pipeline);
  const moving = runs.flatMap((record, index) => (isOurs(record) ? [{ index, record }] : []));
  return {
    moving,
    side(back) {
      const run = moving.at(-1 - back);
      const state = run && statesOf(runs, (index) => index === run.index).get(run.index);
      return state && sideOf(back, state, pipeline, store, files);
    },
  };
}

export const runName = (back: number): string => (back === 0 ? 'last' : `last~${back}`);

function sideOf(back: number, { keys }: RunState, pipeline: string, store: Store, files: ProjectFiles): DiffSide {
  const own = new Map(
    [...keys].flatMap(([standee, key]) => {
      const owner = ownerOf(standee);
      return owner.pipeline === pipeline ? [[owner.node, key] as const] : [];
    }),
  );
  const trace: DiffSide['trace'] = (node) => {
    const key = own.get(node);
    return key === undefined ? undefined : store.trace(key);
  };
  return {
    name: runName(back),
    store,
    files,
    notes: [],
    nodes: [...own.keys()] as NodeId[],
    key: (node) => own.get(node),
    trace,
    result(node) {
      if (!own.has(node)) return undefined;
      const recorded = trace(node);
      return recorded ? resultIn(store, recorded) : { is: 'lost', why: 'the store no longer holds its record' };
    },
  };
}
