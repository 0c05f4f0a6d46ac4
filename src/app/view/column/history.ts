/**
 * Tells every value that the cells of a table had, with the reason of each move: by the runs on record and, from before these, by the
 * commits that hold the table's file.
 */
import type { NodeId } from '../../../base/brand.ts';
import { git } from '../../../base/system/git-program.ts';
import { standeeOf } from '../../../engine/store/pipelines.ts';
import { type Causes, causesBetween, type Present } from '../../diff/causes.ts';
import { type CellsOfTable, cellsOf, moveBetween } from '../../diff/moves.ts';
import { causeLines, distance } from '../../diff/report.ts';
import { runName, runsOf } from '../../diff/run-side.ts';
import { type DiffSide, resultIn } from '../../diff/side.ts';
import { readSidecar, type Sidecar } from '../../diff/sidecar.ts';
import type { Surveyed } from '../../survey/open-survey.ts';
import { languageOf } from '../labels.ts';
import type { CellValue, TableHistory } from '../model.ts';
import { recordOf } from '../results.ts';
import { inLanguage } from '../sentences-zh.ts';
import { minuteText } from './made.ts';

/** The most states of a table that are looked at. */
const MOST = 40;

interface HistoryRequest extends Pick<Surveyed, 'session' | 'survey'> {
  readonly present: Present;
  /** Is true where others read it: runs have no times then, and commits are left out. */
  readonly forOthers: boolean;
  /** Puts a sentence into the page's language. */
  say(line: string): string;
}

/** A state of the table. Where it is a commit, `says` is what that says of itself. */
interface TableState {
  readonly at: string;
  readonly by: string;
  readonly cells: CellsOfTable;
  readonly side: DiffSide | undefined;
  readonly says: string;
}

/** Gives the history of a table; undefined of a node that has none now. */
export function historyIn(
  { session, survey }: Pick<Surveyed, 'session' | 'survey'>,
  { hides, forOthers }: Pick<Present, 'hides'> & Pick<HistoryRequest, 'forOthers'>,
): (node: NodeId) => TableHistory | undefined {
  const { graph } = survey;
  const present = { graph, source: () => session.spec.source, hides };
  const language = languageOf(session, graph);
  const say = (line: string): string => inLanguage(line, { language });
  return (node) => historyOf({ session, survey, present, forOthers, say }, node);
}

function historyOf(request: HistoryRequest, node: NodeId): TableHistory | undefined {
  const { session, survey, present, forOthers, say } = request;
  const trace = recordOf(survey, node);
  const now = trace && resultIn(survey.store, trace);
  if (now?.is !== 'table') return undefined;
  const ran = statesOfRuns(request, node);
  const path = survey.graph.nodes.get(node)?.outputs?.find((each) => each.endsWith('.json'));
  const committed = forOthers || path === undefined ? [] : statesOfCommits(session.options.root, path, ran.at(-1)?.at);
  const states = [...ran, ...committed];
  const causes = states.slice(1).map((before, i) => causesOf(before, states[i]!, present));
  const cells: Record<string, CellValue[]> = {};
  for (const [id, { at }] of cellsOf(now.table)) {
    const values = valuesOf(id, states, (move, i) => causes[i]?.ofCell(move), now.table.table);
    if (values.length > 1) cells[at.join()] = values.map((value) => ({ ...value, because: value.because.map(say) }));
  }
  return { since: states.at(-1)?.at ?? '', cells };
}

const causesOf = (before: TableState, after: TableState, present: Present): Causes | undefined =>
  before.side && after.side && causesBetween(before.side, after.side, present);

type CausesOfMove = (move: ReturnType<typeof moveBetween>, after: number) => ReturnType<Causes['ofCell']> | undefined;

/** The values that a cell had, the last one first, each with the reason why it is no longer the one before. */
function valuesOf(id: string, states: readonly TableState[], because: CausesOfMove, table: string): CellValue[] {
  const values: CellValue[] = [];
  states.forEach(({ at, by, cells, says }, i) => {
    const [was, is] = [states[i + 1]?.cells.get(id), cells.get(id)];
    const isFirst = states.slice(i + 1).every((each) => !each.cells.has(id));
    if (was?.cell.text === is?.cell.text || (isFirst && is === undefined)) return;
    const value = { at, by, text: is?.cell.text ?? null };
    if (isFirst) values.push({ ...value, distance: '', because: says === '' ? [] : [says] });
    else {
      const move = moveBetween(table, was, is);
      const lines = causeLines(because(move, i) ?? []);
      values.push({ ...value, distance: distance(move), because: lines.length === 0 && says !== '' ? [says] : lines });
    }
  });
  return values;
}

/** The states of a table after the runs that moved it, the last one first. */
function statesOfRuns({ session, survey, forOthers }: HistoryRequest, node: NodeId): TableState[] {
  const { root, file } = session.options;
  const runs = runsOf(root, file, session.files, survey.store);
  const standee = standeeOf(file, node);
  const moved = runs.moving.flatMap(({ record }, i) =>
    record.changed.some(([of]) => of === standee) ? [{ record, back: runs.moving.length - 1 - i }] : [],
  );
  return moved
    .reverse()
    .slice(0, MOST)
    .flatMap(({ record, back }) => {
      const side = runs.side(back);
      const result = side?.result(node);
      if (side === undefined || result?.is !== 'table') return [];
      const told = forOthers ? { at: '', by: '' } : { at: minuteText(record.at), by: runName(back) };
      return [{ ...told, side, cells: cellsOf(result.table), says: '' }];
    });
}

/** The states of a table's file in commits before a time, the last one first. */
function statesOfCommits(root: string, path: string, before: string | undefined): TableState[] {
  const listed = git(root, ['log', `-${MOST}`, '--format=%H%x09%at%x09%s', '--', path])?.toString() ?? '';
  return listed.split('\n').flatMap((line) => {
    const [id = '', seconds = '', says = ''] = line.split('\t');
    const at = seconds === '' ? '' : minuteText(Number(seconds) * 1000);
    if (at === '' || (before !== undefined && at >= before)) return [];
    const table = committedTable(root, id, path);
    return table ? [{ at, by: id.slice(0, 7), cells: cellsOf(table), side: undefined, says }] : [];
  });
}

function committedTable(root: string, commit: string, path: string): Sidecar | undefined {
  const bytes = git(root, ['show', `${commit}:./${path}`]);
  return bytes && readSidecar(bytes);
}
