/** Where the options of a report's tables stand, for complaints and reasons. */
import type { Complaint, Origin, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import type { Finding } from '../../src/table/check.ts';
import type { SharedOptions, TableEntry } from '../../src/table/options.ts';

export type ReportStep = Step<SharedOptions & { readonly tables: Readonly<Record<string, TableEntry>> }>;

/** Where a table's options stand: its own entry, the step, or the defaults. */
export class Place {
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
    return name in this.#step.defaults ? ['defaults', this.#step.kind, name] : this.table;
  }

  complaint({ code, message, hint, option, at = [], within, key }: Finding): Complaint {
    const path = [...this.option(option), ...at];
    return {
      code,
      message,
      path,
      ...(hint === undefined ? {} : { hint }),
      ...(within ? { within } : {}),
      ...(key ? { key } : {}),
    };
  }

  /** Parameters of the node by the option that set them. */
  origins(plan: PlanContext): Record<string, Origin> {
    const entries = Object.entries(optionOfParam).map(([param, option]): [string, Origin] => {
      const path = this.option(option);
      const text = plan.said(path);
      return [param, { path, ...(text === undefined || path === this.table ? {} : { text }) }];
    });
    return Object.fromEntries(entries);
  }
}

const optionOfParam: Readonly<Record<string, string>> = {
  caption: 'caption',
  label: 'label',
  rename: 'rename',
  language: 'lang',
  formats: 'formats',
  templates: 'template',
  notes: 'notes',
  autoNotes: 'auto_notes',
  starLevels: 'stars',
  cell: 'cell',
  digits: 'digits',
  significant: 'significant',
  zeros: 'zeros',
  thousands: 'thousands',
  float: 'float',
  numbers: 'numbers',
  stats: 'stats',
  indicate: 'indicate',
  order: 'order',
  keep: 'keep',
  drop: 'drop',
};
