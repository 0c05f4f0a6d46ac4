/** Runs the pipelines of the documentation on data: the paper's own panel, and a trial that is drawn. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../../src/base/number/rng.ts';
import { workbooks } from './workbooks.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export class DocumentedProjects {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'papermake-printed-'));
  readonly #made = new Map<string, string>();
  #data: string | undefined;

  /** A table of a pipeline in Markdown, `tables.main`. */
  table(pipeline: string, name: string): string {
    const [step, table] = name.split('.') as [string, string];
    return readFileSync(path.join(this.#projectOf(pipeline), `out/${step}/${table}.md`), 'utf8');
  }

  /** A figure of a pipeline as SVG. */
  figure(pipeline: string, name: string): string {
    return readFileSync(path.join(this.#projectOf(pipeline), `out/figures/${name}.svg`), 'utf8');
  }

  /** The folder of the data that pipelines read. */
  data(): string {
    this.#data ??= this.#documentedData();
    return this.#data;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #projectOf(pipeline: string): string {
    const made = this.#made.get(pipeline);
    if (made !== undefined) return made;
    const project = this.#run(pipeline, this.data());
    this.#made.set(pipeline, project);
    return project;
  }

  /** A folder in which a pipeline has run on the data of another one. */
  #run(pipeline: string, data: string): string {
    const project = mkdtempSync(path.join(this.#folder, 'project-'));
    cpSync(data, path.join(project, 'data'), { recursive: true });
    writeFileSync(path.join(project, 'pipeline.yaml'), pipeline);
    const binary = path.join(root, 'dist/papermake.js');
    execFileSync(process.execPath, [binary, 'run', '--trust', '-q', '-C', project], { stdio: 'pipe' });
    return project;
  }

  /** The folder of data: the panel with what the paper's pipeline derives, and the trial. */
  #documentedData(): string {
    const data = path.join(this.#folder, 'data');
    mkdirSync(data);
    writeFileSync(path.join(data, 'trial.csv'), trial());
    writeFileSync(path.join(data, 'spells.csv'), spells());
    writeFileSync(path.join(data, 'provinces.geojson'), tiles());
    writeFileSync(path.join(data, 'neighbours.csv'), neighbours());
    for (const [name, bytes] of workbooks) writeFileSync(path.join(data, name), bytes);
    const paper = readFileSync(path.join(root, 'pipeline.yaml'), 'utf8');
    const steps = paper.slice(0, paper.indexOf('\n  describe:'));
    const copy = "require('fs').copyFileSync('panel.csv', 'out.csv')";
    const written = `{kind: command, run: [node, -e, "${copy}"], inputs: {panel.csv: panel}, outputs: {out.csv: file}}`;
    const project = this.#run(`${steps}\n  written: ${written}\n`, path.join(root, 'data'));
    cpSync(path.join(project, 'out/written/out.csv'), path.join(data, 'panel.csv'));
    return data;
  }
}

/** A trial of two treatments in villages: cash raises incomes, and some people tell none. */
function trial(): string {
  const random = createRng('the documentation').stream('trial', 0);
  const people = Array.from({ length: 300 }, (_, i) => {
    const arm = ['cash', 'control', 'food'][i % 3]!;
    const age = 18 + random.int(50);
    const income = 2 + 0.02 * (age - 40) + (arm === 'cash' ? 0.5 : 0) + 1.2 * Math.abs(random.normal());
    return [arm, age, random.int(100) === 0 ? '' : income.toFixed(2), `v${random.int(24)}`];
  });
  return [['arm', 'age', 'income', 'village'], ...people].map((cells) => `${cells.join(',')}\n`).join('');
}

/** Weeks without work of people of whom half had help; some still look for work at the end, and older ones do so more often. */
function spells(): string {
  const random = createRng('the documentation').stream('spells', 0);
  const people = Array.from({ length: 160 }, (_, i) => {
    const help = ['course', 'none'][i % 2]!;
    const age = 20 + random.int(40);
    const weeks = 1 + Math.floor((Math.abs(random.normal()) * 9 + 0.2 * age) * (help === 'course' ? 0.8 : 1.1));
    return [help, age, Math.min(weeks, 26), weeks < 26 && random.int(8) > 0 ? 1 : 0];
  });
  return [['help', 'age', 'weeks', 'found'], ...people].map((cells) => `${cells.join(',')}\n`).join('');
}

/** Column and row of a square for each province, about where it lies. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  ...{ Heilongjiang: [8, 0], 'Inner Mongolia': [5, 1], Liaoning: [7, 1], Jilin: [8, 1] },
  ...{ Xinjiang: [2, 2], Gansu: [3, 2], Ningxia: [4, 2], Shanxi: [5, 2], Beijing: [6, 2], Tianjin: [7, 2] },
  ...{ Qinghai: [3, 3], Shaanxi: [4, 3], Henan: [5, 3], Hebei: [6, 3], Shandong: [7, 3] },
  ...{ Tibet: [2, 4], Sichuan: [3, 4], Chongqing: [4, 4], Hubei: [5, 4], Anhui: [6, 4], Jiangsu: [7, 4] },
  ...{ Shanghai: [8, 4], Yunnan: [3, 5], Guizhou: [4, 5], Hunan: [5, 5], Jiangxi: [6, 5], Zhejiang: [7, 5] },
  ...{ Guangxi: [4, 6], Guangdong: [5, 6], Fujian: [6, 6], Hainan: [5, 7] },
};

/** A map of squares, which shows each province as large as any other. */
function tiles(): string {
  const features = Object.entries(PLACES).map(([name, [column, row]]) => {
    const [west, east, south, north] = [column, column + 1, 3 - row, 4 - row];
    const corners = [west, south, west, north, east, north, east, south, west, south];
    const ring = [0, 2, 4, 6, 8].map((i) => corners.slice(i, i + 2));
    return { type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Provinces whose squares touch, at a side or a corner. */
function neighbours(): string {
  const all = Object.entries(PLACES);
  const pairs = all.flatMap(([name, [column, row]]) =>
    all
      .filter(([other, [c, r]]) => other !== name && Math.abs(c - column) <= 1 && Math.abs(r - row) <= 1)
      .map(([other]) => `${name},${other}\n`),
  );
  return `province,neighbour\n${pairs.join('')}`;
}
