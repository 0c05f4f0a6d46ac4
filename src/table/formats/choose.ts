/** Chooses formats by what pipelines say of them: names, files, templates, options. */
import Type, { type TOptional, type TSchema } from 'typebox';
import type { Json } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { Format, FormatOption, FormatOptions, TemplateFormat } from './format.ts';
import { formats, sidecar, usualFormats } from './registry.ts';

export const formatNames: readonly string[] = formats.map(({ name }) => name);

/** Programs by which a format may be called. */
const programs: Readonly<Record<string, string>> = { word: 'docx', doc: 'docx', excel: 'xlsx', xls: 'xlsx' };

/** Returns the hint for an unknown format: the one of that file extension or program, one with a similar name, or all. */
export function formatHint(name: string): string {
  const called = formats.find((format) => format.extension === name)?.name ?? ownValue(programs, name.toLowerCase());
  if (called !== undefined) return `write \`${called}\``;
  if (name.toLowerCase() === 'pdf')
    return 'a PDF is of a whole document: `{kind: document, file: paper.md}` takes tables in (docs/documents.md)';
  return didYouMean(name, formatNames) ?? `formats: ${formatNames.join(', ')}`;
}

/** The formats of these names, in the order of the registry, without the sidecar. */
export function chosenFormats(names: readonly string[]): Format[] {
  return formats.filter(({ name }) => names.includes(name));
}

/** The formats in which a report writes a table, the sidecar among them. */
export const writtenFormats = (names: readonly string[]): Format[] => [...chosenFormats(names), sidecar];

export const isLaidOut = (format: Format): format is TemplateFormat => 'template' in format;

/** The project's template for a format, or the built-in one; undefined where the format has none. */
export function templateOf(format: Format, projects: Readonly<Record<string, string>>): string | undefined {
  return isLaidOut(format) ? (ownValue(projects, format.name) ?? format.template) : undefined;
}

/** The templates that laying out a format reads: a project's own may have the built-in one lay out a part, as `{{> table}}`. */
export function templatesRead(format: Format, projects: Readonly<Record<string, string>>): string[] {
  const chosen = templateOf(format, projects);
  const builtIn = templateOf(format, {});
  return [...new Set([chosen, builtIn])].filter((name) => name !== undefined);
}

/** Ends of the names of templates, which say what each lays out: `.tex.hbs`. */
export const templateEnds: readonly string[] = formats.filter(isLaidOut).map(({ extension }) => `.${extension}.hbs`);

/** The format that a template lays out: `journal.tex.hbs`. */
export function formatOfTemplate(name: string): Format | undefined {
  return formats.find((format) => isLaidOut(format) && name.endsWith(`.${format.extension}.hbs`));
}

/** Formats whose files hold several tables, as they are told by the ends of their names. */
const togetherFormats: readonly Format[] = formats.filter(({ together }) => together !== undefined);
export const togetherEnds: readonly string[] = togetherFormats.map(({ extension }) => `.${extension}`);

/** The format of a file of several tables: `tables.docx`. */
export function formatOfFile(name: string): Format | undefined {
  return togetherFormats.find(({ extension }) => name.endsWith(`.${extension}`));
}

/** Files that chosen formats need beside their tables. */
export function companionsOf(names: readonly string[]): string[] {
  return [...new Set(chosenFormats(names).flatMap(({ companion }) => companion ?? []))];
}

const allOptions: Readonly<Record<string, FormatOption>> = Object.assign({}, ...formats.map(({ options }) => options));

/** Schemas of a table's keys that formats declare; their types are each format's own affair. */
export const formatOptionSchemas = Object.fromEntries(
  Object.entries(allOptions).map(([key, { schema }]): [string, TOptional<TSchema>] => [key, Type.Optional(schema)]),
) as Readonly<Record<never, TOptional<TSchema>>>;

/** The settled options of each chosen format, by its name; those of other formats are in no node's key. */
export function settledOptions(names: readonly string[], said: object): Record<string, FormatOptions> {
  const value = (key: string, { usual }: FormatOption): Json =>
    ownValue(said as Readonly<Record<string, Json>>, key) ?? usual;
  return Object.fromEntries(
    chosenFormats(names).flatMap(({ name, options }) =>
      options === undefined
        ? []
        : [[name, Object.fromEntries(Object.entries(options).map(([key, option]) => [key, value(key, option)]))]],
    ),
  );
}

/** Names as a list: `a, b and c`. */
export function enumerated(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const [end, ...before] = [...names].reverse();
  return before.length === 0 ? (end ?? '') : `${before.reverse().join(', ')} ${last} ${end}`;
}

/** The formats in a sentence: `latex and markdown by default; html, csv; a JSON file always`. */
export function formatsDescription(usual: keyof typeof usualFormats): string {
  const names = usualFormats[usual].map(({ name }) => name);
  const others = formatNames.filter((name) => !names.includes(name));
  return [
    `${enumerated(names)} by default`,
    ...(others.length > 0 ? [others.join(', ')] : []),
    'a JSON file always',
  ].join('; ');
}
