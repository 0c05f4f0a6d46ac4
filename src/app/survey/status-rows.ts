/** Makes one row for each node, which `status`, `run --dry-run` and `graph` show. */
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import { largest } from '../../base/extremes.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import type { Decision } from '../../engine/decide/decide.ts';
import type { PendingStep } from '../../engine/graph.ts';
import { isInternal, shownNames, stepOf } from '../../engine/pipeline/reference.ts';
import type { Survey } from '../../engine/run/session.ts';
import { reasonLines, restoredText } from '../../engine/store/reasons.ts';
import type { Reason } from '../../engine/store/records.ts';
import { pad } from '../../table/formats/cells.ts';
import { nodeCount } from '../start/fresh-line.ts';
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
  /** Holds the withheld variables that the node would read before the plan is registered. */
  readonly needsRegistration?: readonly string[];
  /** Is true where the row, such as `het.*`, stands for nodes of a step whose split levels are not yet known. */
  readonly pendingStep: boolean;
}

/** The name that stands for the nodes of a step that are not known yet. */
export const nodesToCome = ({ step }: PendingStep): NodeId => `${step}.*` as NodeId;

export function statusRows({ graph, decisions, withheld, withholding }: Survey): StatusRow[] {
  const roots = new Map<NodeId, readonly NodeId[]>();
  const rootsOf = (on: readonly NodeId[]): NodeId[] => [...new Set(on.flatMap((id) => roots.get(id) ?? [id]))];
  const rows = [...graph.nodes.values()].map((node): StatusRow => {
    const row = rowOf(node.id, node.loaded.name, decisions.get(node.id)!);
    if (row.decision === 'pending') roots.set(node.id, rootsOf(row.on));
    const needsTrust = row.decision === 'stale' || row.decision === 'pending' ? withheld(node) : undefined;
    return {
      ...row,
      roots: roots.get(node.id) ?? [],
      ...defined({ needsTrust, needsRegistration: withholding.waits(node) }),
    };
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

/** A line for each node but for those that work for their step alone: of these, the step's own nodes say what must run. */
export function statusText(rows: readonly StatusRow[]): string {
  const listed = rows.filter(({ node }) => !isInternal(node));
  const why = whyOf(rows);
  const width = largest(listed.map((row) => displayWidth(row.node)));
  return listed
    .map((row) =>
      `${styled(COLOURS[row.decision], row.decision.padEnd(8), process.stdout)} ${pad(row.node, width, 'left')}  ${styled('dim', why(row), process.stdout)}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Gives the words of `status` behind a row's decision. */
export function whyOf(rows: readonly StatusRow[]): (row: StatusRow) => string {
  const parts = new Map<string, StatusRow[]>();
  for (const row of rows) {
    if (!isInternal(row.node)) continue;
    const step = stepOf(row.node);
    const own = parts.get(step);
    if (own) own.push(row);
    else parts.set(step, [row]);
  }
  return (row) => told(row, parts.get(stepOf(row.node)) ?? []);
}

/** `16 nodes, 2 of them parts of a step: 3 fresh, 13 stale`. Steps whose nodes are not known yet are counted apart. */
export function statusTotal(rows: readonly StatusRow[]): string {
  const nodes = rows.filter(({ pendingStep }) => !pendingStep);
  const parts = nodes.filter(({ node }) => isInternal(node)).length;
  const counts = (['fresh', 'cached', 'stale', 'pending'] as const).flatMap((decision) => {
    const n = nodes.filter((row) => row.decision === decision).length;
    return n === 0 ? [] : [`${n} ${decision}`];
  });
  const toCome = rows.length - nodes.length;
  const steps = toCome === 0 ? '' : `; ${toCome === 1 ? 'one step' : `${toCome} steps`} whose nodes are not known yet`;
  const among = parts === 0 ? '' : `, ${parts} of them ${parts === 1 ? 'a part' : 'parts'} of a step`;
  return `${nodeCount(nodes.length)}${among}: ${counts.join(', ')}${steps}`;
}

const COLOURS = { fresh: 'green', cached: 'cyan', stale: 'yellow', pending: 'dim' } as const;

/** At most so many roots are named one by one. */
const MOST_ROOTS = 3;

/** `parts`: the nodes that work for the row's step. */
function told(row: StatusRow, parts: readonly StatusRow[]): string {
  const starts = [row, ...parts].find(({ needsTrust }) => needsTrust !== undefined)?.needsTrust;
  const trust = starts === undefined ? [] : [`needs trust, since it starts ${starts}`];
  const waiting = [row, ...parts].find(({ needsRegistration }) => needsRegistration !== undefined)?.needsRegistration;
  const registration = waiting === undefined ? [] : [`waits for registration, since it reads ${waiting.join(', ')}`];
  return [...trust, ...registration, toldOf(row, parts)].join('; ');
}

function toldOf(row: StatusRow, parts: readonly StatusRow[]): string {
  if (row.decision === 'cached') return restoredText(row.reasons);
  if (row.decision !== 'pending') return reasonLines(row.reasons).join('; ');
  const own = stepOf(row.node);
  const on = shownNames(row.on.filter((id) => !isInternal(id) || stepOf(id) !== own));
  const above = shownNames(row.roots).filter((root) => !on.includes(root) && (root !== own || on.length === 0));
  const more = above.length > MOST_ROOTS ? ` and ${above.length - MOST_ROOTS} more` : '';
  const first = above.slice(0, MOST_ROOTS).join(', ');
  const because = reasonLines(parts.filter(({ decision }) => decision === 'stale').flatMap(({ reasons }) => reasons));
  if (on.length === 0)
    return [`waits for ${parts.length === 1 ? 'its own part' : 'its own parts'}`, ...because].join('; ');
  return [`waits for ${on.join(', ')}${first === '' ? '' : `, first ${first}${more}`}`, ...because].join('; ');
}
