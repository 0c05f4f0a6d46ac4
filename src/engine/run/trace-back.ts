/** Finds out why an input is what it is: follows reasons through the records of the nodes that made it, down to a file or an edit. */
import type { Digest, NodeId } from '../../base/brand.ts';
import { own } from '../../base/own.ts';
import { artifactReader, readable } from '../executors/gather.ts';
import type { GraphNode } from '../graph.ts';
import type { ExplainSource } from '../step.ts';
import type { Reason, Recipe, Standing, StoredArtifact, Trace } from '../store/records.ts';
import type { Session, Survey } from './session.ts';

export interface Traced {
  readonly node: NodeId;
  readonly reasons: readonly Reason[];
  /** What the node's kind says of the change. */
  readonly changes: readonly string[];
}

/** The nodes behind changed inputs, each once, the nearest first, as far as the records tell. */
export function traceBack(session: Session, survey: Survey, reasons: readonly Reason[]): Traced[] {
  const found = new Map<NodeId, Traced>();
  const follow = (some: readonly Reason[]): void => {
    for (const reason of some) {
      const made = reason.is === 'input-changed' ? makerOf(reason, session, survey) : undefined;
      if (!made || found.has(made.node)) continue;
      found.set(made.node, made);
      follow(made.reasons);
    }
  };
  follow(reasons);
  return [...found.values()];
}

type InputChanged = Extract<Reason, { is: 'input-changed' }>;

/** The node that made a changed input. Its last change must lead from the part's old digest to the new one: another says nothing of this change. */
function makerOf(reason: InputChanged, session: Session, survey: Survey): Traced | undefined {
  const node = survey.graph.nodes.get(reason.input as NodeId);
  const decision = node && survey.decisions.get(node.id);
  const part = reason.column === undefined ? reason.part : `column:${reason.column}`;
  if (!node || !decision || !('artifact' in decision) || part === undefined) return undefined;
  const { store } = survey;
  const trace = store.trace(decision.key);
  const before = decision.is === 'cached' ? store.last(node.id) : trace?.before && store.trace(trace.before);
  if (!trace || !before || reason.to === null) return undefined;
  if (digestOf(before.artifact, part) !== reason.from || digestOf(trace.artifact, part) !== reason.to) return undefined;
  const reasons = decision.is === 'cached' ? decision.reasons : trace.because;
  return { node: node.id, reasons, changes: changesOf(node, before, trace, session, survey) };
}

const digestOf = ({ parts }: StoredArtifact, name: string): Digest | undefined =>
  parts.find((part) => part.name === name)?.digest;

function changesOf(
  node: GraphNode,
  before: Trace,
  after: Trace,
  session: Session,
  { store }: Survey,
): readonly string[] {
  const { explain } = node.loaded.kind;
  if (!explain || !store.holds(before) || !store.holds(after)) return [];
  const read = (standing: Standing) => artifactReader(readable(store, standing));
  return explain(read(before), read(after), explainSource(node, after.recipe, session));
}

/** What a kind may see to explain a node: its parameters, and its input files where they are still those that were read. */
export const explainSource = (node: GraphNode, recipe: Recipe, { files }: Session): ExplainSource => ({
  params: node.params,
  file(name) {
    const input = own(node.inputs, name);
    if (input?.is !== 'file' || files.digest(input.path) !== own(recipe.inputs, name)) return undefined;
    const bytes = (): Uint8Array => files.read(input.path) ?? new Uint8Array();
    return { path: input.path, bytes, text: () => new TextDecoder().decode(bytes()) };
  },
});
