/** Lists the parts of the paper: steps with their nodes, claims, comparisons, and the runs that can be compared. */
import type { NodeId } from '../../base/brand.ts';
import { type Hides, hiding } from '../../base/value.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import type { Trace } from '../../engine/store/records.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import { runName, runsOf } from '../diff/run-side.ts';
import { REPORT } from '../diff/side.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { foundBy, isDoubted, type Witnessed, witnessed } from '../survey/witnessed.ts';
import { claimOf, isClaim } from './claims.ts';
import { minuteText } from './column/made.ts';
import { bookOf, languageOf } from './labels.ts';
import type { NodeView, Overview, RunView, StepView, TrialsView } from './model.ts';
import { publishedIn } from './published.ts';
import { recordOf } from './results.ts';
import { type StatedRow, statedRows } from './states.ts';

/** The number of last runs that are offered for comparison. */
const RUNS = 50;

export function overviewOf(
  { session, survey }: Surveyed,
  now: RunNow | undefined,
  confidential: ReadonlySet<string>,
  { hides = hiding(confidential), trials = null }: { hides?: Hides; trials?: TrialsView | null } = {},
): Overview {
  const { graph } = survey;
  const language = languageOf(session, graph);
  const rows = statedRows(survey, now);
  const confirmed = witnessed(survey);
  const stepOf = (id: NodeId): string | undefined => graph.nodes.get(id)?.step;
  const steps = new Map<string, { name: string; kind: string; reads: Set<string>; nodes: NodeView[] }>();
  for (const row of rows) {
    const step = steps.get(row.step) ?? { name: row.step, kind: row.kind, reads: new Set(), nodes: [] };
    steps.set(row.step, step);
    step.nodes.push(nodeOf(row, survey, confirmed.get(row.node)));
    const above = row.pendingStep ? row.on : graph.nodes.get(row.node)!.dependencies;
    for (const id of above) step.reads.add(stepOf(id) ?? id);
    step.reads.delete(row.step);
  }
  return {
    title: session.project.title ?? '',
    language,
    pipeline: session.options.file,
    folder: session.options.root,
    steps: [...steps.values()].map((step): StepView => ({ ...step, reads: [...step.reads] })),
    claims: rows.filter((row) => isClaim(survey, row.node)).map((row) => claimOf(survey, row, { hides, language })),
    published: publishedIn(survey, rows, (node) => bookOf({ project: session.project, language }, survey, node)),
    runs: runViews({ session, survey }),
    confidential: [...confidential].sort(),
    trials,
  };
}

function nodeOf(
  { node, step, kind, state }: StatedRow,
  survey: Surveyed['survey'],
  confirmed: readonly Witnessed[] = [],
): NodeView {
  const found = foundBy(confirmed);
  const prints = printsOf(kind, survey.graph.nodes.get(node)?.outputs ?? []);
  return {
    id: node,
    label: node.startsWith(`${step}.`) ? node.slice(step.length + 1) : node,
    state,
    ...(prints ? { prints } : {}),
    ...(warningsOf(recordOf(survey, node)) > 0 ? { warns: true } : {}),
    ...(found.length === 0 ? {} : { witness: { found, isDoubted: isDoubted(confirmed) } }),
  };
}

const warningsOf = (trace: Trace | undefined): number => trace?.warnings.length ?? 0;

/** Files of a figure that a page can show. */
const IMAGE = /\.(svg|png)$/;

function printsOf(kind: string, outputs: readonly string[]): NodeView['prints'] {
  if (outputs.some((path) => IMAGE.test(path))) return 'figure';
  if (kind === NUMBERS && outputs.length > 0) return 'table';
  return kind === REPORT && outputs.some((path) => path.endsWith('.json')) ? 'table' : undefined;
}

function runViews({ session, survey }: Pick<Surveyed, 'session' | 'survey'>): RunView[] {
  const { root, file } = session.options;
  const { moving } = runsOf(root, file, session.files, survey.store);
  return moving
    .map(({ record: { at, git, changed } }, i) => ({
      name: runName(moving.length - 1 - i),
      at: minuteText(at),
      branch: git?.branch ?? '',
      commit: git?.head?.slice(0, 7) ?? '',
      moved: changed.length,
    }))
    .reverse()
    .slice(0, RUNS);
}
