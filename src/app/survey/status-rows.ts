/** Makes one row for each node, which `status`, `run --dry-run` and `graph` show. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import { largest } from '../../base/extremes.ts';
import type { Decision } from '../../engine/decide/decide.ts';
import type { PendingStep } from '../../engine/graph.ts';
import type { Survey } from '../../engine/run/session.ts';
import { reasonLines } from '../../engine/store/reasons.ts';
import type { Reason } from '../../engine/store/records.ts';
import { styled } from '../terminal/style.ts';

export interface StatusRow {
  readonly node: NodeId;
  readonly kind: string;
  readonly decision: 'fresh' | 'cached' | 'stale' | 'pending';
  readonly reasons: readonly Reason[];
  /** The nodes that a pending node waits for. */
  readonly on: readonly NodeId[];
  /** The stale or restored nodes above those, with which everything began. */
  readonly roots: readonly NodeId[];
  /** Holds what the node would start that the user has not let the project do. */
  readonly needsTrust?: string;
  /** Whether the row, `het.*`, stands for the nodes of a step whose split levels are not known yet. */
  readonly pendingStep: boolean;
}

/** The name that stands for the nodes of a step that are not known yet. */
export const nodesToCome = ({ step }: PendingStep): NodeId => `${step}.*` as NodeId;

export function statusRows({ graph, decisions, withheld }: Survey): StatusRow[] {
  const roots = new Map<NodeId, readonly NodeId[]>();
  const rootsOf = (on: readonly NodeId[]): NodeId[] => [...new Set(on.flatMap((id) => roots.get(id) ?? [id]))];
  const rows = [...graph.nodes.values()].map((node): StatusRow => {
    const row = rowOf(node.id, node.loaded.name, decisions.get(node.id)!);
    if (row.decision === 'pending') roots.set(node.id, rootsOf(row.on));
    const needsTrust = row.decision === 'stale' || row.decision === 'pending' ? withheld(node) : undefined;
    return { ...row, roots: roots.get(node.id) ?? [], ...defined({ needsTrust }) };
  });
  // A step that waits for its own node, since its kind is not loaded, is told by that.
  const others = graph.pending.filter(({ step, on }) => !on.includes(step as NodeId));
  const waiting = others.map(
    (step): StatusRow => ({
      node: nodesToCome(step),
      kind: step.kind,
      decision: 'pending',
      reasons: [],
      on: step.on,
      roots: rootsOf(step.on),
      pendingStep: true,
    }),
  );
  return [...rows, ...waiting];
}

function rowOf(node: NodeId, kind: string, decision: Decision): Omit<StatusRow, 'roots'> {
  const row = { node, kind, reasons: [], on: [], pendingStep: false } as const;
  switch (decision.is) {
    case 'fresh':
      return { ...row, decision: 'fresh' };
    case 'cached':
    case 'stale':
      return { ...row, decision: decision.is, reasons: decision.reasons };
    case 'pending':
      return { ...row, decision: 'pending', on: decision.on };
    case 'impossible':
      return {
        ...row,
        decision: 'stale',
        reasons: decision.missing.map(({ from: input, part }) => ({
          is: 'input-changed',
          input,
          ...(part === null ? {} : { part }),
          from: null,
          to: null,
        })),
      };
    default:
      return decision satisfies never;
  }
}

export function statusText(rows: readonly StatusRow[]): string {
  const width = largest(rows.map((row) => row.node.length));
  return rows
    .map((row) =>
      `${styled(COLOURS[row.decision], row.decision.padEnd(8), process.stdout)} ${row.node.padEnd(width)}  ${styled('dim', told(row), process.stdout)}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

const COLOURS = { fresh: 'green', cached: 'cyan', stale: 'yellow', pending: 'dim' } as const;

/** At most so many roots are named one by one. */
const MOST_ROOTS = 3;

function told(row: StatusRow): string {
  const trust = row.needsTrust === undefined ? [] : [`needs trust, since it starts ${row.needsTrust}`];
  return [...trust, toldOf(row)].join('; ');
}

function toldOf(row: StatusRow): string {
  if (row.decision !== 'pending') return reasonLines(row.reasons).join('; ');
  const above = row.roots.filter((root) => !row.on.includes(root));
  const more = above.length > MOST_ROOTS ? ` and ${above.length - MOST_ROOTS} more` : '';
  const first = above.slice(0, MOST_ROOTS).join(', ');
  return `waits for ${row.on.join(', ')}${first === '' ? '' : `, first ${first}${more}`}`;
}
