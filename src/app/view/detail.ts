/** Everything that is known of one node. */
import { tables } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import { ownValue } from '../../base/own-value.ts';
import { lineAndColumn, type SourceText } from '../../base/print.ts';
import { withoutValues } from '../../base/problem.ts';
import { quoted } from '../../base/text/quoted.ts';
import { type Hides, shownWithin } from '../../base/value.ts';
import { type GraphNode, pathOf } from '../../engine/graph.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import { columnsRead } from '../../engine/run/hidden/confidential.ts';
import type { Survey } from '../../engine/run/session.ts';
import type { YamlPath } from '../../engine/step.ts';
import type { Trace } from '../../engine/store/records.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import { resultIn } from '../diff/side.ts';
import type { ShownEstimates } from '../registration/standing.ts';
import type { ViewBlock } from '../show/block.ts';
import { tableBlock } from '../show/files.ts';
import { logsOf } from '../show/log.ts';
import { viewerOf } from '../show/registry.ts';
import { timesRead } from '../show/times.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { explainedForOthers, explainNode, explainStep } from '../survey/explain.ts';
import { explanationLines } from '../survey/explanation-lines.ts';
import { isLevels, type Surveyed } from '../survey/open-survey.ts';
import { helpersAmong } from '../survey/pieces.ts';
import { nodesToCome } from '../survey/status-rows.ts';
import { type BehindRequest, behind, NOTHING_BEHIND } from './column/behind.ts';
import { withCurve } from './curve.ts';
import { withFigureMarks } from './figure-marks.ts';
import { bookOf, languageOf } from './labels.ts';
import type { NodeDetail } from './model.ts';
import { problemView } from './problems.ts';
import { recordOf } from './results.ts';
import { inLanguage } from './sentences-zh.ts';

export interface Looking {
  readonly surveyed: Surveyed;
  readonly now: RunNow | undefined;
  readonly source: SourceText;
  /** Tells which variables are confidential. */
  readonly hides: Hides;
  /** Is true where others read the page. Then not even a figure of the author's own may show a confidential value. */
  readonly forOthers: boolean;
  /** Says of a result which of its estimates are registered. */
  readonly registered: (id: NodeId) => ShownEstimates | undefined;
  /** Is true where values of data may be shown at all. */
  readonly withValues: boolean;
  /** Finds the run that made a result, and the record of a specification. */
  readonly made: BehindRequest['made'];
  readonly ledger: BehindRequest['ledger'];
}

/** undefined where there is no such node. */
export function detailOf(looking: Looking, id: NodeId): NodeDetail | undefined {
  const { surveyed, now, source, withValues, forOthers } = looking;
  const hides = withValues ? looking.hides : () => true;
  const { session, survey } = surveyed;
  const { graph } = survey;
  const node = graph.nodes.get(id);
  if (!node) return stepToCome(looking, id);
  const trace = recordOf(survey, id);
  const helpers = new Set(helpersAmong(survey, node.dependencies));
  const failed = (now?.failed ?? []).filter((each) => each.node === id || helpers.has(each.node));
  const decision = survey.decisions.get(id)!;
  const isSettled = decision.is === 'fresh' || decision.is === 'cached';
  const book = bookOf({ ...session, language: languageOf(session, graph) }, survey, id);
  const say = (message: string): string =>
    inLanguage(message, {
      language: book.language,
      label: (part) => ownValue(book.variables, part) ?? part,
      sentences: sentencesOf(trace),
    });
  const explained = explainNode(surveyed, id, undefined, hides);
  const detail: NodeDetail = {
    node: id,
    kind: node.loaded.name,
    yaml: excerptAt(session.spec.source.text, session.spec.source.locate(declarationOf(node), { key: true }).start),
    reads: [...new Set(node.dependencies.flatMap((each) => knownTo(survey, each)))],
    readers: [...graph.nodes.values()]
      .filter((each) => !isLevels(graph, each.id) && each.dependencies.some((d) => d === id || helps(survey, d, id)))
      .map((each) => each.id),
    why: explanationLines(forOthers ? explainedForOthers(explained) : explained).map(say),
    warnings: (trace?.warnings ?? [])
      .map((warning) => withoutValues(warning, hides))
      .map(({ message, hint = '' }) => ({ message: say(message), hint: say(hint) })),
    failure: isSettled
      ? []
      : failed.flatMap(({ problems }) => problems.map((each) => problemView(withoutValues(each, hides), source))),
    // The output of a program may be data, and nobody can tell.
    log: forOthers ? '' : logText(looking, id),
    seconds: trace ? trace.milliseconds / 1000 : null,
    registered: looking.registered(id) ?? null,
    ...behind({ survey, book, hides, made: looking.made, ledger: looking.ledger }, node),
    ...resultOf(looking, { id, isSettled, book, say }),
  };
  return shownWithin(detail, hides);
}

/** Returns the page of a step whose nodes are unknown until others have run. */
function stepToCome({ surveyed: { session, survey } }: Looking, id: NodeId): NodeDetail | undefined {
  const step = survey.graph.pending.find((each) => nodesToCome(each) === id);
  if (!step) return undefined;
  const { source } = session.spec;
  return {
    node: id,
    kind: step.kind,
    yaml: excerptAt(source.text, source.locate(['steps', step.step], { key: true }).start),
    reads: [...new Set(step.on.flatMap((each) => knownTo(survey, each)))],
    readers: [],
    why: explanationLines(explainStep(survey, step)).map((line) =>
      inLanguage(line, { language: languageOf(session, survey.graph) }),
    ),
    warnings: [],
    failure: [],
    log: '',
    seconds: null,
    notice: 'unmade',
    registered: null,
    ...NOTHING_BEHIND,
    blocks: [],
  };
}

const logText = ({ surveyed: { session, survey } }: Looking, id: NodeId): string =>
  logsOf(survey, session.options.root, [id])
    .map(({ log }) => log.trimEnd())
    .join('\n');

/** The node itself, or those that a node reads which works for others. */
const knownTo = ({ graph }: Survey, id: NodeId): readonly NodeId[] =>
  isLevels(graph, id) ? (graph.nodes.get(id)?.dependencies ?? []).filter((each) => !isLevels(graph, each)) : [id];

const helps = ({ graph }: Survey, helper: NodeId, of: NodeId): boolean =>
  isLevels(graph, helper) && (graph.nodes.get(helper)?.dependencies.includes(of) ?? false);

interface DetailRequest {
  readonly id: NodeId;
  readonly isSettled: boolean;
  readonly book: LabelBook;
  /** Puts a message into the page's language. */
  say(message: string): string;
}

function resultOf(
  { surveyed: { session, survey }, hides, withValues, forOthers }: Looking,
  { id: node, isSettled, book, say }: DetailRequest,
): Pick<NodeDetail, 'notice' | 'blocks'> {
  const trace = recordOf(survey, node);
  const reader = trace && recordedArtifact(survey.store, trace);
  if (!reader) return { notice: trace ? 'lost' : 'unmade', blocks: [] };
  const planned = survey.graph.nodes.get(node)!;
  const columns = columnsRead(planned, survey.store);
  const times = () => timesRead(planned, survey.store);
  const shown = {
    node,
    reader,
    project: session.project,
    hides,
    withheld: survey.withholding.variables,
    columnsRead: columns,
    times,
    book,
  };
  const numbers = planned.loaded.name === NUMBERS ? numbersBlock(survey, trace, book.language) : undefined;
  const blocks = numbers ?? viewerOf(reader.type).blocks(shown, withValues);
  const own = forOthers ? withoutConfidential(blocks, columns.filter(hides)) : blocks;
  const told = withCurve(withFigureMarks(own, { survey, node, reader, book, hides, withValues }), {
    survey,
    node,
    reader,
    book,
  });
  return {
    notice: isSettled ? null : 'old',
    blocks: told.map((block) => (block.is === 'lines' ? { ...block, lines: block.lines.map(say) } : block)),
  };
}

const NUMBERS_OF_TEXT = { en: 'Numbers in the text', zh: '正文中的数字' } as const;

/** The numbers of the text as a table, in which each has the result that it is of. */
function numbersBlock({ store }: Survey, trace: Trace, language: LabelBook['language']): ViewBlock[] | undefined {
  const found = resultIn(store, trace);
  if (found.is !== 'table') return undefined;
  return [tableBlock({ ...found.table, caption: NUMBERS_OF_TEXT[language], language, heads: [{ header: '' }] })];
}

/** Chinese sentences of a result's kind, besides those that many have. */
const sentencesOf = (trace: Trace | undefined) => trace && tables.of(trace.artifact.type)?.sentences;

/** A figure or a text that is made from confidential columns themselves may show their values. */
function withoutConfidential(blocks: readonly ViewBlock[], columns: readonly string[]): readonly ViewBlock[] {
  const shown = blocks.filter(({ is }) => columns.length === 0 || (is !== 'image' && is !== 'text'));
  if (shown.length === blocks.length) return blocks;
  return [
    { is: 'lines', lines: [`left out, since it is made from ${quoted(columns)}, which is confidential`] },
    ...shown,
  ];
}

const LONGEST = 40;

/** The line of a declaration, with the lines that belong to it by their indentation. */
function excerptAt(text: string, start: number): NodeDetail['yaml'] {
  const { line } = lineAndColumn(text, start);
  const [first = '', ...rest] = text.split('\n').slice(line - 1, line - 1 + LONGEST);
  const indent = indentOf(first);
  const end = rest.findIndex((each) => each.trim() !== '' && indentOf(each) <= indent);
  const lines = [first, ...rest.slice(0, end < 0 ? rest.length : end)];
  return {
    line,
    text: lines
      .map((each) => each.slice(indent))
      .join('\n')
      .trimEnd(),
  };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Returns the place where the node itself is declared: the common beginning of the places of all its parameters, below its step. */
function declarationOf(node: GraphNode): YamlPath {
  const step = pathOf(node);
  const paths = Object.values(node.origins ?? {})
    .map(({ path }) => path)
    .filter((path) => step.every((key, i) => path[i] === key) && path.length > step.length + 1);
  const [first, ...others] = paths;
  if (!first) return step;
  const common = first.findIndex((key, i) => others.some((path) => path[i] !== key));
  const shared = common < 0 ? first.slice(0, -1) : first.slice(0, common);
  return shared.length > step.length + 1 ? shared : step;
}
