/** THE list of what runs on Windows' Node under wine, and of what does not, with the reason. A test holds it to the folders. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Suite } from '../nightly-suites.ts';

/** Projects of this repository, which have to be rebuilt byte for byte; every template of `init` is begun besides. */
export const PROJECTS: readonly string[] = [
  '.',
  'examples/castle-doctrine',
  'examples/border',
  'examples/discontinuity',
  'examples/experiment',
  'examples/firm-employment',
  'examples/job-search',
  'examples/province-efficiency',
  'examples/regional-growth',
  'examples/registered-plan',
  'examples/tobacco-control',
  'examples/traffic-deaths',
  'examples/weak-instruments',
  'examples/world-inequality',
];

/** Projects of which Linux makes a package, which has to make its results again on Windows. */
export const PACKAGES: readonly string[] = ['examples/firm-employment', 'examples/job-search'];

/** Folders and files of tests, but for what is left out below. */
export const TESTS: readonly string[] = [
  'test/cli',
  'test/contracts',
  'test/editor',
  'test/golden',
  'test/import',
  'test/unit',
];

/** Terminations at boundaries, in the middle of writes and at any instant, each with the runs that come after it. */
export const CRASHES: readonly string[] = ['test/faults/kill.test.ts'];

const ITS_PROGRAMS = 'starts programs that wine does not have';
const ITS_SOURCES = 'reads sources, which are the same';
const ITS_ARCHIVE = 'packs an archive, which is the same on every system';
const ITS_SHELL = 'runs lines of a POSIX shell';
const ITS_SIGNALS = 'sends signals, which Windows has not';
const ITS_LINKS = 'links folders, which Windows lets administrators alone do';
const ITS_SYSTEM = 'asks what Linux alone has: pipes, links, mounts, strace';
const ITS_PLAY = 'plays Windows on Linux, and Linux beside it';
const ITS_TIME = 'takes longer than ten minutes leave room for, and asks of the system what others ask too';

/** Names each folder and file that is left out, with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'examples/r-beside-builtin': ITS_PROGRAMS,
  'test/architecture.test.ts': ITS_SOURCES,
  'test/browser': ITS_PROGRAMS,
  'test/cluster': ITS_PROGRAMS,
  'test/docs': ITS_SHELL,
  'test/export': ITS_PROGRAMS,
  'test/faults': ITS_SYSTEM,
  'test/fuzz': ITS_TIME,
  'test/package': ITS_PROGRAMS,
  'test/properties': ITS_TIME,
  'test/recipes': ITS_PROGRAMS,
  'test/reference': ITS_TIME,
  'test/security': ITS_SYSTEM,
  'test/values-in-messages.test.ts': ITS_SOURCES,
  'test/golden/certificate.test.ts': ITS_PROGRAMS,
  'test/editor/vscode.test.ts': ITS_ARCHIVE,
  'test/unit/engine/system/project-place.test.ts': ITS_SYSTEM,
  'test/unit/steps/shell.test.ts': ITS_PLAY,
  'test/contracts/toy-kind.test.ts': ITS_LINKS,
  'test/cli/bridge.test.ts': ITS_PROGRAMS,
  'test/cli/by-group.test.ts': ITS_TIME,
  'test/cli/canaries.test.ts': ITS_SHELL,
  'test/cli/canary-kinds.test.ts': ITS_SHELL,
  'test/cli/certificate.test.ts': ITS_PROGRAMS,
  'test/cli/claims.test.ts': ITS_TIME,
  'test/cli/codebook.test.ts': ITS_TIME,
  'test/cli/command.test.ts': ITS_SHELL,
  'test/cli/described.test.ts': ITS_TIME,
  'test/cli/dirty-columns.test.ts': ITS_TIME,
  'test/cli/estimators.test.ts': ITS_TIME,
  'test/cli/event-time.test.ts': ITS_TIME,
  'test/cli/every-table.test.ts': ITS_PROGRAMS,
  'test/cli/factors.test.ts': ITS_TIME,
  'test/cli/interrupts.test.ts': ITS_SIGNALS,
  'test/cli/labels.test.ts': ITS_TIME,
  'test/cli/ledger.test.ts': ITS_PROGRAMS,
  'test/cli/large-edit.test.ts': ITS_TIME,
  'test/cli/many-indicators.test.ts': ITS_SIGNALS,
  'test/cli/marked-tables.test.ts': ITS_TIME,
  'test/cli/multiverse.test.ts': ITS_TIME,
  'test/cli/names.test.ts': ITS_SHELL,
  'test/cli/pipes.test.ts': ITS_SHELL,
  'test/cli/readers.test.ts': ITS_PROGRAMS,
  'test/cli/results.test.ts': ITS_SHELL,
  'test/cli/shape.test.ts': ITS_TIME,
  'test/cli/statistics.test.ts': ITS_TIME,
  'test/cli/table-words.test.ts': ITS_SHELL,
  'test/cli/text.test.ts': ITS_TIME,
  'test/cli/told.test.ts': ITS_TIME,
  'test/cli/trials.test.ts': ITS_TIME,
  'test/cli/view.test.ts': ITS_SIGNALS,
  'test/cli/watch.test.ts': ITS_SIGNALS,
  'test/cli/why.test.ts': ITS_TIME,
};

const isBelow = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file === place || file.startsWith(`${place}/`));

/** Every file of tests in a checkout. */
export const testFiles = (root: string): string[] =>
  readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
    .filter((file) => file.endsWith('.test.ts'))
    .sort();

/** Keeps those of these files that run. */
export const included = (files: readonly string[]): string[] =>
  files.filter((file) => isBelow(file, TESTS) && !isBelow(file, Object.keys(LEFT_OUT)));

/** Gives vitest the suites of a checkout; `named` are the only files where any are named. */
export function suitesOf(root: string, named: readonly string[]): Suite[] {
  if (named.length > 0) return [{ name: 'named', paths: named, sizes: {} }];
  return [
    { name: 'tests', paths: included(testFiles(root)), sizes: {} },
    { name: 'crashes', paths: CRASHES, sizes: { PAPERMAKE_FAULTS: 12 } },
  ];
}
