/** Tells what stands behind a result: its equation, its rows, the data that it reads, when it was made, claims that rest on it, its place on the ledger. */
import { written } from '../../../../steps/registry.ts';
import type { NodeId } from '../../../base/brand.ts';
import { parseFormula } from '../../../base/formula/parse.ts';
import { ownValue } from '../../../base/own-value.ts';
import type { ArtifactReader } from '../../../base/reader.ts';
import { isFrame } from '../../../base/reader.ts';
import { type Hides, shownTo } from '../../../base/value.ts';
import type { Fit } from '../../../econ/fit.ts';
import { type GraphNode, nodesOfKind, saidArtifact, withAncestors } from '../../../engine/graph.ts';
import { shownName } from '../../../engine/pipeline/reference.ts';
import type { Survey } from '../../../engine/run/session.ts';
import type { FrameSchema } from '../../../frame/stored/artifact.ts';
import type { LabelBook } from '../../../table/words/labels.ts';
import { claimPaths, isClaim } from '../claims.ts';
import type { Behind, MathTree, RowFlow } from '../model.ts';
import { recordOf, resultOf } from '../results.ts';
import { dataRead } from './data-read.ts';
import { columnReaders, shownColumns } from './readers.ts';

export interface BehindRequest {
  readonly survey: Survey;
  readonly book: LabelBook;
  readonly hides: Hides;
  readonly made: (id: NodeId) => Behind['made'];
  readonly ledger: (node: GraphNode) => Behind['ledger'];
}

export function behind(request: BehindRequest, node: GraphNode): Behind {
  const { survey, made, ledger } = request;
  return {
    equation: equationOf(request, node),
    flow: flowOf(survey, node),
    data: dataRead(survey, request.book.variables, node),
    files: filesBehind(survey, node.id),
    claims: claimsOn(survey, node.id),
    columns: columnReaders(survey, node.id),
    shownIn: shownColumns(survey, node.id),
    made: made(node.id),
    ledger: ledger(node),
  };
}

/** A result before anything is known of it. */
export const NOTHING_BEHIND: Behind = {
  equation: null,
  flow: null,
  data: [],
  files: [],
  claims: [],
  columns: [],
  shownIn: [],
  made: null,
  ledger: null,
};

function equationOf({ survey, book, hides }: BehindRequest, node: GraphNode): MathTree | null {
  const { kind, name } = node.loaded;
  const type = saidArtifact(node, kind);
  const result = kind.results?.find((each) => each.type === type);
  const data = node.inputs.data;
  const tex = written.ofNode({
    node,
    kind: name,
    result,
    panel: data?.is === 'node' ? (schemaOf(survey, data.node)?.panel ?? null) : null,
    label: (column) => ownValue(book.variables, column),
    lang: book.language,
  });
  const parsed = tex === undefined ? undefined : parseFormula(shownTo(tex, hides));
  return parsed?.ok === true ? parsed.formula : null;
}

const schemaOf = (survey: Survey, id: NodeId): FrameSchema | undefined => {
  const reader = resultOf(survey, id);
  return reader !== undefined && isFrame(reader.type) ? (reader.json('schema') as unknown as FrameSchema) : undefined;
};

/** The rows of the data, those that a fit does not use, and those that it does; null where these do not add up. */
function flowOf(survey: Survey, node: GraphNode): RowFlow | null {
  const reader = resultOf(survey, node.id);
  const data = node.inputs.data;
  const schema = data?.is === 'node' ? schemaOf(survey, data.node) : undefined;
  if (reader?.type !== 'fit' || schema === undefined || data?.is !== 'node') return null;
  const { nobs, rowsLost, weights } = partsOf(reader);
  const used = weights?.is === 'frequency' ? weights.rows : nobs;
  const lost = rowsLost.map(({ count, cause, detail }) => ({
    count,
    why: detail === '' ? cause : `${cause}: ${detail}`,
  }));
  const sum = lost.reduce((total, { count }) => total + count, 0);
  return used === undefined || sum + used !== schema.nrows ? null : { of: data.node, rows: schema.nrows, lost, used };
}

const partsOf = (reader: ArtifactReader): Pick<Fit, 'nobs' | 'rowsLost' | 'weights'> => ({
  nobs: reader.json('nobs') as unknown as Fit['nobs'],
  rowsLost: reader.json('rowsLost') as unknown as Fit['rowsLost'],
  ...(reader.parts.includes('weights')
    ? { weights: reader.json('weights') as unknown as Fit['weights'] & object }
    : {}),
});

/** Files of the project that the result and whatever it is made from were read from, with the digests that these had. */
function filesBehind(survey: Survey, id: NodeId): Behind['files'] {
  const files = new Map<string, string>();
  for (const each of withAncestors(survey.graph, [id])) {
    const inputs = survey.graph.nodes.get(each)?.inputs ?? {};
    const recorded = recordOf(survey, each)?.recipe.inputs ?? {};
    for (const [name, spec] of Object.entries(inputs)) {
      const digest = recorded[name];
      if (spec.is === 'file' && digest !== undefined && !files.has(spec.path)) files.set(spec.path, digest);
    }
  }
  return [...files].map(([path, digest]) => ({ path, digest }));
}

/** Claims that name the result, as they were judged last. */
function claimsOn(survey: Survey, id: NodeId): Behind['claims'] {
  return nodesOfKind(survey.graph.nodes, ({ kind }) => kind.artifact === 'verdict').flatMap((claim) => {
    if (!isClaim(survey, claim.id) || !claimPaths(claim).some(({ node }) => node === id)) return [];
    const holds = resultOf(survey, claim.id)?.json('holds');
    const { name = claim.id, text = '' } = claim.view ?? {};
    return [{ name: shownName(String(name)), text: String(text), holds: holds === undefined ? null : holds === true }];
  });
}
