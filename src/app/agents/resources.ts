/** Gives agents what they may read: the pipeline, where its nodes stand, the documentation, and printed results on record. Nothing is opened by a path. */
import { extname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import { problemAt } from '../../base/problem.ts';
import { survey } from '../../engine/run/session.ts';
import { openProject } from '../project.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { forOthers } from '../survey/for-others.ts';
import { recordOf } from '../view/results.ts';
import { escaped, MARKED, refusedAnswer, toolAnswer } from './answers.ts';
import { CODES, DoorError, type ResourceContents, type ResourceOffer } from './door.ts';
import { DOCS, pages, pageText } from './pages.ts';
import { foreignPipeline, pipelineText } from './pipeline-text.ts';
import { type AgentRequest, answerOf, type Ground } from './tool.ts';

const PIPELINE = 'papermake://pipeline';
const STATUS = 'papermake://status';
/** The path of an output follows, as the pipeline declares it. */
const PRINTED = 'papermake://printed/';

/** Types of what is no plain text, by the ends of names. */
const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
};
const typeOf = (path: string): string | undefined => TYPES[extname(path).toLowerCase()];

/** A file of more bytes is none for a conversation. */
const LARGEST = 4 * 1024 * 1024;

export async function resourcesOf(ground: Ground): Promise<ResourceOffer[]> {
  const printed = await printedBy(ground);
  return [
    { uri: PIPELINE, name: ground.file, description: 'The pipeline, as it is written.', mimeType: 'application/yaml' },
    { uri: STATUS, name: 'status', description: 'Where every node stands.', mimeType: 'application/json' },
    ...[...printed.keys()].map((path) => ({
      uri: printedUri(path),
      name: path,
      ...defined({ mimeType: typeOf(path) }),
    })),
    ...pages().map(({ name, title }) => ({
      uri: `${DOCS}${name}`,
      name: `docs/${name}`,
      description: title,
      mimeType: 'text/markdown',
    })),
  ];
}

export async function readResource(uri: string, asked: AgentRequest): Promise<ResourceContents> {
  const { ground } = asked;
  if (uri === PIPELINE) {
    const read = pipelineText(ground.root, ground.file);
    if (!read.ok) throw absent(uri, refusedAnswer(read.problems).data as object);
    return { uri, mimeType: 'application/yaml', text: read.text, _meta: { marked: MARKED, digest: read.digest } };
  }
  if (uri === STATUS) {
    const { text } = toolAnswer(await answerOf('status', asked, { values: {}, positionals: [] }));
    return { uri, mimeType: 'application/json', text, _meta: { marked: MARKED } };
  }
  if (uri.startsWith(DOCS)) {
    const text = pageText(uri.slice(DOCS.length));
    if (text !== undefined) return { uri, mimeType: 'text/markdown', text, _meta: {} };
  }
  const printed = uri.startsWith(PRINTED) ? await printedBy(ground) : new Map<string, () => Uint8Array>();
  const found = [...printed].find(([path]) => printedUri(path) === uri);
  if (!found) throw absent(uri);
  return contentsOf(uri, found[0], found[1]());
}

const printedUri = (path: string): string => `${PRINTED}${path.split('/').map(encodeURIComponent).join('/')}`;

function contentsOf(uri: string, path: string, bytes: Uint8Array): ResourceContents {
  if (bytes.length > LARGEST) throw absent(uri, refusedAnswer([tooLarge(path, bytes.length)]).data as object);
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  const marked = { uri, _meta: { marked: MARKED } };
  return text === undefined
    ? { ...marked, mimeType: typeOf(path) ?? 'application/octet-stream', blob: Buffer.from(bytes).toString('base64') }
    : { ...marked, mimeType: typeOf(path) ?? 'text/plain', text: escaped(text) };
}

const tooLarge = (path: string, size: number) =>
  problemAt({
    code: 'large-resource',
    message: `\`${path}\` has ${size} bytes, of which at most ${LARGEST} are given`,
  });

function absent(uri: string, data?: object): DoorError {
  const problem = problemAt({
    code: 'no-resource',
    message: `there is no resource \`${uri}\``,
    hint: '`resources/list` names those that there are',
  });
  return new DoorError(CODES.noResource, problem.message, data ?? (refusedAnswer([problem]).data as object));
}

/** Outputs that others may see, by their paths: as they were recorded, whatever stands in `out/` now. */
async function printedBy({ root, file }: Ground): Promise<ReadonlyMap<string, () => Uint8Array>> {
  const found = new Map<string, () => Uint8Array>();
  const opened = foreignPipeline(root, file) ? undefined : await openProject({ directory: root, file });
  if (!opened?.ok) return found;
  const state = survey(opened.session);
  const { whyNot } = forOthers(opened.session, state);
  for (const { id, outputs = [] } of state.graph.nodes.values()) {
    if (outputs.length === 0 || whyNot(id) !== undefined) continue;
    const trace = recordOf(state, id as NodeId);
    const reader = trace && recordedArtifact(state.store, trace);
    for (const path of outputs) if (reader?.parts.includes(path)) found.set(path, () => reader.bytes(path));
  }
  return found;
}
