/** The codebook of a package: every column of every data set that is read, without its values. */
import { ownValue } from '../../base/own-value.ts';
import { isFrame } from '../../base/reader.ts';
import { hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import { type FrameSchema, readLabels } from '../../frame/stored/artifact.ts';
import { recordedArtifact } from '../show/viewer.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { csvOf } from './csv.ts';
import type { Facts } from './facts.ts';

const HEAD = ['step', 'column', 'type', 'label', 'unit', 'source', 'confidential'];

/** CSV, a row for each column. */
export function codebookOf({ sources }: Facts, { session, survey }: Surveyed): string {
  const { graph, store } = survey;
  const { variables } = session.project;
  const hidden = hiddenVariables(session, graph, store);
  const steps = new Set(sources.map(({ step }) => step));
  const rows = [...graph.nodes.values()].flatMap(({ id, step }) => {
    const trace = steps.has(step) ? store.last(id) : undefined;
    const reader = trace && isFrame(trace.artifact.type) ? recordedArtifact(store, trace) : undefined;
    if (reader === undefined) return [];
    const labels = readLabels(reader);
    return (reader.json('schema') as unknown as FrameSchema).columns.map(({ name, type }) => {
      const said = ownValue(variables, name);
      const label = said?.label ?? labels.get(name)?.label ?? '';
      const isHidden = hidden.has(name) ? 'yes' : 'no';
      return [id, name, type, label, said?.unit ?? '', said?.source ?? '', isHidden];
    });
  });
  return csvOf(HEAD, rows);
}
