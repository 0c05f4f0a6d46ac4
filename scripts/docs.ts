/** Writes docs/pipeline.md: every key of every step kind, from the schemas that check pipelines; and the fields of a README in docs/package.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Form, type Members, partsNamed, type Result } from '../src/base/result.ts';
import { Document } from '../src/engine/pipeline/document/schema.ts';
import { allKinds } from '../steps/registry.ts';
import { withFields } from './package-fields.ts';

/** The JSON schema keywords that the reference shows. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  /** True where entries may have `each`. */
  readonly loops?: boolean;
}

/** A list of statistics has at most this many names. */
const LISTED = 24;

const root = path.resolve(import.meta.dirname, '..');
const sections = allKinds()
  .filter((kind) => kind.internal !== true)
  .map((kind) =>
    section(`\`${kind.name}\``, `${kind.summary}.`, kind.params as unknown as Schema, kind.results?.map(resultText)),
  );

writeFileSync(
  path.join(root, 'docs/pipeline.md'),
  [
    '# pipeline.yaml: the keys',
    '',
    `Generated from the schemas by \`npm run generate\`. [language.md](language.md) tells how they work together. A step of any kind may have \`each\`, a loop ([language.md](language.md#loops)).`,
    '',
    section('The document', 'The top level of `pipeline.yaml`.', Document as unknown as Schema),
    ...sections,
  ].join('\n'),
);

const packages = path.join(root, 'docs/package.md');
writeFileSync(packages, withFields(readFileSync(packages, 'utf8')));

function section(title: string, words: string, schema: Schema, results: readonly string[] = []): string {
  return [`## ${title}`, '', words, '', ...table(schema), '', ...results.flatMap((line) => [line, ''])].join('\n');
}

/** Lists the names that a result has, part by part: `STEP.mean`, `STEP.VARIABLE.vif`. */
function resultText(result: Result): string {
  const parts = partsNamed(result).map((part) => `\`${part}\`${formText(result.parts[part]!)}`);
  const direct = [result.list, result.map].filter((part) => part !== undefined).map((part) => `\`${part}\``);
  const unsaid = direct.length === 0 ? '' : ` What stands in ${direct.join(' and ')} goes by its own name too.`;
  return `A result (\`${result.type}\`) has ${parts.join('; ')}.${unsaid}`;
}

function formText(form: Form): string {
  if (typeof form === 'string') return '';
  if ('result' in form) return ' (a fit)';
  if ('members' in form) return ` (${membersText(form)})`;
  const { each } = form;
  if (typeof each === 'string') return ' (a list)';
  return 'result' in each ? ' (fits)' : ` (for each ${'members' in each ? membersText(each) : 'a list'})`;
}

function membersText({ members }: Members): string {
  const names = Object.keys(members);
  return names.length > LISTED ? `${names.length} statistics` : names.map((name) => `\`${name}\``).join(' ');
}

function table(schema: Schema): string[] {
  return ['| key | value | |', '|---|---|---|', ...rows(schema, '')];
}

/** One row a key; the keys of maps inside follow, indented by their path. */
function rows(schema: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const key = `${prefix}${name}`;
    const need = schema.required?.includes(name) === true ? ' (required)' : '';
    const filled = value.default === undefined ? '' : ` Default: \`${JSON.stringify(value.default)}\`.`;
    const row = `| \`${key}\`${need} | ${cell(shape(value))} | ${cell(`${value.description ?? ''}${filled}`)} |`;
    return [row, ...inner(value, key)];
  });
}

/** Keys of the maps that a value may be or hold. Two forms with the same keys are shown once. */
function inner(value: Schema, key: string): string[] {
  const found = new Set<string>();
  const visit = (schema: Schema, at: string): void => {
    for (const row of rows(schema, `${at}.`)) found.add(row);
    for (const branch of schema.anyOf ?? []) visit(branch, at);
    const looping = (entry: string): void => {
      if (schema.loops)
        found.add(
          `| \`${entry}.each\` | list, map, \`$set\` or \`levels(step.variable)\` | one entry for every value ([language.md](language.md#loops)) |`,
        );
    };
    if (schema.items) {
      looping(`${at}[]`);
      visit(schema.items, `${at}[]`);
    }
    for (const each of Object.values(schema.patternProperties ?? {})) {
      looping(`${at}.NAME`);
      visit(each, `${at}.NAME`);
    }
  };
  visit(value, key);
  return [...found].filter((row, i, all) => all.findIndex((other) => sameKeyElsewhere(other, row)) === i);
}

/** `columns[].fit` and `columns.NAME.fit` say the same. */
function sameKeyElsewhere(a: string, b: string): boolean {
  return a.replaceAll('[].', '.NAME.') === b.replaceAll('[].', '.NAME.');
}

function shape(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(shape))].join(' or ');
  if (schema.type === 'array') return schema.items ? `list of ${shape(schema.items)}` : 'list';
  if (schema.patternProperties) return `map of ${Object.values(schema.patternProperties).map(shape).join(' or ')}`;
  if (schema.type === 'object') return 'map';
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any'];
  return types
    .map(
      (type) =>
        ({ string: 'text', integer: 'whole number', boolean: '`true` or `false`', any: 'anything' })[type as string] ??
        type,
    )
    .join(' or ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
