/** Says of each result whether it is confirmatory: registered before its outcome was estimated, and of data that are made as registered. */
import type { NodeId } from '../../base/brand.ts';
import type { GraphNode } from '../../engine/graph.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { isTrial, triedBy } from '../tried/tried.ts';
import { dataIn } from './plan-of.ts';
import { isConfirmatory, registeredIn } from './registered.ts';

type Ground = Pick<Session, 'options' | 'files'>;

export type Standing = 'confirmatory' | 'exploratory';

/** Undefined of what is no estimate, and of everything where no plan is registered. */
export function standingsOf(session: Ground, { graph }: Pick<Survey, 'graph'>): (id: NodeId) => Standing | undefined {
  const { root, file } = session.options;
  const registered = registeredIn(root, file);
  if (registered === undefined) return () => undefined;
  const digest = (path: string) => session.files.digest(path);
  const planned = new Map(registered.baseline.plan.data.map((each) => [each.step, each.digest]));
  const deviating = new Set(
    dataIn(graph.nodes).flatMap((each) => (planned.get(each.step) === each.digest ? [] : [each.step])),
  );
  const known = new Map<NodeId, boolean>();
  const isOfOtherData = (node: GraphNode): boolean => {
    const found =
      known.get(node.id) ??
      (deviating.has(node.id) || node.dependencies.some((id) => isOfOtherData(graph.nodes.get(id)!)));
    known.set(node.id, found);
    return found;
  };
  return (id) => {
    const node = graph.nodes.get(id);
    if (node === undefined || !isTrial(node)) return undefined;
    const { spec } = triedBy(node, { nodes: graph.nodes, digest });
    return isConfirmatory(registered, spec) && !isOfOtherData(node) ? 'confirmatory' : 'exploratory';
  };
}

/** The estimates that a result shows, by what they are: itself, or those of the nodes that it is made from. */
export interface ShownEstimates {
  readonly confirmatory: readonly NodeId[];
  readonly exploratory: readonly NodeId[];
}

/** Gives what results show; undefined where that is no estimate, or no plan is registered. */
export function standingsShown(
  session: Session,
  survey: Pick<Survey, 'graph' | 'store'>,
): (id: NodeId) => ShownEstimates | undefined {
  const standing = standingsOf(session, survey);
  return (id) => {
    const all = standing(id) === undefined ? (survey.graph.nodes.get(id)?.dependencies ?? []) : [id];
    const [confirmatory, exploratory] = (['confirmatory', 'exploratory'] as const).map((is) =>
      all.filter((each) => standing(each) === is),
    );
    return confirmatory!.length + exploratory!.length === 0
      ? undefined
      : { confirmatory: confirmatory!, exploratory: exploratory! };
  };
}
