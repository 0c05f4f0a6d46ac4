/** Several pipelines may share a project and its store: each knows its own nodes, and leaves alone what others made. */
import type { NodeId, Standee } from '../../base/brand.ts';
import type { ProjectFiles } from '../system/files.ts';

export const DEFAULT_PIPELINE = 'pipeline.yaml';

/** No file's name and no node's holds it. */
const SEPARATOR = '\0';

/** The node's id alone where the pipeline is `pipeline.yaml`, as stores wrote it before there could be others. */
export const standeeOf = (pipeline: string, node: NodeId): Standee =>
  (pipeline === DEFAULT_PIPELINE ? node : `${pipeline}${SEPARATOR}${node}`) as string as Standee;

export function ownerOf(standee: Standee): { readonly pipeline: string; readonly node: NodeId } {
  const at = standee.indexOf(SEPARATOR);
  const node = standee.slice(at + 1) as NodeId;
  return { pipeline: at < 0 ? DEFAULT_PIPELINE : standee.slice(0, at), node };
}

/** Its nodes are nobody's any more. That it was looked for is remembered, so that a run notices when it goes. */
export const isGone = (pipeline: string, files: ProjectFiles): boolean =>
  files.normalise(pipeline) === undefined || files.digest(pipeline) === null;
