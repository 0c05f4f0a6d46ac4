/** The last word of a run: how much of what the paper prints it moved. */
import { Store } from '../../engine/store/store.ts';
import { ProjectFiles } from '../../engine/system/files.ts';
import { movesBetween } from './moves.ts';
import { headline } from './report.ts';
import { runsOf } from './run-side.ts';

/** undefined where there was no run before, or where nothing moved. */
export function movedByLastRun(root: string, pipeline: string): string | undefined {
  const runs = runsOf(root, pipeline, new ProjectFiles(root), new Store(root, pipeline));
  if (runs.moving.length < 2) return undefined;
  const [before, after] = [runs.side(1)!, runs.side(0)!];
  const moves = movesBetween(before, after);
  const isMoved = moves.claims.length > 0 || moves.tables.some(({ cells }) => cells.length > 0);
  return isMoved ? `${headline(moves)}: papermake diff` : undefined;
}
