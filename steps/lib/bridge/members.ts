/** The members that all nodes of a step of another language share. */
import { variablesOfCondition } from '../../../src/econ/spec.ts';
import type { InputSpec, Origin } from '../../../src/engine/step.ts';
import { type FrameSource, frameInput } from '../frame-source.ts';
import type { BridgeCall } from './keys.ts';

export const VERSIONS = '@versions';
export const HELPER = '@helper';

export interface StepMembers {
  readonly source: FrameSource;
  readonly columns: readonly string[] | null;
  readonly sample: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly packages: readonly string[];
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly how: BridgeCall;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** The columns that the data of a call have; undefined where only running tells. */
export const columnsGiven = ({ columns, source }: Pick<StepMembers, 'columns' | 'source'>) =>
  columns ?? source.context.columns?.map(({ name }) => name);

/** The data of a call, with the columns that its sample reads. */
export function dataInput({ source, columns, sample }: Pick<StepMembers, 'source' | 'columns' | 'sample'>): InputSpec {
  const reads = columnsGiven({ columns, source });
  if (reads === undefined) return { is: 'node', node: source.node, parts: 'all' };
  return frameInput(source.node, [...reads, ...(sample === null ? [] : variablesOfCondition(sample))]);
}
