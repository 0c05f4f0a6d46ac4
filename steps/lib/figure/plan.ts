/** Plans a figure: what it reads, and what is wrong with its options. */
import type { NodeId } from '../../../src/base/brand.ts';
import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { marksInText } from '../../../src/document/number-marks.ts';
import { type VariableList, variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import type { InputSpec, NodeSpec, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { fontFiles } from '../../../src/figure/fonts/families.ts';
import { figureFormats } from '../../../src/figure/formats/registry.ts';
import { commonOptions, type FigureEntry, type FigureOptions } from '../../../src/figure/option-schemas.ts';
import type { Plot, PlotReads } from '../../../src/figure/plot.ts';
import { mentioned } from '../../../src/table/names-in-text.ts';
import { listOf } from '../../../src/table/options/options.ts';
import { expandSets, headerKey } from '../../../src/table/request.ts';
import { levelLabel } from '../../../src/table/words/labels.ts';
import { type FrameSource, frameSource, keyPath } from '../frame-source.ts';
import { isPlanned } from '../planned-results.ts';
import { badFormulas } from './formulas.ts';
import { type FurtherData, planFurtherData } from './further-data.ts';
import { inputsOf, type Model, modelOf } from './inputs.ts';
import { type KnownLabels, knownLabels, ownLabels } from './known-labels.ts';
import { type LayerSource, layerInputs, nameTheirOwn, planLayers } from './layers.ts';
import { originsOf } from './origins.ts';
import { planPanels } from './panels.ts';
import { type FigureParams, fileInput, fontInput } from './params.ts';
import { type Plots, plotNamed, withPlot } from './plots.ts';
import { lostTerms } from './terms.ts';
import { type CompiledVariables, compileFigureVariables } from './variables.ts';

type PlottedEntry = FigureEntry & { readonly plot: string };

/** The figure's one node; none after a complaint, and while levels of a split are not known yet. */
export function figureNodes(step: Step<PlottedEntry>, plots: Plots, plan: PlanContext): NodeSpec[] {
  const plot = plotNamed(plots, { ...step.defaults, ...step.params }.plot);
  return new FigurePlan(step, plot, plan).nodes().map((node) => withPlot(node, plot, plots));
}

class FigurePlan {
  readonly #step: Step<PlottedEntry>;
  readonly #plan: PlanContext;
  readonly #entry: PlottedEntry;
  readonly #plot: Plot;
  #sound = true;

  constructor(step: Step<PlottedEntry>, plot: Plot, plan: PlanContext) {
    this.#step = step;
    this.#plan = plan;
    this.#entry = { ...step.defaults, ...step.params };
    this.#plot = plot;
  }

  nodes(): NodeSpec[] {
    this.#checkKeys();
    const nodes = this.#selected();
    if (nodes === undefined || !this.#sound) return [];
    const said = this.#said();
    if (this.#plot.combines === true) return this.#ofFigures(said, nodes);
    if (this.#plot.layered === true) return this.#ofLayers(said, nodes);
    const reads = nodes.map((node) => this.#readsOf(node, said));
    // The result of a project's own kind is known once it ran, and may be a frame.
    const isObserved = reads.some((each) => (each ?? this.#plot.reads('frame', said))?.is === 'variables');
    const frame = isObserved ? this.#frame(nodes[0]!) : undefined;
    const compiled = frame && this.#compiled(said, frame);
    const files = this.#files();
    const further = planFurtherData(this.#entry, this.#path('data'), this.#plan);
    if (!this.#sound || further === undefined) return [];
    const options = this.#withSets(compiled?.options ?? said);
    for (const { option, ...lost } of lostTerms(options, nodes, this.#plan))
      this.#complain('unknown-term', option, lost.message, lost);
    if (!this.#sound) return [];
    const models = nodes.map((node, i) => modelOf(node, reads[i], this.#plan));
    const own = this.#params(options, nodes, models, compiled?.list ?? null);
    const columns = [...(own.list === null ? [] : variablesOfList(own.list)), ...this.#groupColumns()];
    const sources = nodes.flatMap((node, i) => inputsOf(node, reads[i], columns, models[i], this.#plan));
    if (further.sources.length === 0) return this.#node(own, { ...Object.fromEntries(sources), ...files }, nodes);
    return this.#ofSeveralData(own, { nodes, inputs: Object.fromEntries(sources), files }, further);
  }

  /** The node of a figure whose specification has data besides those of its first source. */
  #ofSeveralData(
    own: FigureParams,
    first: Readonly<{
      nodes: readonly NodeSpec[];
      inputs: Record<string, InputSpec>;
      files: Record<string, InputSpec>;
    }>,
    { named, sources }: FurtherData,
  ): NodeSpec[] {
    const read = [...first.nodes, ...sources.map(({ node }) => node)];
    const lists = [own.list, ...sources.map(({ list }) => list ?? null)].filter((list) => list !== null);
    const groups = [...this.#groupColumns(), ...named.flatMap(({ columns }) => columns ?? [])];
    const options = { ...own.options, data: named };
    const all = this.#params(options, read, [], lists.length > 0 ? lists : null, [...new Set(groups)]);
    const params: FigureParams = {
      ...all,
      list: own.list,
      sources: all.sources.map((source, i) => {
        const k = i - first.nodes.length;
        return k < 0
          ? source
          : {
              ...source,
              ...defined({ ...sources[k], node: source.node, parts: undefined, columns: named[k]!.columns }),
            };
      }),
    };
    const inputs = layerInputs([
      ...first.nodes.map((node) => ({ node, parts: (first.inputs[node.id] as { parts: LayerSource['parts'] }).parts })),
      ...sources,
    ]);
    return this.#node(params, { ...Object.fromEntries(inputs), ...first.files }, read);
  }

  /** The node of a figure whose layers read sources of their own. */
  #ofLayers(said: FigureOptions, nodes: readonly NodeSpec[]): NodeSpec[] {
    const planned = planLayers(this.#entry, nodes, this.#plot, this.#plan, (key) => this.#path(key));
    if (planned === undefined || !this.#sound) return [];
    const { layers, sources, groups } = planned;
    const read = sources.map(({ node }) => node);
    const lists = sources.flatMap(({ list }) => list ?? []);
    const base = this.#params({ ...said, layers }, read, [], lists.length > 0 ? lists : null, groups);
    const params: FigureParams = {
      ...base,
      list: null,
      sources: sources.map(({ list, part }, i) => ({ ...base.sources[i]!, ...defined({ list, part }) })),
    };
    return this.#node(params, Object.fromEntries(layerInputs(sources)), read);
  }

  /** The node of a figure that combines others: it draws them anew, of what they read. */
  #ofFigures(said: FigureOptions, nodes: readonly NodeSpec[]): NodeSpec[] {
    const { complaints, figures, language, inputs, origins } = planPanels(this.#step.params, nodes, this.#plan);
    for (const { key, ...fault } of complaints) this.#complain(fault.code, key, fault.message, fault);
    if (!this.#sound) return [];
    const base = this.#params(said, nodes, [], null);
    const sources = base.sources.map((source, i) => ({
      ...source,
      header: this.#named(nodes[i]!.id, i) ?? '',
      figure: figures[i]!,
    }));
    return this.#node({ ...base, language, sources }, inputs, nodes, origins);
  }

  #node(
    params: FigureParams,
    inputs: Readonly<Record<string, InputSpec>>,
    nodes: readonly NodeSpec[],
    more: NodeSpec['origins'] = {},
  ): NodeSpec[] {
    const complaints = badFormulas(params, this.#entry, (key) => this.#path(key), this.#plan);
    for (const complaint of complaints) this.#plan.complain(complaint);
    if (complaints.length > 0) return [];
    const fonts = fontFiles(params.options.font ?? 'serif').map(({ file }): [string, InputSpec] => [
      fontInput(file),
      { is: 'template', name: file },
    ]);
    return [
      {
        id: this.#step.name as NodeId,
        params: params as unknown as Json,
        inputs: { ...inputs, ...Object.fromEntries(fonts) },
        outputs: [...params.formats, 'csv'].map((extension) => `${params.path}.${extension}`),
        origins: {
          ...originsOf(params, nodes, this.#plot.numbers?.[0] ?? 'from', (key) => this.#path(key), this.#plan),
          ...more,
        },
      },
    ];
  }

  /** The options that the plot reads, the step's before the defaults. */
  #said(): FigureOptions {
    const read: readonly string[] = [...Object.keys(commonOptions), ...this.#plot.options];
    const said = Object.entries(this.#entry).filter(
      ([key]) => !['formats', 'layers', 'data'].includes(key) && read.includes(key),
    );
    return Object.fromEntries(said);
  }

  #path(key: string): YamlPath {
    return keyPath(this.#step, key);
  }

  #complain(
    code: string,
    key: string,
    message: string,
    more: { hint?: string | undefined; at?: YamlPath; key?: boolean } = {},
  ): void {
    this.#sound = false;
    this.#plan.complain({ code, message, hint: more.hint, path: more.at ?? this.#path(key), key: more.key });
  }

  /** Keys that the plot does not read do nothing, and those that it needs must be there. Defaults are for whichever plot reads them. */
  #checkKeys(): void {
    const { name, options, required } = this.#plot;
    const known = ['from', 'plot', ...Object.keys(commonOptions), ...options];
    for (const key of Object.keys(this.#step.params)) {
      if (known.includes(key)) continue;
      const hint = didYouMean(key, known) ?? `it reads ${options.map((option) => `\`${option}\``).join(', ')}`;
      this.#complain('unknown-key', key, `the plot \`${name}\` reads no \`${key}\``, { hint, key: true });
    }
    for (const [key, value] of Object.entries(this.#entry)) {
      const { marks, broken } = marksInText(JSON.stringify(value));
      if (marks.length === 0 && broken === undefined) continue;
      const message = `\`${key}\` marks a number, and figures print none in their texts`;
      this.#complain('bad-mark', key, message, { hint: 'texts of tables and documents do' });
    }
    for (const key of this.#plot.single ?? []) {
      const listed = this.#entry[key];
      if (!Array.isArray(listed) || listed.length < 2) continue;
      this.#complain('several-variables', key, `the plot \`${name}\` shows one of \`${key}\`, got ${listed.length}`, {
        hint: 'make a figure for each',
        at: [...this.#path(key), 1],
      });
    }
    for (const key of required) {
      if (this.#entry[key] !== undefined) continue;
      this.#complain('missing-key', 'plot', `the plot \`${name}\` needs \`${key}\``, { hint: `\`${key}: …\`` });
    }
  }

  /** The nodes that `from` names; every reference is looked up, so that all that are wrong are told at once. */
  #selected(): readonly NodeSpec[] | undefined {
    const { from } = this.#entry;
    if (from === undefined) return this.#unnamed();
    const found = listOf(from).map((reference, i) =>
      this.#plan.select(reference, typeof from === 'string' ? this.#path('from') : [...this.#path('from'), i]),
    );
    if (found.some((nodes) => nodes === undefined)) return undefined;
    const nodes = found.flatMap((each) => each!);
    if (nodes.length > 1 && this.#plot.several !== true) {
      this.#complain(
        'several-sources',
        'from',
        `the plot \`${this.#plot.name}\` shows one result, got ${nodes.length}`,
      );
    }
    return nodes;
  }

  /** No nodes where each layer names its own. */
  #unnamed(): readonly NodeSpec[] | undefined {
    if (nameTheirOwn(this.#entry.layers)) return [];
    const more = { hint: 'name what is drawn, in the figure or in each layer', at: this.#step.path, key: true };
    return void this.#complain('missing-from', 'from', 'expected `from`, got none', more);
  }

  #readsOf(node: NodeSpec, options: FigureOptions): PlotReads | undefined {
    const type = this.#plan.artifact(node);
    if (type === null) return undefined;
    const reads = this.#plot.reads(type, options);
    if (reads === undefined) {
      this.#complain(
        'no-figure',
        'from',
        `the plot \`${this.#plot.name}\` shows no \`${type}\`, which \`${node.id}\` is`,
        {
          hint: `it shows ${this.#plot.shows}`,
        },
      );
    } else if (reads.is === 'columns') this.#checkColumns(node, reads.needed);
    return reads;
  }

  #checkColumns(node: NodeSpec, needed: readonly string[]): void {
    const columns = this.#plan.columns(node.id)?.map(({ name }) => name);
    for (const name of columns === undefined ? [] : needed) {
      if (columns!.includes(name)) continue;
      this.#complain(
        'no-column',
        'from',
        `\`${node.id}\` has no column \`${name}\`, which the plot \`${this.#plot.name}\` reads`,
        {
          hint: `it has ${columns!.join(', ')}; \`rename\` in \`ingest\` gives a column another name`,
        },
      );
    }
  }

  /** The files of the project that options name. */
  #files(): Record<string, InputSpec> {
    const files: Record<string, InputSpec> = {};
    for (const option of this.#plot.files ?? []) {
      const path = this.#entry[option];
      if (typeof path !== 'string') continue;
      const file = this.#plan.file(path, this.#path(option));
      if (file === undefined) this.#sound = false;
      else files[fileInput(option)] = { is: 'file', path: file.path };
    }
    return files;
  }

  #frame(node: NodeSpec): FrameSource | undefined {
    const frame = frameSource(node.id, this.#path('from'), this.#plan);
    if (frame === undefined) this.#sound = false;
    return frame;
  }

  #compiled(options: FigureOptions, { context }: FrameSource): CompiledVariables<FigureOptions> {
    const compiled = compileFigureVariables(this.#plot, options, context, (option) => this.#path(option));
    for (const complaint of compiled.complaints) {
      this.#sound = false;
      this.#plan.complain(complaint);
    }
    return compiled;
  }

  #withSets(options: FigureOptions): FigureOptions {
    const { terms, drop, groups } = options;
    const expand = (patterns: string | readonly string[]): string[] => expandSets(listOf(patterns), this.#plan.project);
    return {
      ...options,
      ...(terms === undefined ? {} : { terms: expand(terms) }),
      ...(drop === undefined ? {} : { drop: expand(drop) }),
      ...(groups === undefined
        ? {}
        : {
            groups: Object.fromEntries(this.#plan.keys(this.#path('groups')).map((key) => [key, expand(groups[key]!)])),
          }),
    };
  }

  #params(
    options: FigureOptions,
    nodes: readonly NodeSpec[],
    models: readonly (Model | undefined)[],
    list: VariableList | readonly VariableList[] | null,
    groups: readonly string[] = this.#groupColumns(),
  ): FigureParams {
    const { lang: language = 'en', headers: _, ...others } = options;
    const known = knownLabels(nodes, this.#plan, language);
    const speak = nodes.map((node) => (isPlanned(node, this.#plan) || list !== null ? node.params : known.names));
    const names = mentioned(known.names, [others, list === null ? speak : list]).sort();
    const pairs = <T>(of: (name: string) => T | undefined): Record<string, T> =>
      Object.fromEntries(names.flatMap((name) => (of(name) === undefined ? [] : [[name, of(name)!]])));
    const valueLabels = pairs((name) => ownValue(known.valueLabels, name));
    return {
      plot: this.#plot.name,
      path: `out/figures/${this.#step.name}`,
      options: others,
      formats: figureFormats.map(({ name }) => name).filter((name) => this.#entry.formats?.includes(name) ?? true),
      language,
      variables: { ...ownLabels(nodes, language), ...pairs(known.label) },
      units: pairs(known.unit),
      ...(Object.keys(valueLabels).length === 0 ? {} : { valueLabels }),
      levels: this.#declaredLevels(groups),
      sources: nodes.map((node, i) => ({
        node: node.id,
        header: this.#header(node, i, known),
        type: this.#plan.artifact(node),
        ...(models[i] ? { model: models[i].spec } : {}),
        ...(models[i] && estimatorOf(models[i].spec).index ? { ofIndex: true as const } : {}),
      })),
      list: list as VariableList | null,
    };
  }

  /** Returns the header of a result: the figure's, else the header or level of its step, else its number, as in tables. */
  #header({ id, view }: NodeSpec, i: number, known: KnownLabels): string {
    const named = this.#named(id, i);
    if (named !== undefined) return named;
    const { header, split, level } = view ?? {};
    if (typeof header === 'string' && header !== '') return header;
    return typeof split === 'string' ? this.#levelHeader(split, level as string, known) : `(${i + 1})`;
  }

  /** The header of a result by `headers` of the figure. */
  #named(id: string, i: number): string | undefined {
    const { headers } = this.#entry;
    const key = headers === undefined ? undefined : headerKey(headers, id, i);
    return key === undefined ? undefined : (headers as Readonly<Record<string | number, string>>)[key];
  }

  #levelHeader(column: string, level: string, { label, valueLabels }: KnownLabels): string {
    const { lang: language = 'en', rename: renamed = {} } = this.#entry;
    const known = label(column);
    const variables = known === undefined ? {} : { [column]: known };
    return levelLabel(column, level, { language, units: {}, valueLabels, renamed, variables });
  }

  /** The columns that options of the plot name as groups. */
  #groupColumns(): string[] {
    return (this.#plot.levels ?? []).flatMap((option) => listOf(this.#entry[option] as string | undefined));
  }

  /** The levels that `variables:` declare of the columns that make groups. */
  #declaredLevels(columns: readonly string[]): Record<string, readonly string[]> {
    return Object.fromEntries(
      columns.flatMap((name) => {
        const levels = ownValue(this.#plan.project.variables, name)?.levels;
        return levels === undefined ? [] : [[name, levels]];
      }),
    );
  }
}
