/** Complaints of kinds → problems with places. */
import { own } from '../base/own.ts';
import type { Problem } from '../base/problem.ts';
import type { Complaint, Origin, YamlPath } from './step.ts';
import type { YamlSource } from './yaml.ts';

/** `origins` tells where a node's parameters were said, for complaints made while it runs. */
export function complaintProblem(
  complaint: Complaint,
  source: YamlSource,
  node?: { readonly origins?: Readonly<Record<string, Origin>>; readonly path: YamlPath },
): Problem {
  const said = complaint.param === undefined ? undefined : own(node?.origins, complaint.param)?.path;
  const path = complaint.path ?? said ?? node?.path;
  const text =
    path &&
    source.locate(path, {
      ...(complaint.within ? { within: complaint.within } : {}),
      key: complaint.key === true,
    });
  return {
    code: complaint.code,
    severity: complaint.severity ?? 'error',
    message: complaint.message,
    at: [...(complaint.cell ? [complaint.cell] : []), ...(text ? [text] : [])],
    ...(complaint.hint === undefined ? {} : { hint: complaint.hint }),
  };
}

/** `steps.baseline.columns[1].fit`. */
export function pathText(path: YamlPath): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');
}
