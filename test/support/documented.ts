/** The pipelines in the documentation, and folders with the data that they speak of. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workbooks } from '../../scripts/printed/workbooks.ts';

const root = resolve(import.meta.dirname, '../..');

const documents = [
  'README.md',
  ...(readdirSync(join(root, 'docs'), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort(),
];

export const blocks = documents.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/```yaml\n(papermake: 1\n[\s\S]*?)```/g)].map((match, i) => ({
    name: `${file}, block ${i + 1}`,
    text: match[1]!,
  })),
);

const page = readFileSync(join(root, 'docs/documents.md'), 'utf8');
const example = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)![1]!;

/** The texts of `docs/documents.md`. */
export const texts: Readonly<Record<string, string>> = {
  'paper.typ': example('typst'),
  'paper.md': example('markdown'),
  'paper.tex': example('latex'),
};

function project(columns: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'papermake-docs-'));
  mkdirSync(join(folder, 'data'));
  cpSync(join(root, 'data/published'), join(folder, 'data/published'), { recursive: true });
  cpSync(join(root, 'data/indicators.csv'), join(folder, 'data/indicators.csv'));
  const rows = ['A', 'B'].flatMap((unit) =>
    [2011, 2012].map((year) => [unit, 'East', year, ...columns.map((_, i) => i + year)]),
  );
  const text = [['province', 'region', 'year', ...columns], ...rows].map((row) => `${row.join(',')}\n`).join('');
  writeFileSync(join(folder, 'data/panel.csv'), text);
  for (const [name, written] of Object.entries(texts)) writeFileSync(join(folder, name), written);
  const book = ['A,East,1,2,3,4', 'B,East,5,6,7,8'];
  writeFileSync(
    join(folder, 'data/yearbook.csv'),
    `province,region,2021年,2022年,pop2021,pop2022\n${book.join('\n')}\n`,
  );
  writeFileSync(join(folder, 'data/others.csv'), 'province,year,region,gdp,pop\nC,2021,West,1,2\n');
  writeFileSync(
    join(folder, 'data/visits.csv'),
    'id,date,start,end,spending\na,20240102,2001,2003,5\na,20240102,2001,2003,7\n',
  );
  writeFileSync(join(folder, 'data/counties.csv'), 'county,year,gdp,pop,price\n01,2000,100,10,2\n02,2000,60,30,4\n');
  writeFileSync(
    join(folder, 'data/county-to-city.csv'),
    'county,city2010,pop_share\n01,0100,0.25\n01,0200,0.75\n02,0200,1\n',
  );
  writeFileSync(join(folder, 'data/trial.csv'), 'arm,age,income,village\ncash,20,1,a\ncontrol,30,2,a\nfood,25,3,b\n');
  writeFileSync(join(folder, 'data/villages.csv'), 'lat,lon,treated,outcome\n1,1,1,5\n1,-1,0,4\n');
  writeFileSync(join(folder, 'data/border.csv'), 'lat,lon,part\n0,0,1\n2,0,1\n');
  writeFileSync(join(folder, 'data/spells.csv'), 'weeks,found,age,help\n4,1,30,course\n9,0,41,none\n6,1,25,none\n');
  writeFileSync(join(folder, 'data/neighbours.csv'), 'province,neighbour\nA,B\nB,A\n');
  writeFileSync(
    join(folder, 'data/provinces.geojson'),
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}',
  );
  for (const [name, bytes] of workbooks) writeFileSync(join(folder, 'data', name), bytes);
  mkdirSync(join(folder, 'scripts'));
  writeFileSync(join(folder, 'scripts/did.R'), '');
  return folder;
}

/** Folders with the data: raw, for blocks that derive the paper's variables, or with them. */
export class DocumentedData {
  readonly #raw = project([
    'urban_income',
    'rural_income',
    'education_exp_100m',
    'patents_granted',
    'web_pages_10k',
    'NQP',
  ]);
  readonly #ready = project('Gap NQP Education Patent DigEco HC lat lon he_students_10k patents_granted'.split(' '));
  readonly #merged = project(['Gap', 'Education', 'Patent', 'DigEco', 'HC']);

  folderOf(text: string): string {
    return text.includes('urban_income') ? this.#raw : text.includes('name: NQP') ? this.#merged : this.#ready;
  }

  dispose(): void {
    for (const folder of [this.#raw, this.#ready, this.#merged]) rmSync(folder, { recursive: true });
  }
}
