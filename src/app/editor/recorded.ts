/** The last results of an open pipeline, as its file has it: what the editor shows beside names. No hidden value is among them. */
import { basename, dirname } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { shownTo } from '../../base/value.ts';
import { survey } from '../../engine/run/session.ts';
import { openProject } from '../project.ts';
import { viewerOf } from '../show/registry.ts';
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
