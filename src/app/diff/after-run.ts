/** The last word of a run: how much of what the paper prints it moved. */
import { Store } from '../../engine/store/store.ts';
import { ProjectFiles } from '../../engine/system/files.ts';
import { tell } from '../terminal/terminal.ts';
import { movesBetween } from './moves.ts';
import { headline } from './report.ts';
import { runsOf } from './run-side.ts';

/** `3 cells of 2 tables moved: papermake diff`; nothing where there was no run before, or where the run that `began` then moved nothing. */
export function tellMoved(root: string, pipeline: string, began: number): void {
  const runs = runsOf(root, pipeline, new ProjectFiles(root), new Store(root, pipeline));
  const last = runs.moving.at(-1);
  if (runs.moving.length < 2 || last === undefined || last.record.at < began) return;
  const [before, after] = [runs.side(1)!, runs.side(0)!];
  const moves = movesBetween(before, after);
  const isMoved = moves.claims.length > 0 || moves.tables.some(({ cells }) => cells.length > 0);
  if (isMoved) tell(`${headline(moves)}: papermake diff\n`);
}
