/** Shares decoded columns, rows, evaluated terms and within transforms between steps that estimate on the same data in a thread. */
import { Workspace } from '../../src/econ/linalg/workspace.ts';
import type { RunContext } from '../../src/engine/step.ts';
import { type Frame, FrameMemory } from '../../src/frame/frame.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';

export interface EstimationData {
  readonly data: Frame;
  readonly workspace: Workspace;
}

/** The input `data` with what earlier nodes of any kind found in it. */
export function estimationData(context: RunContext<unknown>): EstimationData {
  const make = () => ({ memory: new FrameMemory(), workspace: new Workspace() });
  const { memory, workspace } = context.shared('data', make, 'estimation');
  return { data: readFrame(context.artifact('data'), memory), workspace };
}
