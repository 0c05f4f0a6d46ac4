/** The pages for those who extend papermake name files and folders that are there, and all that a store holds. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUNDLES } from '../../src/engine/code/own-kind-cache.ts';
import { entries } from '../../src/engine/fsck/entries.ts';
import { PLAN } from '../../src/engine/resume/ids-left.ts';
import { LAST_RUN } from '../../src/engine/resume/last-run.ts';
import { STANDINGS } from '../../src/engine/resume/standings.ts';
import { FAILED_LOGS } from '../../src/engine/store/failed-logs.ts';
import { INDEX } from '../../src/engine/store/log-index.ts';
import { RUN_NOW } from '../../src/engine/store/run-now.ts';
import { RUNS } from '../../src/engine/store/runs.ts';
import { STORE, TRACES } from '../../src/engine/system/files.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

/** Names of files and folders in the table of what a store holds. */
const [storeTable] = /^\| file \| holds [\s\S]*?\n\n/m.exec(read('docs/architecture.md'))!;
const stored = [...storeTable.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);

/** Paths that the build, a run or a user's project makes. */
const MADE = /^(dist|dist-faults|nightly|out|\.papermake|x)\/|^site\/dist$|^papermake\/step$/;

/** Paths in backticks that have a folder or the end of a source file; in those with `NAME`, `EXT` or `PART`, that stands for what a reader adds. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, name]) => name!)
    .filter((name) => /\/|\.(ts|md|hbs)$/.test(name) && !/NAME|EXT|PART/.test(name))
    .filter((name) => !MADE.test(name) && !stored.includes(name));

/** Places from which the pages name files; the tables of rooms say theirs in their heads, and that of a step kind's has those of mediation, thresholds, multiverses and descriptive statistics. */
const homes = [
  '',
  'src',
  'src/econ',
  'src/engine',
  'steps/describe',
  'steps/mediation',
  'steps/multiverse',
  'steps/threshold',
];
const isThere = (name: string): boolean => homes.some((home) => existsSync(path.join(root, home, name)));

describe.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s', (page) => {
  it('names files and folders that are there', () => {
    const paths = pathsIn(read(page));
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((name) => !isThere(name))).toEqual([]);
  });
});

it('CONTRIBUTING.md says of every registry what is added there', () => {
  const registries = ['src', 'steps'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'registry.ts')
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`),
  );
  const told = pathsIn(read('CONTRIBUTING.md'));
  expect(registries.filter((file) => !told.includes(file))).toEqual([]);
});

describe('the table of what a store holds', () => {
  it('names every file that the engine keeps', () => {
    const kept = [
      INDEX,
      LAST_RUN,
      PLAN,
      STANDINGS,
      RUN_NOW,
      ...[TRACES, RUNS].map((file) => file.replace(`${STORE}/`, '')),
    ];
    for (const name of [...kept, ...[BUNDLES, FAILED_LOGS].map((folder) => `${folder}/`)])
      expect(stored).toContain(name);
  });

  it('names nothing that `fsck` would take for a stray', () => {
    const project = mkdtempSync(path.join(tmpdir(), 'papermake-store-'));
    try {
      mkdirSync(path.join(project, STORE));
      for (const name of stored) {
        const file = path.join(project, STORE, name.replace('-N', '-1'));
        if (name.endsWith('/')) mkdirSync(file);
        else writeFileSync(file, '');
      }
      expect(entries(project).findings).toEqual([]);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
