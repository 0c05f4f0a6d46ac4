/** Tells which columns that a node reads hold dates, months or quarters, by the records of its data. */
import { isTimeType, type TimeType } from '../../base/calendar.ts';
import { isFrame } from '../../base/reader.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Store } from '../../engine/store/store.ts';
import type { FrameSchema } from '../../frame/stored/artifact.ts';
import { recordedArtifact } from './viewer.ts';

/** Column → the type of its times; empty where no data has any. */
export function timesRead({ dependencies }: GraphNode, store: Store): Readonly<Record<string, TimeType>> {
  const columns = dependencies.flatMap((id) => {
    const trace = store.last(id);
    const reader = trace && isFrame(trace.artifact.type) ? recordedArtifact(store, trace) : undefined;
    return reader === undefined ? [] : (reader.json('schema') as unknown as FrameSchema).columns;
  });
  return Object.fromEntries(columns.flatMap(({ name, type }) => (isTimeType(type) ? [[name, type]] : [])));
}
