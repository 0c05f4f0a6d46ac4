/** Tables of keys of the language, from the schemas that check pipelines. */

/** The JSON schema keywords that the reference shows. */
export interface Schema {
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
  /** The words of the cell that says which values there are, where a page has its own. */
  readonly shape?: string;
}

/** A schema in which one key is described by another. */
export const withKey = (schema: Schema, key: string, value: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, [key]: value },
});

/** A table of the keys of a schema, for a page beside language.md. */
export function keysOf(schema: Schema): string[] {
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
  if (schema.shape !== undefined) return schema.shape;
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
