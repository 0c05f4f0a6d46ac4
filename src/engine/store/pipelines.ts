/** Tells the nodes of several pipelines apart that share a project and its store: each knows its own, and leaves alone what others made. */
import type { NodeId, SharedNode } from '../../base/brand.ts';
import type { ProjectFiles } from '../system/files.ts';

export const DEFAULT_PIPELINE = 'pipeline.yaml';

/** Stands between a pipeline's file and a node's id, neither of which can hold it. */
const SEPARATOR = '\0';

/** The name of a pipeline's node in the store: its id alone where the pipeline is `pipeline.yaml`, as in stores from before there were others. */
export const standeeOf = (pipeline: string, node: NodeId): SharedNode =>
  (pipeline === DEFAULT_PIPELINE ? node : `${pipeline}${SEPARATOR}${node}`) as string as SharedNode;

export function ownerOf(standee: SharedNode): { readonly pipeline: string; readonly node: NodeId } {
  const at = standee.indexOf(SEPARATOR);
  const node = standee.slice(at + 1) as NodeId;
  return { pipeline: at < 0 ? DEFAULT_PIPELINE : standee.slice(0, at), node };
}

/**
 * Tells whether a pipeline's file is gone, so that no pipeline owns its nodes. The look is remembered, so that a run notices when the file
 * goes.
 */
export const isGone = (pipeline: string, files: ProjectFiles): boolean =>
  files.normalise(pipeline) === undefined || files.digest(pipeline) === null;
