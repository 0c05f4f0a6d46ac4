/** Parameters beside the coefficients have no stars: of distributions, and cut points. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { formats } from '../../src/table/formats/registry.ts';
import { readers } from '../contracts/format-readers.ts';
import { Project } from './harness.ts';

let state = 7;
const uniform = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

/** Outcomes whose distributions are far from ln α = 0 and ln σ = 0. */
const rows = Array.from({ length: 400 }, () => {
  const [x, z, u] = [normal(), normal(), normal()];
  const [y, count] = [1 + x / 2 + 2 * u, Math.max(0, Math.trunc(2 + 1.5 * x + 2 * normal() * normal()))];
  const isSelected = 0.3 + z + u / 2 + normal() > 0;
  return [Math.max(y, 0), count, x, z, isSelected ? 1 : 0, isSelected ? y : ''].join(',');
});

const printed = (cell: string): string => `,(1),(2),(3)\nln α,,${cell},\n`;

const PIPELINE = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: t, fit: y ~ x, estimator: {is: tobit, lower: 0}}
      - {id: n, fit: c ~ x, estimator: negbin}
      - {id: h, fit: w ~ x, estimator: {is: heckman, select: "s ~ z + x", method: ml}}
  tables:
    kind: report
    formats: [${formats.map(({ name }) => name).join(', ')}]
    tables:
      parameters: {from: m, keep: ["/*"], notes: none, stars: {STAR: 0.1}}
      coefficients: {from: m, keep: [x], notes: none, stars: {STAR: 0.1}}
  against: {kind: compare, tables: {p: {published: p.csv, with: tables.parameters}}}
`;

const project = new Project({
  'pipeline.yaml': PIPELINE,
  'd.csv': `y,c,x,z,s,w\n${rows.join('\n')}\n`,
  'p.csv': printed('1 (1)'),
});
beforeAll(async () => {
  await project.run('run', 'm');
  const { estimate, stdError } = termOf(await shown('m.n'), '/lnalpha');
  project.write('p.csv', printed(`${estimate.toFixed(3)} (${stdError.toFixed(3)})`));
  expect((await project.run()).stderr).not.toContain('failed');
});
afterAll(() => project.dispose());

interface Term {
  readonly term: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly pValue: number;
}
const shown = async (node: string): Promise<{ terms: Term[] }> =>
  JSON.parse((await project.run('show', node, '--json')).stdout) as { terms: Term[] };
const termOf = ({ terms }: { terms: Term[] }, name: string): Term => terms.find(({ term }) => term === name)!;

describe('parameters of distributions', () => {
  it.each([
    ['m.t', '/lnsigma'],
    ['m.n', '/lnalpha'],
    ['m.h', '/lnsigma'],
  ])('%s has a `%s` that a star would be put to', async (node, name) => {
    expect(termOf(await shown(node), name).pValue).toBeLessThan(0.01);
  });

  it.each(formats.map(({ name, extension }) => [name, extension]))('have none in %s', (name, extension) => {
    const texts = (table: string): string => {
      const bytes = readFileSync(project.path(`out/tables/${table}.${extension}`));
      // A workbook has marks in the formats of its numbers.
      return readers[name]!.texts(bytes) + (extension === 'xlsx' ? openZip(bytes)('xl/styles.xml') : '');
    };
    expect(texts('coefficients')).toContain('STAR');
    expect(texts('parameters')).toContain('ln');
    expect(texts('parameters')).not.toContain('STAR');
  });

  it('are named as readers know them, and compared with printed ones that have none', async () => {
    expect(project.read('out/tables/parameters.csv')).toContain('/athrho');
    expect(project.read('out/tables/parameters.md')).toMatch(/ln σ[\s\S]*ln α[\s\S]*artanh ρ/);
    const { cells } = JSON.parse((await project.run('show', 'against.p', '--json')).stdout) as {
      cells: { row: string; verdict: string; reproduced: string }[];
    };
    expect(cells.filter(({ row }) => row === 'ln α')).toEqual([expect.objectContaining({ verdict: 'same' })]);
    for (const { row, reproduced } of cells.filter(({ row: each }) => each.startsWith('/')))
      expect(`${row} ${reproduced}`).not.toContain('*');
  });
});
