/** The claims of the paper, with the numbers that they are about. */
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { Hides } from '../../base/value.ts';
import { fixedNumber } from '../../check/numbers.ts';
import { follow, spread } from '../../check/results.ts';
import { type Graph, type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { brokenWithoutValues, columnsRead } from '../../engine/run/hidden/confidential.ts';
import type { Survey } from '../../engine/run/session.ts';
import { briefNumber } from '../../table/number.ts';
import { shortNumber } from '../terminal/grid.ts';
import type { ClaimedNumber, ClaimView, Language } from './model.ts';
import { resultOf } from './results.ts';
import { inLanguage } from './sentences-zh.ts';
import type { StatedRow } from './states.ts';

/** The largest number of values that are shown for one claim. */
const SHOWN = 12;

/** A path of a claim, as the kind `claim` plans it. Columns of data are read as well: they are values, which are not shown. */
interface ClaimedPath {
  readonly path: string;
  readonly results?: readonly {
    readonly label: string;
    readonly node: NodeId;
    readonly part: string;
    readonly rest: readonly string[];
    readonly usual?: readonly string[];
  }[];
}

export const isClaim = (survey: Survey, id: NodeId): boolean =>
  survey.graph.nodes.get(id)?.loaded.kind.artifact === 'verdict';

/** The results that a claim names. */
export const claimPaths = ({ params }: GraphNode): readonly NonNullable<ClaimedPath['results']>[number][] =>
  (params as unknown as { reads: readonly ClaimedPath[] }).reads.flatMap(({ results = [] }) => results);

/** Tells what claims are about: a result by its node, and a name of its rows; null where the pipeline makes no claims. */
export function claimedIn({ nodes }: Graph): ((node: string, row: string) => boolean) | null {
  const claims = nodesOfKind(nodes, ({ kind }) => kind.artifact === 'verdict');
  if (claims.length === 0) return null;
  const read = claims.flatMap(claimPaths);
  return (node, row) => read.some((each) => each.node === node && (each.rest.includes(row) || each.rest.includes('*')));
}

/** `hides`: of which variables no value is told. */
export function claimOf(
  survey: Survey,
  { node, state }: StatedRow,
  { hides, language }: { hides: Hides; language: Language },
): ClaimView {
  const { view, params } = survey.graph.nodes.get(node)!;
  const reader = resultOf(survey, node);
  const found = (reader?.json('broken') ?? []) as unknown as readonly { readonly message: string }[];
  const broken = brokenWithoutValues(found, columnsRead(survey.graph.nodes.get(node)!, survey.store), hides);
  const { claim, reads } = params as unknown as { claim: string; reads: readonly ClaimedPath[] };
  const numbers = reads.flatMap((read) => numbersOf(survey, read, language));
  return {
    node,
    name: String(view?.name ?? node),
    state,
    holds: reader ? reader.json('holds') === true : null,
    claim,
    text: String(view?.text ?? ''),
    broken: broken.slice(0, SHOWN).map(({ message }) => message),
    numbers: numbers.slice(0, SHOWN),
    moreNumbers: Math.max(0, numbers.length - SHOWN),
  };
}

function numbersOf(survey: Survey, { results = [] }: ClaimedPath, language: Language): ClaimView['numbers'] {
  return results.flatMap(({ label, node, part, rest, usual }) => {
    const reader = resultOf(survey, node);
    if (!reader?.parts.includes(part)) return [];
    const start: Json = reader.json(part);
    return spread(start, rest).map((names) => ({
      node,
      path: rest.includes('*') ? `${node}.${names.join('.')}` : label,
      ...shownOf(follow(start, names, node, usual), language),
    }));
  });
}

function shownOf(found: ReturnType<typeof follow>, language: Language): Pick<ClaimedNumber, 'is' | 'value'> {
  if (found.is === 'invalid') return { is: 'invalid', value: inLanguage(found.why, { language }) };
  if (found.is === 'absent') return { is: 'absent', value: '' };
  return { is: 'value', value: typeof found.value === 'number' ? numberText(found.value) : String(found.value) };
}

/** p values and coefficients alike to the digits of a table, and small ones as they are. */
function numberText(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1e6) return shortNumber(value);
  return Math.abs(value) < 0.0005 ? briefNumber(value, 3) : fixedNumber(value, 3);
}
