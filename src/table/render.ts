/** From artifacts to files: builds the table model, then lays it out in every format that was asked for. */
import type { Json } from '../base/json.ts';
import { memo } from '../base/memo.ts';
import { didYouMean } from '../base/suggest.ts';
import type { BuildContext, Builder, Built, Group, Source, SourceView } from './builders/builder.ts';
import { builders } from './builders/registry.ts';
import { formats, sidecar } from './formats/registry.ts';
import type { LabelBook } from './labels.ts';
import { mentioned } from './mentions.ts';
import type { Presentation } from './options.ts';
import { words } from './phrases.ts';
import type { Format, Layout, Table } from './table.ts';

export interface RequestedSource {
  readonly node: string;
  readonly view: SourceView;
}

/** One table, settled: plain JSON that enters the node's key. */
export interface TableRequest extends Presentation {
  readonly id: string;
  readonly caption: string;
  readonly label: string;
  readonly groups: readonly { readonly title: string | null; readonly sources: readonly RequestedSource[] }[];
  readonly variables: LabelBook['variables'];
  readonly units: LabelBook['units'];
  readonly rename: LabelBook['renamed'];
}

export const formatNames: readonly string[] = formats.map((format) => format.name);

/** Formats by name, the JSON sidecar last and always. */
export function chosenFormats(names: readonly string[]): Format[] {
  return [...formats.filter((format) => names.includes(format.name)), sidecar];
}

/** The user's template for a format, or the built-in one; undefined where the format is data. */
export function templateOf(format: Format, { templates }: Presentation): string | undefined {
  return templates[format.name] ?? format.template ?? undefined;
}

/** The format a template's name says it lays out: `journal.tex.hbs`. */
export function formatOfTemplate(name: string): Format | undefined {
  return formats.find((format) => name.endsWith(`.${format.extension}.hbs`));
}

export function builderOf(type: string): Builder | undefined {
  return builders.find((builder) => builder.type === type);
}

/**
 * The table model. `open` gives the parts of a node's artifact; `refuse` ends with an expected failure that names
 * an option of the table.
 */
export function buildTable(
  request: TableRequest,
  builder: Builder,
  open: (node: string) => (part: string) => Json | undefined,
  refuse: BuildContext['refuse'],
): Table {
  const book: LabelBook = {
    language: request.language,
    variables: request.variables,
    units: request.units,
    renamed: request.rename,
  };
  const groups = request.groups.map(
    (group): Group => ({
      title: group.title,
      sources: group.sources.map((source): Source => ({ ...source, part: open(source.node) })),
    }),
  );
  const context: BuildContext = { options: request, book, words: words[request.language], refuse };
  const built = builder.build(groups, context);
  checkRenamed(book.renamed, built, builder, refuse);
  return {
    id: request.id,
    sources: request.groups.flatMap((group) => group.sources.map((source) => source.node)),
    caption: request.caption,
    label: request.label,
    language: request.language,
    float: request.float,
    quoteFormulas: request.quoteFormulas,
    ...built,
    notes: [...built.notes, ...request.notes],
  };
}

/** A renamed row or column must be there, on its own or as part of a composed label. */
function checkRenamed(
  renamed: LabelBook['renamed'],
  built: Built,
  builder: Builder,
  refuse: BuildContext['refuse'],
): void {
  const keys = built.panels.flatMap((panel) => panel.rows.map((row) => row.key));
  for (const name of Object.keys(renamed)) {
    if (keys.includes(name) || builder.stats.includes(name) || mentioned([name], keys).length > 0) continue;
    const hint = didYouMean(name, keys) ?? `rows: ${[...new Set(keys)].map((key) => `\`${key}\``).join(', ')}`;
    refuse('unknown-row', `\`rename\` names \`${name}\`, which is no row of this table`, { option: 'rename', hint });
  }
}

/** Extension → text of the file. `template` gives the source of a template by name. */
export async function renderTable(
  table: Table,
  request: Presentation,
  template: (name: string) => string,
): Promise<Map<string, string>> {
  const layout = await handlebarsLayout(template);
  return new Map(
    chosenFormats(request.formats).map((format) => {
      return [format.extension, ending(format.render(table, layout, templateOf(format, request) ?? ''))];
    }),
  );
}

/** Loaded only when a table is rendered; layout only: no escaping, and a misspelt field is an error. */
async function handlebarsLayout(template: (name: string) => string): Promise<Layout> {
  const compile = await templateCompiler();
  return (name, view) => {
    try {
      return compile(template(name))(view);
    } catch (error) {
      throw new TemplateError(name, error instanceof Error ? error.message : String(error));
    }
  };
}

/** One process renders many tables with a few templates; compiling one takes longer than laying out a table. */
const templateCompiler = memo<void, Promise<(text: string) => (view: object) => string>>(async () => {
  const { default: Handlebars } = await import('handlebars');
  return memo((text: string) => {
    const layout = Handlebars.compile(text, { noEscape: true, strict: true, knownHelpersOnly: true });
    return (view) => layout(view, LIMITS);
  });
});

/** A template sees what the view itself holds: no prototype, and with it no function. */
const LIMITS = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** A template that does not parse, or that asks for a field the view does not have. */
export class TemplateError extends Error {
  readonly template: string;
  constructor(template: string, message: string) {
    super(message);
    this.name = 'TemplateError';
    this.template = template;
  }
}

/** LF line ends, none of them after spaces, one at the end. */
function ending(text: string): string {
  return `${text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trimEnd()}\n`;
}
