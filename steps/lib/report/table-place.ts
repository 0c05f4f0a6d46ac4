/** Finds the places of the options of a report's tables, for complaints and reasons. */
import { ownValue } from '../../../src/base/own-value.ts';
import type { Complaint, Origin, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import type { OptionFinding } from '../../../src/table/finding.ts';
import type { StepOptions, TableEntry } from '../../../src/table/options/option-schemas.ts';
import { optionsOf } from '../../../src/table/options/options.ts';
import type { TableRequest } from '../../../src/table/render.ts';
import { headerKey } from '../../../src/table/request.ts';
import { originAt } from '../origin.ts';

export type ReportStep = Step<
  StepOptions & { readonly tables: Readonly<Record<string, TableEntry>>; readonly all?: string | readonly string[] }
>;

/** The places of a table's options: its own entry, the step, or the defaults. */
export class OptionPaths {
  readonly table: YamlPath;
  readonly #step: ReportStep;
  readonly #entry: TableEntry;

  constructor(step: ReportStep, name: string) {
    this.#step = step;
    this.#entry = step.params.tables[name]!;
    this.table = [...step.path, 'tables', name];
  }

  option(name: string): YamlPath {
    if (name === '' || name in this.#entry) return name === '' ? this.table : [...this.table, name];
    if (name in this.#step.params) return [...this.#step.path, name];
    if (name in this.#step.defaults) return ['defaults', this.#step.kind, name];
    const isPreset = name !== 'preset' && name in optionsOf(this.#entry, this.#step.params, this.#step.defaults);
    return isPreset ? this.option('preset') : this.table;
  }

  complaint({ code, message, hint, option, at = [], within, key, severity }: OptionFinding): Complaint {
    const path = [...this.option(option), ...at];
    return { code, message, path, hint, within, key, ...(severity && { severity }) };
  }

  /** Origins of the node's parameters: the table's options, and whatever else it takes words from. */
  origins(request: TableRequest, sources: SourceOrigins, plan: PlanContext): Record<string, Origin> {
    return {
      ...this.#ofOptions(request, plan),
      ...this.#ofGroups(request, sources, plan),
      ...ofVariables(request, plan),
    };
  }

  #ofOptions({ formatOptions }: TableRequest, plan: PlanContext): Record<string, Origin> {
    const ofFormats = Object.entries(formatOptions).flatMap(([format, options]) =>
      Object.keys(options).map((option): [string, string] => [`formatOptions.${format}.${option}`, option]),
    );
    const entries = [...Object.entries(optionOfParam), ...ofFormats].flatMap(([param, option]): [string, Origin][] => {
      const path = this.option(option);
      if (path === this.table) return [[param, { path }]];
      const inside = plan
        .keys(path)
        .map((key): [string, Origin] => [`${param}.${key}`, originAt([...path, key], plan)]);
      return [[param, originAt(path, plan)], ...inside];
    });
    return Object.fromEntries(entries);
  }

  #ofGroups({ groups }: TableRequest, sources: SourceOrigins, plan: PlanContext): Record<string, Origin> {
    const { panels, headers } = this.#entry;
    const found: Record<string, Origin> = {};
    groups.forEach((group, g) => {
      const at = panels ? [...this.table, 'panels', g] : this.table;
      for (const option of panels ? plan.keys(at) : [])
        if (option !== 'from' && option !== 'headers') found[`groups.${g}.${option}`] = originAt([...at, option], plan);
      const splits = new Set(group.sources.flatMap(({ view }) => (view.split === null ? [] : [view.split.column])));
      const levels = [...splits].map((column) => originAt(['variables', column, 'levels'], plan));
      found[`groups.${g}.sources`] = { ...originAt([...at, 'from'], plan), also: levels };
      group.sources.forEach(({ node }, s) => {
        const name = `groups.${g}.sources.${s}`;
        for (const [param, field] of Object.entries(fieldOfView)) {
          const origin = ownValue(sources[g]![s], field);
          if (origin) found[`${name}.view.${param}`] = origin;
        }
        const ofPanel = panels?.[g]?.headers;
        const said = ofPanel ?? headers;
        const key = said && headerKey(said, node, s);
        const table = ofPanel === undefined ? this.table : at;
        if (key !== undefined) found[`${name}.view.header`] = originAt([...table, 'headers', key], plan);
      });
    });
    return found;
  }
}

/** Origins of the nodes that a table shows, by group and place. */
export type SourceOrigins = readonly (readonly Readonly<Record<string, Origin>>[])[];

/** Parameter of a source's view → its name in the source's own node. */
const fieldOfView: Readonly<Record<string, string>> = {
  header: 'view.header',
  spanners: 'view.spanner',
  stages: 'view.show',
  split: 'split',
  weights: 'weights',
  lincom: 'lincom',
  nlcom: 'nlcom',
  oster: 'oster',
  tests: 'tests',
};

/** Origins of labels and units, which come from `variables:`, the label in the table's language where it has one. */
function ofVariables({ language, variables, units }: TableRequest, plan: PlanContext): Record<string, Origin> {
  const labels = Object.keys(variables).map((name): [string, Origin] => {
    const key =
      ownValue(ownValue(plan.project.variables, name)?.translations, language) === undefined ? 'label' : language;
    return [`variables.${name}`, originAt(['variables', name, key], plan)];
  });
  const said = Object.keys(units).map((name): [string, Origin] => [
    `units.${name}`,
    originAt(['variables', name, 'unit'], plan),
  ]);
  return Object.fromEntries([...labels, ...said]);
}

const optionOfParam: Readonly<Record<string, string>> = {
  caption: 'caption',
  label: 'label',
  rename: 'rename',
  language: 'lang',
  formats: 'formats',
  templates: 'template',
  notes: 'notes',
  noteParts: 'notes',
  starsNote: 'notes',
  starLevels: 'stars',
  starSymbols: 'stars',
  cell: 'cell',
  digits: 'digits',
  significant: 'significant',
  zeros: 'zeros',
  thousands: 'thousands',
  numbers: 'numbers',
  stub: 'stub',
  usualStub: 'stub',
  outcome: 'outcome',
  layout: 'layout',
  spanners: 'spanners',
  statisticsRule: 'statistics_rule',
  spannerRules: 'spanner_rules',
  hide: 'hide',
  rows: 'rows',
  footnotes: 'footnotes',
  stats: 'stats',
  columns: 'columns',
  indicate: 'indicate',
  order: 'order',
  keep: 'keep',
  drop: 'drop',
};
