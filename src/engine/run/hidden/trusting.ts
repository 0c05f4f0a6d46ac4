/** Knows what of a run needs the user's trust, and says so. */
import { type Problem, problemAt } from '../../../base/problem.ts';
import { startedBy } from '../../executors/gather.ts';
import type { GraphNode } from '../../graph.ts';
import { HERE } from '../../pipeline/executor-schema.ts';
import type { PipelineSpec } from '../../pipeline/load.ts';

/** The hint how trust is given. */
export const HOW_TO_TRUST =
  'read what it starts, then `papermake trust` trusts this folder; `--trust` does so for one call, `PAPERMAKE_TRUST=1` in CI';

export const needsTrust = (starts: string): Problem =>
  problemAt({
    code: 'needs-trust',
    message: `this folder is not trusted to start ${starts}`,
    hint: HOW_TO_TRUST,
  });

/** The scheduler to which a step's nodes go, in words; undefined for nodes that stay here. */
export const schedulerOf = (on: string | undefined): string | undefined =>
  on === undefined || on === HERE ? undefined : `the scheduler of the executor \`${on}\``;

interface Trusting {
  readonly options: { readonly trusted: boolean };
  readonly spec: PipelineSpec;
}

/** Gives what nodes of a project would start that its user has not let it do: programs, code of its own, the scheduler of a cluster. */
export function withheldBy(session: Trusting): (node: GraphNode) => string | undefined {
  if (session.options.trusted) return () => undefined;
  return (node) => startedBy(node) ?? schedulerOf(session.spec.step(node.step)?.on);
}
