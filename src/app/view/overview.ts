/** Lists the parts of the paper: steps with their nodes, claims, comparisons, and the runs that can be compared. */
import type { Key, NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import { type Hides, hiding } from '../../base/value.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import { columnsRead } from '../../engine/run/hidden/confidential.ts';
import type { Trace } from '../../engine/store/records.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import { runName, runsOf } from '../diff/run-side.ts';
import { REPORT } from '../diff/side.ts';
import { captionOfFile } from '../show/files.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { foundBy, isDoubted, type Witnessed, witnessed } from '../survey/witnessed.ts';
import { claimOf, isClaim } from './claims.ts';
import { minuteText } from './column/made.ts';
import { bookOf, languageOf } from './labels.ts';
import type { FolderView, NodeView, Overview, RunView, StepView, TrialsView } from './model.ts';
import { publishedIn } from './published.ts';
import { recordOf, resultOf } from './results.ts';
import { type StatedRow, statedRows } from './states.ts';

/** The number of last runs that are offered for comparison. */
const RUNS = 50;

/** Holds the facts that the page shows beside the state of the nodes. */
interface Beside {
  readonly hides?: Hides;
  readonly trials?: TrialsView | null;
  readonly folders?: readonly FolderView[];
}

export function overviewOf(
  { session, survey }: Surveyed,
  now: RunNow | undefined,
  confidential: ReadonlySet<string>,
  { hides = hiding(confidential), trials = null, folders = [] }: Beside = {},
): Overview {
  const { graph } = survey;
  const language = languageOf(session, graph);
  const rows = statedRows(survey, now);
  const confirmed = witnessed(survey);
  const isConfidential = hiding(confidential);
  const stepOf = (id: NodeId): string | undefined => graph.nodes.get(id)?.step;
  const steps = new Map<string, { name: string; kind: string; reads: Set<string>; nodes: NodeView[] }>();
  for (const row of rows) {
    const step = steps.get(row.step) ?? { name: row.step, kind: row.kind, reads: new Set(), nodes: [] };
    steps.set(row.step, step);
    step.nodes.push(nodeOf(row, { survey, isConfidential, confirmed: confirmed.get(row.node) ?? [] }));
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
    folders: folders.map(({ name, path }) => ({ name, path })),
    confidential: [...confidential].sort(),
    trials,
  };
}

interface NodeRequest {
  readonly survey: Surveyed['survey'];
  readonly isConfidential: Hides;
  readonly confirmed: readonly Witnessed[];
}

function nodeOf({ node, step, kind, state }: StatedRow, { survey, isConfidential, confirmed }: NodeRequest): NodeView {
  const found = foundBy(confirmed);
  const prints = printsOf(kind, survey.graph.nodes.get(node)?.outputs ?? []);
  const caption = prints === 'table' || prints === 'figure' ? captionOf(survey, node, isConfidential) : undefined;
  return {
    id: node,
    label: node.startsWith(`${step}.`) ? node.slice(step.length + 1) : node,
    state,
    ...defined({ prints, caption }),
    ...(warningsOf(recordOf(survey, node)) > 0 ? { warns: true } : {}),
    ...(found.length === 0 ? {} : { witness: { found, isDoubted: isDoubted(confirmed) } }),
  };
}

const warningsOf = (trace: Trace | undefined): number => trace?.warnings.length ?? 0;

/** Files of a figure that a page can show. */
const IMAGE = /\.(svg|png)$/;

function printsOf(kind: string, outputs: readonly string[]): NodeView['prints'] {
  if (outputs.some((path) => IMAGE.test(path))) return 'figure';
  if (kind === NUMBERS && outputs.length > 0) return 'numbers';
  return kind === REPORT && outputs.some((path) => path.endsWith('.json')) ? 'table' : undefined;
}

/** Captions by the keys of results, of which each is read once. */
const captions = new Map<Key, string>();

/** Gives no caption where it may tell values of a confidential variable, as the words of a figure without caption do. */
function captionOf(survey: Surveyed['survey'], node: NodeId, isConfidential: Hides): string | undefined {
  const key = recordOf(survey, node)?.key;
  const planned = survey.graph.nodes.get(node);
  if (key === undefined || !planned || columnsRead(planned, survey.store).some(isConfidential)) return undefined;
  const known = captions.get(key) ?? captionIn(resultOf(survey, node));
  captions.set(key, known);
  return known || undefined;
}

const captionIn = (reader: ArtifactReader | undefined): string =>
  reader?.parts.map((path) => captionOfFile(path, () => reader.bytes(path))).find((caption) => caption) ?? '';

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
