/** Holds the result of expanding one step. It also makes the one node of a step whose kind does not expand itself. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import type { Json } from '../../base/json.ts';
import type { LoadedKind } from '../kinds.ts';
import type { InputSpec, NodeSpec, PlanContext, Read, Step, YamlPath } from '../step.ts';

export type StepNode = NodeSpec & { readonly step: string };

export interface Expansion {
  readonly nodes: StepNode[];
  /** Levels nodes that must run before the step's nodes are known. */
  readonly waitsFor: Set<NodeId>;
  /** All levels nodes that the step asks for, known or not. */
  readonly asks: Set<NodeId>;
  /** Says whether the step has been complained of, or one of which it reads nodes, so that nodes of it may be absent. */
  isWrong: boolean;
  /** The places in the step that were complained of. */
  readonly wrong: YamlPath[];
}

/** Says whether a place that says something of a node was complained of: what the node is made of is then in doubt. */
export const isInDoubt = ({ wrong }: Expansion, { origins = {}, at }: NodeSpec): boolean =>
  wrong.some((place) =>
    [at, ...Object.values(origins).map(({ path }) => path)].some((path) => path && isIn(place, path)),
  );

/** Says whether a place is another, or lies in it; a whole step, or the list of its columns, says nothing of one node. */
const isIn = (place: YamlPath, path: YamlPath): boolean =>
  path.length > 2 && path.every((part, i) => String(part) === String(place[i]));

/** Thrown to end a kind's description of its step, once the reason has been complained of. */
export class RefusedStep extends Error {}

export function unlessUntold<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch (error) {
    if (!(error instanceof RefusedStep)) throw error;
    return undefined;
  }
}

/** The node has the step's parameters as they are, and its inputs as the kind's `reads` names them. */
export function plainNode(step: Step<unknown>, loaded: LoadedKind, plan: PlanContext): NodeSpec[] {
  const reads = loaded.kind.reads?.(step.params) ?? {};
  const inputs: Record<string, InputSpec> = {};
  for (const [name, read] of Object.entries(reads)) {
    if (!isRead(read)) {
      const message = `\`reads\` of the kind \`${step.kind}\` does not say what \`${name}\` is`;
      const hint = '`{ from, columns: […] }`, `{ from, parts: […] }`, `{ from, parts: "all" }` or `{ file }`';
      plan.complain({ code: 'bad-reads', message, hint, path: step.path });
      continue;
    }
    const input = plainInput(read, [...step.path, name], plan);
    if (input) inputs[name] = input;
  }
  const origins = Object.fromEntries(
    Object.keys(step.params as object).map((key) => {
      const path = [...step.path, key];
      const text = plan.said(path);
      return [key, defined({ path, text })];
    }),
  );
  return [{ id: step.name as NodeId, params: step.params as Json, inputs, origins }];
}

/** A project's own kind is TypeScript that nobody has checked. */
function isRead(read: Read): boolean {
  const { file, from, columns, parts } = read as { file?: unknown; from?: unknown; columns?: unknown; parts?: unknown };
  return typeof file === 'string' || (typeof from === 'string' && (Array.isArray(columns ?? parts) || parts === 'all'));
}

function plainInput(read: Read, at: YamlPath, plan: PlanContext): InputSpec | undefined {
  if ('file' in read) {
    const file = plan.file(read.file, at);
    return file && { is: 'file', path: file.path };
  }
  const node = plan.node(read.from, at);
  if (!node) return undefined;
  if ('columns' in read)
    return { is: 'node', node: node.id, parts: ['rows', ...read.columns.map((c) => `column:${c}`)] };
  return { is: 'node', node: node.id, parts: read.parts };
}
