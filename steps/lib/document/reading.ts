/** Reads the author's texts while the document is planned: whatever one names becomes an input, or is complained of where it stands. */
import { attempt } from '../../../src/base/attempt.ts';
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import type { TextPlace } from '../../../src/base/problem.ts';
import type { FileReader } from '../../../src/base/reader.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { equationKey } from '../../../src/document/equation-mark.ts';
import type { Mention, NamedEquation, NamedFile, Stretch } from '../../../src/document/mention.ts';
import { type NamedResults, namedIn, withoutPlaces } from '../../../src/document/named.ts';
import { authorText } from '../../../src/document/text.ts';
import { kindOfText } from '../../../src/document/text-kinds.ts';
import type { InputSpec, NodeSpec, PlanContext, PlannedFile, Step, YamlPath } from '../../../src/engine/step.ts';
import type { FindBuilder } from '../../../src/table/builders/builder.ts';
import { settle } from '../../../src/table/options/options.ts';
import type { Equations } from '../equation/equations.ts';
import type { WrittenEquation } from '../equation/files.ts';
import { NUMBERS, type NumberSource, placeOfNumber, sourceOfNumber, unknownNumber } from '../numbers/marked-number.ts';
import { sourceInputs, type TableParams } from '../report/table-params.ts';
import type { ReportStep } from '../report/table-place.ts';
import type { DocumentFigure } from './engines/engine.ts';
import type { DocumentParams } from './keys.ts';

const OUTPUTS = 'out/';

/** The look `named`: what a text names, without its places, so that an edit of its words leaves the plan as it is. */
export const lookNamed = (file: FileReader, options: Json): Json =>
  withoutPlaces(namedBy(file, options as string)) as Json;

function namedBy(file: FileReader, main: string): NamedResults {
  const author = attempt(() => authorText(file.path, file.bytes()));
  if (author !== undefined) return namedIn(author, { own: file.path, main });
  const message = `\`${file.path}\` cannot be read as a Word document`;
  return {
    marks: [],
    numbers: [],
    mentions: [{ is: 'unusable', code: 'no-file', message, hint: undefined, at: [0, 0] }],
  };
}

type PlacedName = NamedResults['marks'][number] | NamedResults['numbers'][number] | Mention;
/** A named thing without its place, as the look returns it. */
type UnplacedName = Omit<PlacedName, 'at'>;

const placeKey = (list: keyof NamedResults, found: UnplacedName): string => `${list} ${JSON.stringify(found)}`;

export class Reading {
  readonly texts: string[] = [];
  /** Is true where everything named is known. It is false while levels of a split are unknown, and after a complaint. */
  isComplete = true;
  readonly numbers: Record<string, NumberSource> = {};
  readonly tables: Record<string, TableParams> = {};
  readonly figures: Record<string, DocumentFigure> = {};
  /** Formulas by the keys of their marks. */
  readonly equations: Record<string, string> = {};
  readonly #inputs = new Map<string, InputSpec>();
  /** The parts of results that numbers are in. */
  readonly #parts = new Map<NodeId, Set<string>>();
  readonly #places = new Map<string, ReadonlyMap<string, Stretch>>();
  readonly #plan: PlanContext;
  readonly #builderOf: FindBuilder;
  readonly #equations: Equations;
  readonly #at: YamlPath;

  constructor(step: Step<DocumentParams>, plan: PlanContext, builderOf: FindBuilder, equations: Equations) {
    this.#plan = plan;
    this.#builderOf = builderOf;
    this.#equations = equations;
    this.#at = [...step.path, 'file'];
  }

  /** Files by their paths, and nodes whose results stand in the text by `resultInput`. */
  get inputs(): Readonly<Record<string, InputSpec>> {
    const results = [...this.#parts].map(([node, parts]): [string, InputSpec] => [
      resultInput(node),
      { is: 'node', node, parts: [...parts].sort() },
    ]);
    const shown = sourceInputs(Object.values(this.tables), this.#builderOf);
    return Object.fromEntries([...[...this.#inputs].sort(([a], [b]) => (a < b ? -1 : 1)), ...results, ...shown]);
  }

  /** Reads a text, and those that it takes in. */
  read(said: string, at: YamlPath, plan = this.#plan): void {
    const file = plan.file(said, at);
    if (file === undefined) this.#lacking();
    if (file === undefined || this.texts.includes(file.path)) return;
    this.texts.push(file.path);
    this.#inputs.set(file.path, { is: 'file', path: file.path });
    const named = file.look('named', this.texts[0]!) as unknown as NamedResults;
    for (const mark of named.marks) this.#mark(mark.of, this.#inText(file, 'marks', mark));
    for (const number of named.numbers) this.#known(number.name, this.#inText(file, 'numbers', number));
    for (const mention of named.mentions) this.#mention(mention, this.#inText(file, 'mentions', mention));
  }

  /** Takes a file of the project, or an output of a node. */
  take(said: string, at: YamlPath, plan = this.#plan): void {
    if (said.startsWith(OUTPUTS)) return void this.#output({ is: 'file', said, paths: [said], isText: false }, plan);
    const file = plan.file(said, at);
    if (file === undefined) this.#lacking();
    else this.#inputs.set(file.path, { is: 'file', path: file.path });
  }

  /** The plan as the text asks it, with the place of what is found there looked up when something is wrong with it. */
  #inText(file: PlannedFile, list: keyof NamedResults, found: UnplacedName): PlanContext {
    // A Word document has no lines to point at.
    if (!kindOfText(file.path).isPlain) return this.#plan;
    return this.#plan.inText((): TextPlace => {
      const [start, end] = this.#placesIn(file).get(placeKey(list, found))!;
      return { is: 'text', file: file.path, start, end };
    });
  }

  /** Finds where each thing that a text names stands first; the text is read once, and only where something is wrong with one. */
  #placesIn(file: PlannedFile): ReadonlyMap<string, Stretch> {
    const known = this.#places.get(file.path);
    if (known !== undefined) return known;
    const places = new Map<string, Stretch>();
    const named = namedIn(authorText(file.path, file.bytes()), { own: file.path, main: this.texts[0]! });
    for (const list of ['marks', 'numbers', 'mentions'] as const) {
      for (const { at, ...each } of named[list] as readonly PlacedName[]) {
        const key = placeKey(list, each as UnplacedName);
        if (!places.has(key)) places.set(key, at);
      }
    }
    this.#places.set(file.path, places);
    return places;
  }

  #mark(of: string, plan: PlanContext): void {
    const source = sourceOfNumber(of, this.#at, plan);
    if (source === undefined) return void this.#lacking();
    this.numbers[of] = source;
    const { node, part } = placeOfNumber(source);
    this.#needs(node, part);
  }

  #lacking(): void {
    this.isComplete = false;
  }

  #needs(node: NodeId, part: string): void {
    this.#parts.set(node, (this.#parts.get(node) ?? new Set()).add(part));
  }

  #known(name: string, plan: PlanContext): void {
    const names = plan.keys([NUMBERS]);
    if (!names.includes(name)) unknownNumber(name, names, this.#at, plan);
  }

  #mention(mention: Mention, plan: PlanContext): void {
    if (mention.is === 'unusable') {
      const { code, message, hint } = mention;
      return void plan.complain({ code, message, hint, path: this.#at });
    }
    if (mention.is === 'table') return void this.#table(mention.node, plan);
    if (mention.is === 'figure') return void this.#figure(mention.node, plan);
    if (mention.is === 'equation') return void this.#equation(mention, plan);
    if (mention.paths.some((path) => path.startsWith(OUTPUTS))) return void this.#output(mention, plan);
    const path = ownPath(mention);
    if (path === undefined) {
      const message = `expected a file with its extension, got \`${mention.said}\``;
      return void plan.complain({ code: 'no-file', message, hint: `as in \`${mention.paths[0]}\``, path: this.#at });
    }
    if (mention.isText) this.read(path, this.#at, plan);
    else this.take(path, this.#at, plan);
  }

  #table(name: string, plan: PlanContext): void {
    const node = plan.node(name, this.#at);
    const step = node && plan.step(name.split('.')[0]!, this.#at);
    if (node === undefined || step === undefined) return void this.#lacking();
    const request = node.params as unknown as TableParams;
    if (request.is !== 'table') {
      const hint = 'a table of a `report` step: `tables.baseline`';
      return void plan.complain({
        code: 'no-table',
        message: `\`${name}\` is no table of a report`,
        hint,
        path: this.#at,
      });
    }
    this.tables[name] = inFormats(request, step as ReportStep);
  }

  #equation({ node: name, options, lang }: NamedEquation, plan: PlanContext): void {
    const node = plan.node(name, this.#at);
    const isOwn = (node?.params as Partial<WrittenEquation> & { readonly is?: string })?.is === 'equation';
    if (isOwn && Object.keys(options).length > 0) {
      const message = `\`${name}\` is an equation of the pipeline, where its options stand`;
      const hint = `write \`${Object.keys(options)[0]}\` there`;
      return void plan.complain({ code: 'bad-equation', message, hint, path: this.#at });
    }
    const tex = isOwn
      ? (node!.params as unknown as WrittenEquation).tex
      : node && this.#equations.formula({ node, options: { ...options, lang }, at: () => this.#at }, plan);
    if (tex === undefined) this.#lacking();
    else this.equations[equationKey({ node: name, options })] = tex;
  }

  #figure(name: string, plan: PlanContext): void {
    const node = plan.node(name, this.#at);
    const files = (node?.outputs ?? []).filter((path) => PICTURE.test(path));
    if (node === undefined) return void this.#lacking();
    if (files.length === 0) {
      const message = `\`${name}\` is no figure`;
      return void plan.complain({ code: 'no-figure', message, hint: 'a step of the kind `figure`', path: this.#at });
    }
    const { options } = node.params as { readonly options?: { readonly caption?: string } };
    this.figures[name] = { files, caption: options?.caption ?? '' };
    for (const path of files) this.#inputs.set(path, { is: 'node', node: node.id, parts: [path] });
  }

  /** An output of a node, which lies in the folder of its step, or is called after it, as those of sections and figures are. */
  #output({ said, paths }: NamedFile, plan: PlanContext): void {
    const inside = paths.filter((path) => path.startsWith(OUTPUTS));
    const [, name, stem] = /^out\/(?:([^/]+)\/)?(?:.*\/)?([^/.]*)/.exec(inside[0]!)!;
    const isNumbers = name === undefined && stem === NUMBERS;
    const steps = isNumbers ? [NUMBERS] : plan.keys(['steps']).filter((step) => step === name || step === stem);
    const found = steps.map((step) => plan.nodes(step));
    // A step waits for levels of a split, or has been complained of.
    if (found.includes(undefined)) return void this.#lacking();
    const nodes = found.flatMap((each) => each!);
    const made = inside.flatMap((path) =>
      nodes.flatMap((node) => (node.outputs?.includes(path) ? [{ node, path }] : [])),
    );
    const [first] = made;
    if (first) return void this.#inputs.set(first.path, { is: 'node', node: first.node.id, parts: [first.path] });
    const message = `no node writes \`${said}\``;
    plan.complain({ code: 'no-file', message, hint: hintFor(inside[0]!, name ?? stem!, nodes, plan), path: this.#at });
  }
}

const PICTURE = /\.(?:pdf|svg|png|jpe?g)$/;
/** The formats in which documents hold tables. */
const FORMATS = ['typst', 'docx'];

/** The table of a report in the formats of documents, whatever the report writes. */
function inFormats(request: TableParams, { params, defaults }: ReportStep): TableParams {
  const entry = params.tables[request.id.slice(request.id.indexOf('.') + 1)]!;
  const { formatOptions } = settle({ ...entry, formats: FORMATS }, params, defaults);
  return { ...request, path: '', templates: {}, formats: FORMATS, formatOptions };
}

/** Name of the input of a node whose results stand in the text. */
export const resultInput = (node: string): string => `result:${node}`;

/** The path of a file of the project's own: the only one that it may have, or the one that was written out. */
function ownPath({ paths, said }: NamedFile): string | undefined {
  return paths.length === 1 ? paths[0] : paths.find((path) => path.endsWith(said.replace(/^(?:\.{0,2}\/)+/, '')));
}

/** Says what could be meant: the table in another format, another table, another step. */
function hintFor(path: string, step: string, nodes: readonly NodeSpec[], plan: PlanContext): string {
  if (nodes.length === 0) {
    const steps = plan.keys(['steps']);
    return didYouMean(step, steps) ?? `\`${OUTPUTS}STEP/\` holds what a step writes`;
  }
  const outputs = nodes.flatMap((node) => node.outputs ?? []);
  const [, stem, end] = /^(.*?)(\.[a-z]+)?$/.exec(path)!;
  const other = outputs.find((each) => each.startsWith(`${stem}.`));
  if (other !== undefined && end !== undefined)
    return `it writes \`${other}\`: add the format of \`${end}\` files to its \`formats:\``;
  return didYouMean(path, outputs) ?? `\`${step}\` writes ${outputs.slice(0, 6).join(', ')}`;
}
