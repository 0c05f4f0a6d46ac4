/** Tells what reads each column of a data set, and which columns of tables show a result. */
import type { NodeId } from '../../../base/brand.ts';
import { isInternal } from '../../../engine/pipeline/reference.ts';
import type { Survey } from '../../../engine/run/session.ts';
import { resultIn } from '../../diff/side.ts';
import { tableBlock } from '../../show/files.ts';
import type { ColumnReaders, ShownColumn } from '../model.ts';
import { recordOf } from '../results.ts';
import { dataRead } from './data-read.ts';

interface Index {
  /** By data set and column, the nodes that read it. */
  readonly readers: ReadonlyMap<string, ReadonlyMap<string, readonly NodeId[]>>;
  /** By the node that is shown. */
  readonly shown: ReadonlyMap<string, readonly ShownColumn[]>;
}

/** A survey is read through once, when the first node is asked for. */
const indices = new WeakMap<Survey, Index>();

function indexOf(survey: Survey): Index {
  const known = indices.get(survey);
  if (known) return known;
  const index = { readers: readersIn(survey), shown: shownIn(survey) };
  indices.set(survey, index);
  return index;
}

/** The most nodes that are named as readers of one column. */
const MOST = 60;

/**
 * Returns the columns of a data set that something reads. Where a later data set reads a column and its own column of that name is read
 * in turn, the readers of that one follow.
 */
export function columnReaders(survey: Survey, data: NodeId): ColumnReaders[] {
  const { readers, shown } = indexOf(survey);
  return [...(readers.get(data)?.keys() ?? [])].map((column) => {
    const through: ColumnReaders['through'][number][] = [];
    const sets = new Set<string>([data]);
    for (const of of sets) {
      const by = readers.get(of)?.get(column) ?? [];
      for (const reader of by) if (readers.get(reader)?.has(column)) sets.add(reader);
      through.push({
        of,
        by: by.slice(0, MOST).map((node) => ({ node, shown: shown.get(node) ?? [] })),
        more: Math.max(0, by.length - MOST),
      });
    }
    return { column, through };
  });
}

/** Returns the columns of tables that show a result. */
export const shownColumns = (survey: Survey, node: NodeId): readonly ShownColumn[] =>
  indexOf(survey).shown.get(node) ?? [];

function readersIn(survey: Survey): Index['readers'] {
  const readers = new Map<string, Map<string, NodeId[]>>();
  for (const node of survey.graph.nodes.values()) {
    if (isInternal(node.id)) continue;
    for (const { node: data, columns } of dataRead(survey, {}, node)) {
      const own = readers.get(data) ?? new Map<string, NodeId[]>();
      readers.set(data, own);
      for (const { name } of columns) own.set(name, [...(own.get(name) ?? []), node.id]);
    }
  }
  return readers;
}

function shownIn(survey: Survey): Index['shown'] {
  const shown = new Map<string, ShownColumn[]>();
  for (const { id } of survey.graph.nodes.values()) {
    const trace = recordOf(survey, id);
    const result = trace && resultIn(survey.store, trace);
    if (result?.is !== 'table') continue;
    const { caption, heads, panels } = tableBlock(result.table);
    // A table of one result shows it as a whole.
    const isOfOne = result.table.sources.length === 1;
    const seen = new Set<string>();
    const add = (of: string | undefined, column: string): void => {
      const key = JSON.stringify([of, column]);
      if (of === undefined || seen.has(key)) return;
      seen.add(key);
      shown.set(of, [...(shown.get(of) ?? []), { table: id, caption, column }]);
    };
    for (const panel of panels) {
      const above = panel.heads ?? heads;
      const nameAt = (c: number): string => (isOfOne ? '' : above[c]?.number || above[c]?.header || '');
      for (const [c, head] of above.entries()) add(head.of, nameAt(c));
      for (const { cells } of panel.rows) for (const [c, cell] of cells.entries()) add(cell?.of, nameAt(c));
    }
  }
  return shown;
}
