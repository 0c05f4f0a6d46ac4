/** The last results of an open pipeline, as its file has it: what the editor shows beside names. No hidden value is among them. */
import { basename, dirname } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { hidesIn, shownTo } from '../../base/value.ts';
import { type Mark, marksOf } from '../../document/number-marks.ts';
import { kindOfText } from '../../document/text-kinds.ts';
import { namesOf } from '../../engine/pipeline/reference.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { type Session, type Survey, survey } from '../../engine/run/session.ts';
import { plainNumber } from '../../table/text-number.ts';
import { openProject } from '../project.ts';
import { viewerOf } from '../show/registry.ts';
import { TextResults } from '../text/results.ts';
import { shownArtifact } from '../view/results.ts';

/** Lines of a result that an editor has room for. */
const MOST = 24;

/** The last result of a node in words, or what it says of one column of its data; undefined where there is none. */
export async function lastResult(path: string, node: string, column?: string): Promise<string | undefined> {
  const opened = await openProject({ directory: dirname(path), file: basename(path) });
  if (!opened.ok) return undefined;
  const { session } = opened;
  const surveyed = survey(session);
  const id = node as NodeId;
  if (!surveyed.graph.nodes.has(id) || surveyed.withholding.behind(id) !== undefined) return undefined;
  const shown = shownArtifact(session, surveyed, id);
  if (shown === undefined) return undefined;
  const viewer = viewerOf(shown.reader.type);
  if (column !== undefined) return columnWords(viewer.json(shown), column);
  const lines = shownTo(viewer.text(shown), shown.hides).trimEnd().split('\n');
  return [...lines.slice(0, MOST), ...(lines.length > MOST ? ['…'] : [])].join('\n');
}

interface ColumnJson {
  readonly name: string;
  readonly n?: number;
  readonly missing?: number;
  readonly min?: number;
  readonly mean?: number;
  readonly max?: number;
  readonly distinct?: number;
}

/** A hidden variable has counts alone. */
function columnWords(json: Readonly<Record<string, unknown>>, column: string): string | undefined {
  const found = ((json.columns ?? []) as readonly ColumnJson[]).find(({ name }) => name === column);
  if (found?.n === undefined) return undefined;
  const { n, missing = 0, min, mean, max, distinct } = found;
  const short = (value: number): string => String(Number(value.toPrecision(6)));
  return [
    `${n} values, ${missing} missing`,
    ...(mean === undefined ? [] : [`mean ${short(mean)}`, `from ${short(min!)} to ${short(max!)}`]),
    ...(distinct === undefined ? [] : [`${distinct} different texts`]),
  ].join(', ');
}

interface Recorded {
  readonly session: Session;
  readonly surveyed: Survey;
}

async function recordedBy(path: string): Promise<Recorded | undefined> {
  const opened = await openProject({ directory: dirname(path), file: basename(path) });
  return opened.ok ? { session: opened.session, surveyed: survey(opened.session) } : undefined;
}

/** The number of a mark in a text, or why there is none; a path has the decimals that the text has. */
export async function numberOf(path: string, name: string, start: number, text: { own: string; text: string }) {
  const found = await recordedBy(path);
  if (found === undefined) return 'the pipeline is wrong';
  const { session, surveyed } = found;
  const results = new TextResults(surveyed.graph, session.spec.source.keys(['numbers']));
  const node = results.target(name);
  const isHidden = hidesIn(name, confidentialIn(session, surveyed.graph, surveyed.store));
  if (node !== undefined && (isHidden || surveyed.withholding.behind(node as NodeId) !== undefined))
    return 'it is not shown';
  const author = { name: text.own, text: text.text, kind: kindOfText(text.own) };
  const mark = marksOf(author).find(({ at }) => at[0] === start) ?? {
    of: name,
    printed: '',
    at: [0, 0],
    printedAt: [0, 0],
  };
  const expected = results.expected(mark as Mark, surveyed.store);
  if (!expected.ok) return expected.message;
  const { printed } = mark;
  const differs = printed !== '' && plainNumber(printed) !== expected.text ? `; the text has ${printed}` : '';
  const decision = node === undefined ? undefined : surveyed.decisions.get(node as NodeId)?.is;
  return `${expected.text}${differs}${decision === 'stale' || decision === 'pending' ? ` (of the last run: \`${node}\` is ${decision})` : ''}`;
}

/** Names of the terms in the last result of a node. */
export async function termsOf(path: string, name: string): Promise<readonly string[]> {
  const found = await recordedBy(path);
  const node = found && [...found.surveyed.graph.nodes.values()].find((each) => namesOf(each).includes(name));
  if (found === undefined || node === undefined || found.surveyed.withholding.behind(node.id) !== undefined) return [];
  const shown = shownArtifact(found.session, found.surveyed, node.id);
  const terms = shown && (viewerOf(shown.reader.type).json(shown).terms as unknown);
  if (!Array.isArray(terms)) return [];
  const names = (terms as readonly { readonly term?: unknown }[]).flatMap(({ term }) =>
    typeof term === 'string' ? [term] : [],
  );
  return names.filter((term) => !hidesIn(term, shown!.hides));
}
