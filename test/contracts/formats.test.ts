/** What every format of tables promises: one suite over THE list. Its tables, byte for byte, are in `test/golden`. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { formatNames, settledOptions } from '../../src/table/formats/choose.ts';
import type { Format } from '../../src/table/formats/format.ts';
import { formats, sidecar } from '../../src/table/formats/registry.ts';
import { renderTable } from '../../src/table/render.ts';
import type { Cell, Table } from '../../src/table/table.ts';
import { cases } from '../golden/cases.ts';
import { build, template } from '../golden/fixtures.ts';
import { readers } from './format-readers.ts';

const root = path.resolve(import.meta.dirname, '../..');
const all = [...formats, sidecar];
const usual = { formatOptions: settledOptions(formatNames, {}), templates: {} };

async function render(format: Format, table: Table): Promise<Uint8Array> {
  return (await renderTable(table, [format], usual, template)).get(format.extension)!;
}

const number = (value: number): Cell => ({
  is: 'number',
  value,
  format: { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' },
});

const tableOf = (text: string, columns: number, more: Partial<Table> = {}): Table => ({
  id: 't',
  sources: ['m.1'],
  caption: text,
  label: 'tab:t',
  stub: '',
  spanners: [],
  columns: Array.from({ length: columns }, (_, i) => ({ header: i === 0 ? text : '' })),
  panels: [
    {
      title: null,
      rows: [
        { key: 'x', label: text, section: 'body', cells: Array.from({ length: columns }, () => number(1.5)) },
        {
          key: 'y',
          label: 'y',
          section: 'footer',
          cells: Array.from({ length: columns }, () => ({ is: 'text', text })),
        },
      ],
    },
  ],
  notes: [text],
  language: 'en',
  data: { columns: [], rows: [] },
  ...more,
});

/** Begins with a letter and ends with one: what stands at the edges of a cell is a matter of the layout. */
const label = fc
  .string({ unit: fc.constantFrom(...'\\{}$&#_%~^<>|"*[]`@!;:=-+ab1中文é²,'.split('')), maxLength: 30 })
  .map((text) => `zqx${text}xqz`);

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

describe('the formats', () => {
  it('are told apart by their names, their files and their rank in a terminal', () => {
    for (const members of [
      all.map(({ name }) => name),
      all.map(({ extension }) => extension),
      formats.flatMap(({ terminalRank }) => (terminalRank === undefined ? [] : [String(terminalRank)])),
    ])
      expect(new Set(members).size).toBe(members.length);
  });

  it('that share an option declare one', () => {
    const declared = new Map<string, object>();
    for (const [key, option] of all.flatMap(({ options }) => Object.entries(options ?? {}))) {
      expect(declared.get(key) ?? option, key).toBe(option);
      declared.set(key, option);
    }
  });

  it('each have a reader for their tests', () => expect(Object.keys(readers).sort()).toEqual([...formatNames].sort()));

  it('are in the list, whoever has a file in the folder', async () => {
    const folder = path.join(root, 'src/table/formats');
    const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const modules = await Promise.all(names.map((name) => import(path.join(folder, name))));
    const found = modules
      .flatMap((module) => Object.values(module as Record<string, unknown>))
      .filter((value): value is Format => typeof value === 'object' && value !== null && 'extension' in value);
    expect(new Set(found)).toEqual(new Set(all));
  });
});

describe.each(all.map((format): [string, Format] => [format.name, format]))('the format %s', (name, format) => {
  it('has what it is laid out by and what it brings', () => {
    if ('template' in format) expect(format.template).toBe(`table.${format.extension}.hbs`);
    for (const file of ['template' in format ? format.template : undefined, format.companion])
      if (file !== undefined) expect(existsSync(path.join(root, 'templates', file))).toBe(true);
  });

  it('has options that say what they are, and whose usual values fit', () => {
    for (const { schema, usual: value } of Object.values(format.options ?? {})) {
      expect(Value.Check(schema, value)).toBe(true);
      expect((schema as { description?: string }).description).toContain(format.title);
    }
  });

  it('gives the same bytes again, and leaves the table as it was', async () => {
    for (const one of cases) {
      const table = frozen(build(one));
      expect(Buffer.compare(await render(format, table), await render(format, table))).toBe(0);
    }
  });

  it('takes a table without rows, and one of thirty columns', async () => {
    const empty = tableOf('', 1, { panels: [], notes: [] });
    for (const table of [empty, tableOf('x', 30)]) expect((await render(format, table)).length).toBeGreaterThan(0);
  });

  // The sidecar is for programs: it holds labels, but cells as the numbers they are of.
  const reader = readers[name];
  if (reader === undefined) return;
  it('prints what users write as text', async () => {
    await fc.assert(
      fc.asyncProperty(label, async (text) => {
        const texts = reader.texts(await render(format, tableOf(text, 2)));
        // In a heading, a label and two cells; the caption and the note.
        expect(texts.split(text).length - 1).toBe(reader.bodyOnly ? 4 : 6);
      }),
      { numRuns: 200 },
    );
  });
});
