/**
 * 200 tables of four regressions each, written anew from stored results in every format: a whole `papermake run` in which only the tables
 * are stale, against R in one process that writes the same tables with xtable (LaTeX) and with flextable and officer (Word). Demanded:
 * R takes at least 10 times as long as papermake for those two formats.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { formats, usualFormats } from '../src/table/formats/registry.ts';
import { measure, papermake, projectRoot, report } from './measure.ts';

const TABLES = 200;
const [UNITS, PERIODS] = [31, 12];
const controls = ['c1', 'c2', 'c3'];
const names = Array.from({ length: TABLES }, (_, i) => `t${i + 1}`);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const demanded = 10;

/** An outcome for each table. */
function csv(): string {
  const draw = createRng('tables').stream('panel', 0);
  const header = ['unit', 'time', 'x', ...controls, ...names.map((name) => `y_${name}`)].join(',');
  const rows = Array.from({ length: UNITS * PERIODS }, (_, i) => {
    const values = Array.from({ length: 1 + controls.length + TABLES }, () => draw.normal());
    return [Math.floor(i / PERIODS) + 1, (i % PERIODS) + 1, ...values].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** The pipeline whose tables are of these formats; the round stands in their notes, so that each is written anew. */
function pipeline(wanted: readonly string[], round: number): string {
  const fit = (name: string): string =>
    `  m_${name}: {kind: models, from: data, fit: "y_${name} ~ x + sw0(c1, c1 + c2, c1 + c2 + c3) | unit", vcov: cluster(unit)}`;
  const table = (name: string): string => `      ${name}: {from: m_${name}, caption: Results of ${name}}`;
  return `papermake: 1
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: time}}
${names.map(fit).join('\n')}
  tables:
    kind: report
    formats: [${wanted.join(', ')}]
    notes: [Round ${round}.]
    tables:
${names.map(table).join('\n')}
`;
}

interface Sidecar {
  readonly columns: readonly { readonly number: number; readonly stats: Readonly<Record<'n' | 'r2', number>> }[];
  readonly rows: readonly {
    readonly term: string;
    readonly cells: readonly ({
      readonly estimate: number;
      readonly stdError: number;
      readonly pValue: number;
    } | null)[];
  }[];
}

/** What the run stored, as the rows from which R makes its tables. */
function results(): string {
  const lines = names.flatMap((name) => {
    const { columns, rows } = JSON.parse(readFileSync(path.join(folder, `out/tables/${name}.json`), 'utf8')) as Sidecar;
    const estimates = rows.flatMap(({ term, cells }) =>
      cells.flatMap((cell, i) =>
        cell ? [[name, term, i + 1, cell.estimate, cell.stdError, cell.pValue].join(',')] : [],
      ),
    );
    const stats = (['n', 'r2'] as const).flatMap((stat) =>
      columns.map(({ stats }, i) => [name, stat === 'n' ? 'N' : 'R2', i + 1, stats[stat], '', ''].join(',')),
    );
    return [...estimates, ...stats];
  });
  return `${['table,term,column,b,se,p', ...lines].join('\n')}\n`;
}

const allNames = formats.map(({ name }) => name);
let edits = 0;
const contender = (name: string, wanted: readonly string[]) => ({
  name,
  command: ['node', papermake, 'run'] as const,
  cwd: folder,
  prepare: () => writeFileSync(path.join(folder, 'pipeline.yaml'), pipeline(wanted, edits++)),
});
const inR = (packages: string, wanted: readonly string[]) => ({
  name: `R, ${packages}`,
  command: ['Rscript', path.join(projectRoot, 'bench/tables.R'), 'results.csv', 'out-of-r', ...wanted] as const,
  cwd: folder,
});

try {
  writeFileSync(path.join(folder, 'panel.csv'), csv());
  measure(
    [
      contender(
        '',
        usualFormats.tables.map(({ name }) => name),
      ),
    ],
    0,
  );
  writeFileSync(path.join(folder, 'results.csv'), results());
  const both = 'papermake, latex and docx';
  const bothInR = 'R, xtable, flextable and officer';
  const medians = {
    ...measure(
      [
        ...allNames.map((name) => contender(`papermake, ${name}`, [name])),
        contender('papermake, every format', allNames),
        contender(both, ['latex', 'docx']),
        inR('xtable', ['latex']),
      ],
      3,
    ),
    // Each takes most of a minute.
    ...measure([inR('flextable and officer', ['docx']), inR('xtable, flextable and officer', ['latex', 'docx'])], 1),
  };
  const ratio = (peer: string, own: string): number => medians[peer]! / medians[own]!;
  const value = ratio(bothInR, both);
  report({
    title: `${TABLES} tables from stored results in every format, against R with xtable, flextable and officer`,
    command: 'npx tsx bench/tables.ts',
    medians,
    ratios: [
      { text: 'LaTeX and Word, R to papermake', value, demand: `at least ${demanded}`, holds: value >= demanded },
      {
        text: 'Word alone, flextable and officer to papermake',
        value: ratio('R, flextable and officer', 'papermake, docx'),
      },
      { text: 'LaTeX alone, xtable to papermake', value: ratio('R, xtable', 'papermake, latex') },
    ],
    remarks: [
      'a table has four regressions with up to four terms; papermake plans, decides and records 200 nodes too, and writes a sidecar beside each table',
      'R reads the estimates from one CSV, makes the cells and writes the tables',
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
