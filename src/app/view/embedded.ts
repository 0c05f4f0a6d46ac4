/** Collects the contents of a report: everything that the page shows, as it is now. */
import type { NodeId } from '../../base/brand.ts';
import { type Hides, hiding, PRINTED } from '../../base/value.ts';
import { hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import { readRunNow } from '../../engine/store/run-now.ts';
import { type OpenedProject, sourceText } from '../project.ts';
import { standingsShown } from '../registration/standing.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { historyIn } from './column/history.ts';
import { detailOf, type Looking } from './detail.ts';
import { movedSince } from './diff.ts';
import type { Embedded, NodeDetail, Overview } from './model.ts';
import { overviewOf } from './overview.ts';

export interface EmbedRequest {
  /** Is true where the report holds values of data, apart from confidential ones. */
  readonly withValues: boolean;
  /** The state to compare with; null for none. */
  readonly since: string | null;
}

export type EmbeddedReply =
  | { readonly ok: true; readonly embedded: Embedded }
  /** The reply where the requested state does not exist. */
  | { readonly ok: false; readonly why: string };

export async function embeddedOf(
  opened: OpenedProject & { ok: true },
  surveyed: Surveyed,
  { withValues, since }: EmbedRequest,
): Promise<EmbeddedReply> {
  const { root, file } = opened.project;
  const confidential = hiddenVariables(opened.session, surveyed.survey.graph, surveyed.survey.store);
  const isConfidential = hiding(confidential);
  const hides: Hides = withValues ? (name) => name === PRINTED || isConfidential(name) : () => true;
  const now = readRunNow(root, file);
  const overview = overviewOf(surveyed, now && { ...now, running: [] }, confidential, { hides });
  const moved = since === null ? undefined : await movedSince(opened, { since }, { hides });
  if (moved?.ok === false) return moved;
  const looking: Looking = {
    surveyed,
    now,
    source: sourceText(root),
    hides: withValues ? hides : isConfidential,
    registered: standingsShown(opened.session, surveyed.survey),
    withValues,
    // Whoever gets the file need not know when anything ran.
    made: () => null,
    ledger: () => null,
    forOthers: true,
  };
  const embedded = {
    // Whoever gets the file cannot compare with other runs, and need not know of them.
    overview: { ...overview, runs: [], folders: [], folder: null },
    ...detailsOf(overview, looking),
    moved: moved?.moved ?? null,
    histories: historiesOf(overview, historyIn(surveyed, { hides, forOthers: true })),
    withValues,
  };
  return { ok: true, embedded };
}

/** A file of more characters than this is no longer opened at once, nor mailed. */
const MOST = 24_000_000;

/** Details of what the paper prints come first, then those of the others in their order, until the file is full. */
function detailsOf({ steps }: Overview, looking: Looking): Pick<Embedded, 'details' | 'left'> {
  const nodes = steps.flatMap((step) => step.nodes);
  const details: Record<string, NodeDetail> = {};
  let size = 0;
  let left = 0;
  for (const { id } of [...nodes.filter(({ prints }) => prints), ...nodes.filter(({ prints }) => !prints)]) {
    const detail = size > MOST ? undefined : detailOf(looking, id as NodeId);
    size += detail ? JSON.stringify(detail).length : 0;
    if (detail && size <= MOST) details[id] = detail;
    else left += 1;
  }
  return { details, left };
}

/** The histories of all tables that the paper prints. */
function historiesOf({ steps }: Overview, historyOf: ReturnType<typeof historyIn>): Embedded['histories'] {
  const tables = steps.flatMap(({ nodes }) => nodes.filter(({ prints }) => prints === 'table' || prints === 'numbers'));
  return Object.fromEntries(
    tables.flatMap(({ id }) => {
      const found = historyOf(id as NodeId);
      return found ? [[id, found]] : [];
    }),
  );
}
