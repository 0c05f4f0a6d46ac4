/** Answers what an editor asks of the texts of documents: of the marks, tables, figures and equations that they name. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, problemAt } from '../../base/problem.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import { languageOf } from '../../document/languages/registry.ts';
import type { Mention } from '../../document/mention.ts';
import { namedIn as namedInText } from '../../document/named.ts';
import { marksOf } from '../../document/number-marks.ts';
import { kindOfText } from '../../document/text-kinds.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import { readYaml } from '../../engine/pipeline/source/yaml.ts';
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';
import { TextResults } from '../text/results.ts';
import type { FoundIn, Note, Offer, Offers, OpenText, Stretch } from './desk.ts';
import { namedIn, valueAt } from './names.ts';
import { type PlannedText, planText, savedText } from './plans.ts';
import { lastResult, numberOf, termsOf } from './recorded.ts';

/** Folders above a text in which its pipeline is looked for. */
const MOST_FOLDERS = 8;

interface Placed extends OpenText {
  /** The text's path relative to the pipeline. */
  readonly own: string;
  readonly pipeline: OpenText;
}

/** A name in a text. */
interface NameInText {
  readonly is: 'number' | 'node' | 'file';
  readonly name: string;
  readonly paths: readonly string[];
  readonly at: Stretch;
}

/** The pipeline to which a text belongs: the next one above it. */
function pipelineOf(path: string): string | undefined {
  if (languageOf(path) === undefined || !kindOfText(path).isPlain) return undefined;
  let folder = dirname(path);
  for (let i = 0; i < MOST_FOLDERS; i++) {
    const file = join(folder, DEFAULT_PIPELINE);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return undefined;
}

export const isInDocument = ({ path }: OpenText): boolean => pipelineOf(path) !== undefined;

function placed(open: OpenText): Placed {
  const path = pipelineOf(open.path)!;
  const text = open.others?.get(path) ?? savedText(path) ?? '';
  const own = pathInside(dirname(path), open.path)!;
  return { ...open, own, pipeline: { path, text } };
}

const plan = async ({ own, text, pipeline }: Placed): Promise<PlannedText> =>
  await planText(pipeline, new Map([[own, text]]));

/** Tells the plan's problems in the text, and marks that name nothing where the pipeline does not take the text in. */
export async function documentProblems(open: OpenText): Promise<{ root: string; problems: readonly Problem[] }> {
  const at = placed(open);
  const root = dirname(at.pipeline.path);
  const planned = await plan(at);
  const isHere = (problem: Problem): boolean =>
    problem.at.some((place) => place.is === 'text' && place.file === at.own);
  const told = planned.ok ? [...planned.problems, ...planned.warnings] : planned.problems;
  const here = [...new Set(told.filter(isHere))];
  if (!planned.ok || planned.problems.length > 0) return { root, problems: here };
  const names = planned.spec.source.keys(['numbers']);
  const results = new TextResults(planned.graph, names);
  const unknown = namesIn(at).filter(({ is, name }) => is === 'number' && results.target(name) === undefined);
  const starts = new Set(
    here.flatMap((problem) => problem.at.flatMap((place) => (place.is === 'text' ? [place.start] : []))),
  );
  const lost = unknown
    .filter(({ at: { start } }) => !starts.has(start))
    .map(({ name, at: stretch }) =>
      problemAt(
        { code: 'unknown-result', message: `no number or result is called \`${name}\`` },
        { is: 'text', file: at.own, ...stretch },
      ),
    );
  return { root, problems: [...here, ...lost] };
}

function namesIn({ own, text }: Pick<Placed, 'own' | 'text'>): NameInText[] {
  const author = { name: own, text, kind: kindOfText(own) };
  const { numbers, mentions } = namedInText(author, { own, main: own });
  const number = (name: string, [start, end]: Mention['at']): NameInText => ({
    is: 'number',
    name,
    paths: [],
    at: { start, end },
  });
  return [
    ...marksOf(author).map(({ of, at }) => number(of, at)),
    ...numbers.map(({ name, at }) => number(name, at)),
    ...mentions.flatMap((mention): NameInText[] => {
      const [start, end] = mention.at;
      if (mention.is === 'unusable') return [];
      if (mention.is === 'file') return [{ is: 'file', name: mention.said, paths: mention.paths, at: { start, end } }];
      return [{ is: 'node', name: mention.node, paths: [], at: { start, end } }];
    }),
  ];
}

const nameAt = (at: Placed, offset: number): NameInText | undefined =>
  namesIn(at).find(({ at: { start, end } }) => start <= offset && offset <= end);

/** The node that a name means: of a file of results, the one that writes it. */
async function nodeOf({ is, name, paths }: NameInText, at: Placed): Promise<string | undefined> {
  if (is !== 'file') return name;
  const planned = await plan(at);
  if (!planned.ok) return undefined;
  return [...planned.graph.nodes.values()].find(({ outputs }) => outputs?.some((each) => paths.includes(each)))?.id;
}

export async function documentHover(open: OpenText, offset: number): Promise<Note | undefined> {
  const at = placed(open);
  const found = nameAt(at, offset);
  if (found === undefined) return undefined;
  const { path } = at.pipeline;
  if (found.is === 'number') {
    const said = await numberOf(path, found.name, found.at.start, at);
    return { ...found.at, markdown: `\`${found.name}\`: ${said}` };
  }
  const node = await nodeOf(found, at);
  const last = node && (await lastResult(path, node));
  return node === undefined
    ? undefined
    : { ...found.at, markdown: [`\`${node}\``, ...(last === undefined ? [] : ['```text', last, '```'])].join('\n') };
}

/** The place in the pipeline that declares what the text names. */
export async function documentDefinition(open: OpenText, offset: number): Promise<FoundIn | undefined> {
  const at = placed(open);
  const found = nameAt(at, offset);
  const name = found && (await nodeOf(found, at));
  const { source } = readYaml(DEFAULT_PIPELINE, at.pipeline.text);
  if (name === undefined || source === undefined) return undefined;
  if (found!.is === 'number' && source.keys(['numbers']).includes(name))
    return { ...source.locate(['numbers', name], { key: true }), in: at.pipeline };
  const named = namedIn(source.value);
  const parts = name.split('.');
  for (let n = parts.length; n > 0; n--) {
    const declared = named.get(parts.slice(0, n).join('.'));
    if (declared !== undefined) return { ...source.locate(declared.path, { key: true }), in: at.pipeline };
  }
  return undefined;
}

/** Holds the text before a name, without blanks, and the names that may stand there. */
const BEGINNINGS: readonly (readonly [string, 'marks' | 'numbers' | 'tables' | 'figures' | 'equations'])[] = [
  ['\\pmval{', 'marks'],
  ['pmval("', 'marks'],
  ['{{pm', 'marks'],
  ['\\pmnum{', 'numbers'],
  ['pmnum("', 'numbers'],
  ['{{table', 'tables'],
  ['{{figure', 'figures'],
  ['{{equation', 'equations'],
];
const PICTURE = /\.(?:pdf|svg|png|jpe?g)$/;
const PART_OF_NAME = /[^\s{}"“”()]/;

export async function documentOffers(open: OpenText, offset: number): Promise<Offers> {
  const at = placed(open);
  const { text } = at;
  let [start, end] = [offset, offset];
  while (start > 0 && PART_OF_NAME.test(text[start - 1]!)) start--;
  while (end < text.length && PART_OF_NAME.test(text[end]!)) end++;
  const none = { at: { start, end }, offers: [] };
  const before = text.slice(Math.max(0, start - 40), start);
  const bare = before.replace(/\s/g, '');
  const what = BEGINNINGS.find(([begins]) => bare.endsWith(begins))?.[1];
  // In braces a blank stands between the word and the name.
  if (what === undefined || (/\w$/.test(before) && bare.endsWith(before.slice(-1)))) return none;
  const planned = await plan(at);
  const { value } = readYaml(DEFAULT_PIPELINE, at.pipeline.text).source ?? {};
  const numbers = Object.entries((valueAt(value, ['numbers']) ?? {}) as object).map(
    ([label, of]): Offer => ({
      label,
      insert: label,
      is: 'value',
      detail: typeof of === 'string' ? of : String((of as { of?: unknown })?.of),
    }),
  );
  if (what === 'numbers') return { at: { start, end }, offers: numbers };
  const nodes = planned.ok ? [...planned.graph.nodes.values()].filter(({ id }) => !isInternal(id)) : [];
  const isTable = (params: unknown): boolean => (params as { is?: unknown } | null)?.is === 'table';
  const isPicture = (outputs: readonly string[] | undefined): boolean =>
    outputs?.some((path) => PICTURE.test(path)) === true;
  const meant = nodes.filter(({ params, outputs }) =>
    what === 'tables'
      ? isTable(params)
      : what === 'figures'
        ? isPicture(outputs)
        : outputs === undefined || what === 'equations',
  );
  const offers = meant.map(({ id, step }): Offer => ({ label: id, insert: id, is: id === step ? 'step' : 'column' }));
  const word = text.slice(start, offset);
  const ofNode = word.slice(0, word.lastIndexOf('.'));
  const terms = what === 'marks' && ofNode.includes('.') ? await termsOf(at.pipeline.path, ofNode) : [];
  const named = terms.map(
    (term): Offer => ({ label: `${ofNode}.${term}`, insert: `${ofNode}.${term}`, is: 'variable' }),
  );
  const all = what === 'marks' ? [...numbers, ...named, ...offers] : offers;
  return { at: { start, end }, offers: all.filter(({ label }) => label.toLowerCase().includes(word.toLowerCase())) };
}
