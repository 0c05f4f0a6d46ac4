/** Turns complaints of kinds into problems with places. */
import { defined } from '../../../base/defined.ts';
import { ownValue } from '../../../base/own-value.ts';
import { type CellPlace, type Problem, problemAt, type TextPlace, withoutValues } from '../../../base/problem.ts';
import type { Hides } from '../../../base/value.ts';
import { type GraphNode, pathOf } from '../../graph.ts';
import type { Complaint, Origin, YamlPath } from '../../step.ts';
import type { YamlSource } from './yaml.ts';

/** The places that a node knows, for complaints that are made while it runs. */
export interface NodePlaces {
  /** Places at which the node's parameters were said. */
  readonly origins?: Readonly<Record<string, Origin>>;
  readonly path: YamlPath;
  /** The path of the data file that has a marked cell. */
  fileOf?(mark: string): string | undefined;
}

/** `hides`: of which variables no value is told. */
export function complaintProblem(told: Complaint, source: YamlSource, hides: Hides, node?: NodePlaces): Problem {
  const complaint = withoutValues(told, hides);
  const cell = cellOf(complaint, node);
  const path = pathOfComplaint(complaint, node);
  const text =
    path &&
    source.locate(
      path,
      defined({ within: complaint.within, key: complaint.key === true, variable: complaint.variable }),
    );
  const problem = problemAt(complaint, ...[cell, complaint.text, text].filter((place) => place !== undefined));
  return { ...problem, severity: complaint.severity ?? 'error' };
}

/** The path in the pipeline that a complaint is about. */
export function pathOfComplaint({ path, param, text }: Complaint, node?: NodePlaces): YamlPath | undefined {
  const said = param === undefined ? undefined : ownValue(node?.origins, param)?.path;
  // A place in the author's text says more than the name of the step that reads it.
  return path ?? said ?? (text === undefined ? node?.path : undefined);
}

function cellOf({ cell }: Complaint, node: NodePlaces | undefined): CellPlace | undefined {
  if (cell?.is !== 'marked cell') return cell;
  const { mark, row, column } = cell;
  const file = node?.fileOf?.(mark);
  return file === undefined ? undefined : { is: 'cell', file, row, column };
}

/** The place that declares a node, pointed at by its name where that is a step. */
export const placeOf = (node: GraphNode, source: YamlSource): TextPlace =>
  source.locate(pathOf(node), { key: node.at === undefined });

/** A path as text: `steps.baseline.columns[1].fit`. */
export function pathText(path: YamlPath): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
