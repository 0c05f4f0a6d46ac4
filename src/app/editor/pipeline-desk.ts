/** Answers what an editor asks of pipelines. */
import { basename, dirname, extname } from 'node:path';
import { ownValue } from '../../base/own-value.ts';
import { covarianceWords } from '../../econ/formula/vcov-text.ts';
import { estimators } from '../../econ/registry.ts';
import { readYaml } from '../../engine/pipeline/source/yaml.ts';
import type { YamlPath } from '../../engine/step.ts';
import { RUN_NOW } from '../../engine/store/run-now.ts';
import { STORE, TRACES } from '../../engine/system/files.ts';
import { builtInKinds } from '../kinds/built-in.ts';
import { schemaText } from '../kinds/schema.ts';
import { REFERRING } from '../kinds/schema-names.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import type { Desk, FoundIn, Lens, Note, Offer, Offers, OpenText, OpenTexts, Stretch, Unrenamed } from './desk.ts';
import { documentDefinition, documentHover, documentOffers, documentProblems, isInDocument } from './document-desk.ts';
import { formatting } from './format.ts';
import { lensesOf } from './lenses.ts';
import { namedIn, samplesIn, setsIn, type VariableInReach, valueAt, variablesAt } from './names.ts';
import { Plans } from './plans.ts';
import { lastResult } from './recorded.ts';
import { rename, renamedAt } from './rename.ts';
import { descriptionOf, keysOf, SchemaAt, valuesOf } from './schema-at.ts';
import { placesOf } from './uses.ts';

export class PipelineDesk implements Desk {
  readonly version: string;
  readonly watched = [TRACES, `${STORE}/${RUN_NOW}`].map((path) => `**/${path}`);
  readonly #plans = new Plans();
  #schema: SchemaAt | undefined;

  constructor(version: string) {
    this.version = version;
  }

  holds(open: OpenText): boolean {
    return isPipeline(open) || isInDocument(open);
  }

  async problems(open: OpenText) {
    if (!isPipeline(open))
      return await documentProblems(open).catch(() => ({ root: dirname(open.path), problems: [] }));
    return { root: dirname(open.path), problems: await this.#plans.problems(open) };
  }

  async complete(open: OpenText, offset: number): Promise<Offers> {
    if (!isPipeline(open)) return await documentOffers(open, offset);
    const cursor = await this.#cursor(open, offset);
    if (cursor === undefined) return { at: { start: offset, end: offset }, offers: [] };
    const offers = cursor.isKey ? this.#keys(cursor) : this.#values(cursor, open);
    const start = cursor.word.slice(0, offset - cursor.at.start).toLowerCase();
    const isMeant = ({ label }: Offer): boolean => label.toLowerCase().startsWith(start);
    const rest = offers.filter((offer) => !isMeant(offer) && offer.label.toLowerCase().includes(start));
    return { at: cursor.at, offers: [...offers.filter(isMeant), ...rest] };
  }

  #keys({ path, value }: Cursor): Offer[] {
    const taken = (valueAt(value, path) ?? {}) as Readonly<Record<string, unknown>>;
    const read = path.at(-1) === 'estimator' ? keysOfEstimator(taken.is) : undefined;
    return [...keysOf(this.#parts(path, value))]
      .filter(([key]) => !Object.hasOwn(taken, key) && (read?.has(key) ?? true))
      .map(([key, part]) => ({ label: key, is: 'key', insert: `${key}: `, ...detailOf(descriptionOf([part])) }));
  }

  #values({ path, value, word, before }: Cursor, { path: file }: OpenText): Offer[] {
    if (word.startsWith('$')) return setOffers(value);
    const listed = valuesOf(this.#parts(path, value));
    if (listed.length > 0) return listed.map((label) => ({ label, is: 'value', insert: label }));
    const keys = path.filter((part) => typeof part === 'string');
    const key = keys.at(-1) ?? '';
    if (isOfEstimators(keys))
      return estimators.map(({ name, summary }) => ({ label: name, detail: summary, is: 'value', insert: name }));
    const variables = variablesAt(path, value, this.#plans.sound(file)).map((each) => offerOf(each, value));
    if (key === 'vcov' && before.trim() === '')
      return covarianceWords.map((label) => ({ label, is: 'value', insert: label }));
    if (key === 'sample' && before.trim() === '') return [...sampleOffers(value), ...variables];
    const isReferring = REFERRING.has(key) || variables.length === 0;
    return isReferring ? nameOffers(value) : [...variables, ...setOffers(value)];
  }

  async hover(open: OpenText, offset: number): Promise<Note | undefined> {
    if (!isPipeline(open)) return await documentHover(open, offset);
    const cursor = await this.#cursor(open, offset);
    if (cursor === undefined || cursor.word === '') return undefined;
    const { path, value, word, isKey, at } = cursor;
    const note = (markdown: string | undefined): Note | undefined =>
      markdown === undefined ? undefined : { ...at, markdown };
    const set = word.startsWith('$') ? ownValue(setsIn(value), word.slice(1)) : undefined;
    if (set !== undefined)
      return note(
        `\`${word}\` is ${[set]
          .flat()
          .map((each) => `\`${each}\``)
          .join(', ')}`,
      );
    const about = isKey ? descriptionOf(this.#parts([...path, word], value)) : summaryOf(path, word);
    const name = isKey ? entryAt([...path, word], value) : word;
    const named = name === undefined ? undefined : namedIn(value).get(name);
    if (about !== undefined && !(isKey && named)) return note(`**${word}**: ${about}`);
    const variable = variablesAt(path, value, this.#plans.sound(open.path)).find((each) => each.name === word);
    if (variable !== undefined) return note(await this.#variable(variable, value, open));
    if (named === undefined) return undefined;
    const last = await lastResult(open.path, name!);
    return note(
      [`\`${name}\` is of kind \`${named.kind}\``, ...(last === undefined ? [] : ['```text', last, '```'])].join('\n'),
    );
  }

  async #variable(variable: VariableInReach, value: unknown, open: OpenText): Promise<string> {
    const { name, type, of } = variable;
    const label = labelOf(variable, value);
    const row = await lastResult(open.path, of, name);
    return [
      `**${name}**${label === undefined ? '' : `: ${label}`}`,
      `${type ?? 'its type is known once it was read'}, of \`${of}\``,
      ...(row === undefined ? [] : [row]),
    ].join('  \n');
  }

  async definition(open: OpenText, offset: number): Promise<FoundIn | undefined> {
    if (!isPipeline(open)) return await documentDefinition(open, offset);
    const cursor = await this.#cursor(open, offset);
    const path = cursor && declared(cursor, dataPath(cursor));
    const source = path && readYaml(basename(open.path), open.text).source;
    return source?.locate(path!, { key: true });
  }

  async references(open: OpenText, offset: number): Promise<readonly Stretch[]> {
    if (!isPipeline(open)) return [];
    const cursor = await this.#cursor(open, offset);
    if (cursor === undefined || cursor.word === '') return [];
    const { path, value, word } = cursor;
    const isVariable = variablesAt(path, value, this.#plans.sound(open.path)).some(({ name }) => name === word);
    const isName = isVariable || declared(cursor, dataPath(cursor)) !== undefined;
    return isName ? placesOf(word, open.text) : [];
  }

  async renamable(open: OpenText, offset: number): Promise<Stretch | Unrenamed> {
    const cursor = isPipeline(open) ? await this.#cursor(open, offset) : undefined;
    if (cursor === undefined)
      return { why: isPipeline(open) ? 'there is no name here' : 'names are changed in the pipeline' };
    const found = renamedAt(cursor, offset);
    return 'why' in found ? found : found.at;
  }

  async rename(open: OpenText, offset: number, to: string, others: OpenTexts) {
    const cursor = isPipeline(open) ? await this.#cursor(open, offset) : undefined;
    if (cursor === undefined)
      return { why: isPipeline(open) ? 'there is no name here' : 'names are changed in the pipeline' };
    const found = renamedAt(cursor, offset);
    return 'why' in found ? found : await rename(open, found, to, { others, known: this.#plans.soundOf(open) });
  }

  format(open: OpenText) {
    return isPipeline(open) ? formatting(open.text) : undefined;
  }

  async lenses(open: OpenText): Promise<readonly Lens[]> {
    return isPipeline(open) ? await lensesOf(open).catch(() => []) : [];
  }

  /** Names are of the last sound plan, which is made where there is none yet. */
  async #cursor(open: OpenText, offset: number): Promise<Cursor | undefined> {
    if (this.#plans.sound(open.path) === undefined) await this.#plans.problems(open);
    return cursorAt(open.text, offset);
  }

  #parts(path: YamlPath, value: unknown) {
    this.#schema ??= new SchemaAt(schemaText(new Map(builtInKinds().map((loaded) => [loaded.name, loaded]))));
    return this.#schema.parts(path, value);
  }
}

const isPipeline = ({ path, text }: OpenText): boolean =>
  ['.yaml', '.yml'].includes(extname(path)) && /^papermake[ \t]*:/m.test(text);

/** Says of the name of a kind or an estimator that stands as a value what that is. */
function summaryOf(path: YamlPath, word: string): string | undefined {
  const keys = path.filter((part) => typeof part === 'string');
  if (keys.at(-1) === 'kind') return builtInKinds().find(({ name }) => name === word)?.kind.summary;
  return isOfEstimators(keys) ? estimators.find(({ name }) => name === word)?.summary : undefined;
}

const isOfEstimators = (keys: readonly string[]): boolean =>
  keys.at(-1) === 'estimator' || (keys.at(-1) === 'is' && keys.at(-2) === 'estimator');

/** The name of the step, or of the entry, whose key stands at the path. */
const entryAt = (path: YamlPath, value: unknown): string | undefined =>
  [...namedIn(value)].find(([, { path: own }]) => own.join('\n') === path.join('\n'))?.[0];

const detailOf = (detail: string | undefined): { readonly detail?: string } => (detail === undefined ? {} : { detail });

const sampleOffers = (value: unknown): Offer[] =>
  Object.entries(samplesIn(value)).map(([label, rows]) => ({ label, detail: String(rows), is: 'set', insert: label }));

const nameOffers = (value: unknown): Offer[] =>
  [...namedIn(value)].map(([label, { kind }]) => ({
    label,
    detail: kind,
    is: label.includes('.') ? 'column' : 'step',
    insert: label,
  }));

/** The keys that an estimator reads; undefined where none is named yet. */
function keysOfEstimator(is: unknown): ReadonlySet<string> | undefined {
  const found = estimators.find(({ name }) => name === is);
  return found && new Set(['is', ...Object.keys(found.keys)]);
}

const setOffers = (value: unknown): Offer[] =>
  Object.entries(setsIn(value)).map(([name, variables]) => ({
    label: `$${name}`,
    detail: [variables].flat().join(', '),
    is: 'set',
    insert: `$${name}`,
  }));

function labelOf({ name, label, labels }: VariableInReach, value: unknown): string | undefined {
  const said = valueAt(value, ['variables', name]);
  const own = typeof said === 'string' ? said : (said as { label?: unknown } | undefined)?.label;
  return typeof own === 'string' ? own : (label ?? labels?.en);
}

function offerOf(variable: VariableInReach, value: unknown): Offer {
  const label = labelOf(variable, value);
  const detail = [label, variable.type].filter((each) => each !== undefined && each !== null).join(', ');
  return { label: variable.name, is: 'variable', insert: variable.name, ...(detail !== '' && { detail }) };
}

/** The place where a variable's column would be derived, in the step that a text reads. */
function dataPath({ path, value, word }: Cursor): YamlPath | undefined {
  const [section, step] = path;
  if (section !== 'steps' || typeof step !== 'string') return undefined;
  const from = valueAt(value, ['steps', step, 'from']);
  const place: YamlPath = ['steps', typeof from === 'string' ? from : step, 'columns', word];
  return valueAt(value, place) === undefined ? undefined : place;
}

/** The path of what declares the name at the cursor. */
function declared({ word, value }: Cursor, column: YamlPath | undefined): YamlPath | undefined {
  if (word.startsWith('$'))
    return ownValue(setsIn(value), word.slice(1)) === undefined ? undefined : ['sets', word.slice(1)];
  const named = namedIn(value);
  const parts = word.split('.');
  // A result's name goes on with the term or the statistic that is meant.
  for (let n = parts.length; n > 0; n--) {
    const found = named.get(parts.slice(0, n).join('.'));
    if (found !== undefined) return found.path;
  }
  if (column !== undefined) return column;
  if (ownValue(samplesIn(value), word) !== undefined) return ['samples', word];
  return valueAt(value, ['variables', word]) === undefined ? undefined : ['variables', word];
}
