/** Sound pipelines that mistakes are made in: every kind with nearly every key, the flagship, the examples, the documentation's. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DATA } from '../cli/paper.ts';
import { blocks, DocumentedData } from '../support/documented.ts';
import { scratchFolder } from '../support/scratch.ts';

const root = resolve(import.meta.dirname, '../..');

/** Of `test/cli/paper.ts`'s data. */
export const EVERYTHING = `papermake: 1
title: A paper
variables:
  y: {label: Outcome, unit: kg, zh: 结果}
  region: {label: Region, levels: [North, South]}
sets:
  controls: [z, w]
  indicators: [x, $controls]
samples:
  late: year > 2011
defaults:
  models: {vcov: cluster(unit)}
  report: {notes: [Made-up data.], stars: [0.1, 0.05]}
steps:
  raw: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}, header: 1, delimiter: ",", decimal: "."}
  score:
    kind: index
    from: raw
    name: S
    method: entropy
    dimensions: {One: [x, z], Two: [w]}
    directions: {w: negative}
    scope: pooled
    zero: shift(0.01)
    weights: flat
  panel:
    kind: ingest
    file: data/panel.csv
    encoding: utf-8
    panel: {unit: unit, time: year}
    types: {region: category, x: number}
    missing: [NA, -99]
    rename: {w: v}
    merge: [{from: score, on: [unit, year], how: 1:1, columns: [S, w], unmatched: error}]
    derive: {lx: log(x + 1), d: "if(region == 'North', 1, 0)"}
    drop: [v]
  about: {kind: describe, from: panel, variables: [y, L.x, log(S), $controls], sample: late, exclude: x > 0.99}
  together: {kind: correlate, from: panel, variables: [y, $indicators], method: spearman, missing: pairwise}
  inflation: {kind: vif, from: panel, variables: [x, z, w]}
  base:
    kind: models
    from: panel
    common_sample: true
    columns:
      - {id: main, fit: "y ~ x + csw0($controls) | unit", header: Main, spanner: All}
      - {id: square, fit: y ~ x + x^2 + z, u_test: {linear: x, square: x^2, level: 0.9}, vcov: HC1, small: false}
      - {id: iv, fit: "y ~ z | unit | x ~ L.x + w", show: [first, second], small: xtivreg2}
  edits:
    kind: robustness
    base: base.main
    columns:
      late: {header: Late, sample: late, exclude: unit == 'u1'}
      wins: {winsorize: {at: [5, 95], vars: [x], by: year, method: type7, stage: variables, rows: complete}}
      trimmed: {trim: [1, 99], singletons: drop}
      swapped: {swap: {x: lx}, add: [S], drop: [w], vcov: dk(1)}
      time: {fe: [unit, year], vcov: cluster(unit + year)}
      iv: {iv: x ~ L.x, fe: false}
      wild: {vcov: wild(unit)}
  parts: {kind: models, base: base.main, split: region}
  jump:
    kind: threshold
    base: base.main
    on: S
    slope: x
    max: 2
    bootstrap: 3
    grid: 20
    trim: 0.1
    seed: 1
  tables:
    kind: report
    lang: en
    tables:
      about: {from: about, caption: The data, stats: [mean, sd], digits: {mean: 2, default: 3}, zeros: trim}
      main:
        panels: [{title: A, from: base.main}, {title: B, from: parts.North}]
        order: [x]
        rename: {x: Treatment}
        headers: [One]
      edits:
        from: [base.iv, edits.*]
        headers: {edits.late: Late}
        indicate: {Controls: [z, w]}
        drop: [_cons]
        formats: [latex, markdown, html, csv]
        cell: "{b}{stars}\\n({se})"
        lang: zh
        float: true
      jump: {from: jump}
      regimes: {from: jump, show: regimes, keep: x*, significant: true, thousands: true}
      weights: {from: score}
      vif: {from: inflation, auto_notes: false, numbers: false}
  compare:
    kind: compare
    formats: [markdown]
    tables:
      one: {published: data/published.csv, with: base.square, rows: {Treatment: x}, explain: {Other / *: why}}
      two: {published: data/published.csv, columns: {(1): base.square}, stars: [0.1], note: A note}
  audit:
    kind: audit
    of:
      - {published: data/published.csv, clusters: 8, df: 7, whole: 48, outcome: y}
      - base
      - {published: data/published.csv, clusters: {(1): 8}, parts: true, linear_r2: "0.5", test_df: 40}
      - jump
claims:
  one: base.main.x > -1000 and not missing(base.square.f)
  all: all(edits.*.x > -1000) or 1 in range(panel.x)
  two: {claim: "base.square['x^2'].p <= 1", text: A sentence}
`;

const COMMAND = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  copy:
    kind: command
    run: cp panel.csv copy.csv && cp data/published.csv kept.txt
    files: [data/published.csv]
    inputs: {panel.csv: {from: panel, columns: [unit, year, y, x]}}
    outputs:
      copy.csv: {as: frame, panel: {unit: unit, time: year}, types: {x: number}, missing: [NA], delimiter: ",", decimal: "."}
      kept.txt: file
    env: {A: 1}
    versions: [sort --version]
    timeout: 5
    trace: false
  fit: {kind: models, from: copy.copy, fit: y ~ x}
`;

const PUBLISHED = ',(1)\nTreatment,1.592*** (0.456)\nOther,2.1\nN,48\nR2,0.93\n';

export interface Seed {
  readonly name: string;
  readonly text: string;
  /** A folder with the data that it speaks of. */
  readonly root: string;
  /** Others are planned only: their data is large, or their programs are not here. */
  readonly runs: boolean;
}

/** Folders with sound pipelines' data, until `dispose`. */
export class Seeds {
  readonly everything: Seed;
  readonly others: readonly Seed[];
  readonly #documented = new DocumentedData();
  readonly #folders: string[] = [];

  constructor() {
    const small = this.#folder();
    place(small, 'data/panel.csv', DATA);
    place(small, 'data/published.csv', PUBLISHED);
    this.everything = { name: 'every kind', text: EVERYTHING, root: small, runs: true };
    const command: Seed = { name: 'a command', text: COMMAND, root: small, runs: false };
    const projects = ['.', ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}`)];
    this.others = [
      command,
      ...projects.map((path) => this.#copyOf(path)),
      ...blocks.map((block) => ({ ...block, root: this.#documented.folderOf(block.text), runs: false })),
    ];
  }

  get all(): readonly Seed[] {
    return [this.everything, ...this.others];
  }

  dispose(): void {
    this.#documented.dispose();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  #folder(): string {
    const folder = mkdtempSync(join(scratchFolder(), 'papermake-fuzz-'));
    this.#folders.push(folder);
    return folder;
  }

  #copyOf(path: string): Seed {
    const folder = this.#folder();
    for (const part of ['data', 'paper', 'scripts'])
      if (existsSync(join(root, path, part))) cpSync(join(root, path, part), join(folder, part), { recursive: true });
    return { name: path, text: readFileSync(join(root, path, 'pipeline.yaml'), 'utf8'), root: folder, runs: false };
  }
}

function place(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
