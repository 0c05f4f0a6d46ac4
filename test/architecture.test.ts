/** The rules that keep the layers apart and the numbers the same everywhere; each names the lines that break it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepFile } from '../scripts/built-in-codes.ts';
import { estimators } from '../src/econ/registry.ts';
import { readers } from '../src/frame/readers/registry.ts';
import { formats } from '../src/table/formats/registry.ts';
import { allKinds } from '../steps/registry.ts';
import { withoutAssertion } from './support/assertions.ts';

const root = path.resolve(import.meta.dirname, '..');

function sources(folder: string): string[] {
  const full = path.join(root, folder);
  return readdirSync(full).flatMap((name) => {
    const file = `${folder}/${name}`;
    if (statSync(path.join(root, file)).isDirectory()) return sources(file);
    return /\.tsx?$/.test(name) ? [file] : [];
  });
}

const all = [...sources('src'), ...sources('steps')].sort();

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Code without comments; strings and line numbers stay. */
function code(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

/** Code without comments and the text of strings. */
function bare(file: string): string {
  return code(file).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

function lines(text: string, pattern: RegExp): { line: number; text: string }[] {
  return text
    .split('\n')
    .flatMap((content, i) => (pattern.test(content) ? [{ line: i + 1, text: content.trim() }] : []));
}

function breaches(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) => lines(bare(file), pattern).map(({ line, text }) => `${file}:${line}  ${text}`));
}

interface Import {
  readonly to: string;
  readonly typeOnly: boolean;
}

const importsOf = new Map<string, readonly Import[]>();

/** Imports of our own files, as paths from the root. */
function imports(file: string): readonly Import[] {
  const known = importsOf.get(file) ?? readImports(file);
  importsOf.set(file, known);
  return known;
}

function readImports(file: string): Import[] {
  const found = code(file).matchAll(
    /\b(import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/g,
  );
  return [...found].map(([, , type, plain, dynamic]) => ({
    to: path.posix.join(path.posix.dirname(file), (plain ?? dynamic)!),
    typeOnly: type !== undefined,
  }));
}

function layer(file: string): string {
  return file.startsWith('steps/') ? 'steps' : file.split('/')[1]!;
}

/** layer → the layers it may import besides itself; `type` marks a layer of which only types may be imported. */
const below: Readonly<Record<string, readonly string[]>> = {
  base: [],
  econ: ['base'],
  frame: ['base', 'econ'],
  engine: ['base'],
  table: ['base', 'type econ'],
  figure: ['base', 'econ', 'table'],
  check: ['base', 'econ', 'table'],
  document: ['base', 'frame', 'table'],
  export: ['base', 'econ'],
  import: ['base', 'econ'],
  steps: ['base', 'econ', 'frame', 'table', 'figure', 'check', 'document', 'export', 'engine'],
  app: ['base', 'econ', 'frame', 'table', 'figure', 'check', 'document', 'export', 'import', 'engine', 'steps'],
  page: ['type app'],
};

function allowed(file: string, { to, typeOnly }: Import): boolean {
  const from = layer(file);
  const target = layer(to);
  if (target === from) return true;
  return below[from]!.includes(target) || (typeOnly && below[from]!.includes(`type ${target}`));
}

describe('layers', () => {
  it('has a rule for every folder', () => {
    expect(all.map(layer).filter((name) => below[name] === undefined)).toEqual([]);
  });

  it('imports point down only', () => {
    const wrong = all.flatMap((file) =>
      imports(file)
        .filter((i) => !allowed(file, i))
        .map((i) => `${file} imports ${i.to}`),
    );
    expect(wrong).toEqual([]);
  });

  // Data files and table formats are chosen at run time, so their registries are part of what `ingest` and `report` do.
  it('steps import of the engine its contract alone', () => {
    const wrong = all
      .filter((file) => file.startsWith('steps/') && file !== 'steps/registry.ts')
      .flatMap((file) =>
        imports(file)
          .filter(({ to }) => layer(to) === 'engine' && to !== 'src/engine/step.ts')
          .map(({ to }) => `${file} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  // It is no part of a kind's code (scripts/built-in-codes.ts): whoever runs with it names the estimator as its node's method.
  it('the list of estimators is asked where models are planned and run, where scripts of R are read, and by the command line', () => {
    const asking = all.filter((file) => imports(file).some(({ to }) => to === 'src/econ/registry.ts'));
    const may =
      /^src\/econ\/compile\/|^steps\/(predict\.ts|bootstrap\/(plan|resampling)\.ts|equality\/(plan|step)\.ts|lib\/predict\/plan\.ts|specification\/step\.ts|(magnitudes|multiverse)\/plan\.ts|(models|command)\/foreign\.ts|lib\/(models\/|figure\/plan\.ts))|^src\/import\/r\/|^src\/app\//;
    expect(asking.filter((file) => !may.test(file))).toEqual([]);
  });

  // Of data, readers know their formats, and `ingest` names those that are formats of tables too. The forms of `diff` and the
  // author's own files are no tables.
  it('no code but the registry knows which formats of tables there are', () => {
    const folder = 'src/table/formats/';
    const names = formats.flatMap(({ name, extension }) =>
      readers.some((reader) => reader.name === name) ? [] : [`'${name}'`, `\\.${extension}['"\`]`],
    );
    const forms = [
      folder,
      'src/app/certificate/formats/',
      'src/app/diff/formats/',
      'src/app/importing/',
      'src/app/machine/a-paper.ts',
      'src/app/package/',
      'src/app/text/',
      'src/document/',
      'steps/document.ts',
      'steps/lib/document/',
    ];
    const outside = all.filter((file) => !forms.some((each) => file.startsWith(each)) && layer(file) !== 'frame');
    const wrong = outside.flatMap((file) =>
      lines(code(file), new RegExp(names.join('|'))).map(({ line, text }) => `${file}:${line}  ${text}`),
    );
    const own = (file: string): boolean => formats.some(({ name }) => file === `${folder}${name}.ts`);
    const imported = all
      .filter((file) => file !== `${folder}registry.ts`)
      .flatMap((file) =>
        imports(file)
          .filter(({ to }) => own(to))
          .map(({ to }) => `${file} imports ${to}`),
      );
    expect([...wrong, ...imported]).toEqual([]);
  });

  it('sees imports however they are written', () => {
    const seen = all.flatMap(imports);
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.some((i) => i.typeOnly)).toBe(true);
  });

  it('the engine knows nothing of economics', () => {
    const words = /\b(estimat\w*|regress\w*|fits?|stdError|vcov|formulas?|coefficients?|covariates?|econ)\b/i;
    // The contract hands kinds what other kinds say of their columns and panels.
    const files = all.filter((file) => layer(file) === 'engine' && file !== 'src/engine/step.ts');
    expect(breaches(files, words)).toEqual([]);
  });
});

/**
 * The rooms of a layer in order: a file imports from its own room and from those before it. A file
 * that stands in the layer's own folder is a room of its own.
 */
const rooms: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'src/econ': [
    ['data.ts', 'design.ts', 'fit.ts'],
    ['linalg', 'distributions'],
    ['panel'],
    ['foreign'],
    ['formula'],
    ['spec.ts'],
    ['sample'],
    ['predictions.ts', 'estimator.ts', 'form.ts', 'counterpart.ts'],
    ['vcov'],
    ['regression'],
    ['describe'],
    ['index'],
    ['margins'],
    ['likelihood'],
    ['equation'],
    ['predict'],
    ['ordered', 'fractional', 'counts'],
    estimators.map(({ name }) => name),
    ['registry.ts', 'equations.ts'],
    ['compile'],
    ['spatial', 'regional'],
    ['efficiency'],
    ['graphics'],
    ['shown'],
    ['estimate.ts', 'predict.ts'],
    ['draws'],
    ['moderation', 'difference', 'multiverse'],
  ],
  'src/engine': [
    ['system'],
    ['declared.ts', 'step.ts', 'kinds.ts', 'graph.ts'],
    ['code'],
    ['pipeline'],
    ['store'],
    ['ledger'],
    ['cache'],
    ['events.ts'],
    ['executors'],
    ['decide'],
    ['resume'],
    ['run'],
    ['fsck'],
  ],
};

describe('rooms', () => {
  for (const [folder, order] of Object.entries(rooms)) {
    const inside = all.filter((file) => file.startsWith(`${folder}/`));
    const room = (file: string): string => file.slice(folder.length + 1).split('/')[0]!;
    const rank = (file: string): number => order.findIndex((names) => names.includes(room(file)));

    it(`${folder} has a place for every file`, () => {
      expect(inside.filter((file) => rank(file) < 0)).toEqual([]);
    });

    it(`${folder} imports from earlier rooms alone`, () => {
      const wrong = inside.flatMap((file) =>
        imports(file)
          .filter(({ to }) => to.startsWith(`${folder}/`) && room(to) !== room(file) && rank(to) > rank(file))
          .map(({ to }) => `${file} imports ${to}`),
      );
      expect(wrong).toEqual([]);
    });
  }

  it.each(Object.keys(rooms))('the map of %s in docs/architecture.md has them in this order', (folder) => {
    const map = /^\| room of `FOLDER\/` [\s\S]*?\n\n/.source.replace('FOLDER', folder);
    const [table] = new RegExp(map, 'm').exec(read('docs/architecture.md'))!;
    const named = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, names]) => names!.split(', '));
    const told = named.map((name) => name.replaceAll(/`|\/$|\/`$/g, ''));
    const isEstimator = (name: string): boolean =>
      folder === 'src/econ' && estimators.some((each) => each.name === name);
    expect(told.filter((name) => !isEstimator(name))).toEqual(
      rooms[folder]!.flat().filter((name) => !isEstimator(name)),
    );
  });

  it('the map in docs/architecture.md has every folder of the other layers', () => {
    const map = /^\| folder \| what \|[\s\S]*?\n\n/m.exec(read('docs/architecture.md'))![0];
    const told = [...map.matchAll(/`(src\/\w+\/\w+)\/`/g)].map(([, folder]) => folder);
    const layers = ['app', 'base', 'export', 'figure', 'frame', 'import', 'table'].map((name) => `src/${name}`);
    const folders = layers.flatMap((layer) =>
      readdirSync(path.join(root, layer), { withFileTypes: true })
        .filter((each) => each.isDirectory())
        .map(({ name }) => `${layer}/${name}`),
    );
    expect(told.sort()).toEqual(folders.sort());
  });

  it('no files import each other in a circle, types included', () => {
    expect(circles(all, (file) => imports(file).map(({ to }) => to))).toEqual([]);
  });

  it('no rooms of a folder do either, whether a room is a folder or a file', () => {
    const folders = [...new Set(all.flatMap(parents))];
    const found = folders.flatMap((folder) => {
      const room = (file: string): string => file.slice(folder.length + 1).split('/')[0]!;
      const inside = all.filter((file) => file.startsWith(`${folder}/`));
      const asked = new Map<string, Set<string>>();
      for (const file of inside)
        for (const { to } of imports(file))
          if (to.startsWith(`${folder}/`) && room(to) !== room(file))
            asked.set(room(file), (asked.get(room(file)) ?? new Set()).add(room(to)));
      return circles([...asked.keys()], (from) => [...(asked.get(from) ?? [])]).map((circle) => `${folder}: ${circle}`);
    });
    expect(found).toEqual([]);
  });
});

describe('rooms of step kinds', () => {
  const inRooms = all.filter((file) => /^steps\/(?!lib\/)\w+\//.test(file));
  const roomOf = (file: string): string => /^steps\/(?!lib\/)\w+\//.exec(file)?.[0] ?? '';

  it('know of each other what their results hold, and nothing else', () => {
    const wrong = inRooms.flatMap((file) =>
      imports(file)
        .filter(({ to }) => roomOf(to) !== '' && roomOf(to) !== roomOf(file) && !to.endsWith('/result.ts'))
        .map(({ to }) => `${file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('numbers are made from what all kinds share and from nothing else of the room', () => {
    const wrong = inRooms
      .filter((file) => file.includes('/numbers/'))
      .flatMap((file) =>
        imports(file)
          .filter(({ to }) => !/^src\/(base|econ)\//.test(to) && !to.startsWith(`${roomOf(file)}numbers/`))
          .map(({ to }) => `${file} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('no node’s code holds what its results are called, or how tables show them', () => {
    const told = /^steps\/(?!lib\/)\w+\/(room|result|table|figure|words|foreign)\.ts$|^steps\/registry\.ts$/;
    const reached = (file: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const { to, typeOnly } of imports(file)) if (!typeOnly) reached(to, seen);
      return seen;
    };
    const wrong = allKinds().flatMap(({ name }) =>
      [...reached(stepFile(root, name))]
        .filter((file) => file.startsWith('steps/') && told.test(file))
        .map((file) => `${name}: ${file}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Folders in which a file stands, at whatever depth. */
const parents = (file: string): string[] => {
  const names = file.split('/').slice(0, -1);
  return names.map((_, at) => names.slice(0, at + 1).join('/')).filter((folder) => folder.includes('/'));
};

/** Finds the places that can be reached from themselves, by a walk that leaves a place once everything that it leads to is left. */
function circles(places: readonly string[], next: (place: string) => readonly string[]): string[] {
  const state = new Map<string, 'open' | 'left'>();
  const found: string[] = [];
  const visit = (place: string, path: readonly string[]): void => {
    if (state.get(place) === 'open') found.push([...path.slice(path.indexOf(place)), place].join(' → '));
    if (state.has(place)) return;
    state.set(place, 'open');
    for (const to of next(place)) visit(to, [...path, place]);
    state.set(place, 'left');
  };
  for (const place of places) visit(place, []);
  return found;
}

describe('the same bits everywhere', () => {
  const numeric = all.filter((file) => /^src\/(econ|frame)\/|^src\/base\/expression|^steps\/\w+\/numbers\//.test(file));
  const pure = all.filter((file) => /^src\/(econ|frame|table|figure)\/|^steps\//.test(file));

  it('no `rmSync`, with which Node 24 ends the process on Windows where it is refused: `base/system/remove.ts` removes', () => {
    expect(breaches(all, /\brmSync\b/)).toEqual([]);
  });

  it('no power operator or Math.pow where numbers are made: their bits differ between versions of Node', () => {
    expect(breaches(numeric, /\*\*|Math\.pow/)).toEqual([]);
  });

  it('no order by language: sort by code unit', () => {
    // The account's own locale chooses the language of a file that `init` writes.
    expect(breaches(all, /localeCompare|Intl\.(?!DateTimeFormat\(\)\.resolvedOptions\(\)\.locale)|toLocale/)).toEqual(
      [],
    );
  });

  it('no chance and no clock', () => {
    expect(breaches(pure, /Math\.random|Date\.now|new Date\(\)|performance\.now|process\.hrtime/)).toEqual([]);
  });

  it('numerics do no input or output', () => {
    const econ = all.filter((file) => /^src\/econ\/|^steps\/\w+\/numbers\//.test(file));
    const wrong = econ.flatMap((file) =>
      lines(code(file), /from 'node:|process\.|console\./).map(({ line }) => `${file}:${line}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('programs', () => {
  /** Each place where a program is started, and who says that it may. */
  const starting = [
    // The browser, for whom `view` is called.
    'src/app/commands/view.ts',
    // papermake itself, unshare and R, in a copy of a package whose own project is trusted.
    'src/app/package/proof.ts',
    // git, which reads no setting of the repository that names a program.
    'src/app/running/execute.ts',
    'src/base/system/git-program.ts',
    // Nodes of steps with `on`, which `withheldBy` of a session names; `--on` and `cancel` are refused without trust.
    'src/engine/executors/cluster/scheduler.ts',
    // Nodes of the kinds that say what they start, below.
    'steps/lib/command/pipe.ts',
    'steps/lib/command/process.ts',
    // The text of the process that stands beside a program on Windows, which the file above starts.
    'steps/lib/command/windows.ts',
  ];

  it('are started in few places, each of which asks for trust or starts nothing of the project', () => {
    const found = all.filter((file) => /child_process|import\('execa'\)/.test(code(file)));
    expect(found).toEqual(starting);
  });

  it('are named by every kind whose run may start one', () => {
    const reaches = (file: string, seen = new Set<string>()): boolean => {
      if (file === 'steps/lib/command/process.ts') return true;
      if (seen.has(file)) return false;
      seen.add(file);
      return imports(file).some(({ to, typeOnly }) => !typeOnly && reaches(to, seen));
    };
    const able = allKinds().filter(({ name }) => reaches(stepFile(root, name)));
    expect(able.map(({ name }) => name).sort()).toEqual([
      'bridge-draws',
      'bridge-versions',
      'command',
      'document',
      'python',
      'r',
      'stata',
      'versions',
      'witness-run',
    ]);
    expect(able.filter(({ starts }) => starts === undefined).map(({ name }) => name)).toEqual([]);
  });
});

describe('what is printed', () => {
  it('goes through the one place where nothing that comes from data steers a terminal', () => {
    const printing = breaches(all, /\bconsole\.|\bstd(out|err)\.write\b/).filter(
      (line) => !/^src\/app\/(terminal\/terminal|start\/pipes|main)\.ts:/.test(line),
    );
    expect(printing).toEqual([]);
  });
});

describe('tests', () => {
  const tests = sources('test');

  it('have no limit under ten minutes, which a slow machine would reach', () => {
    const limit = /^\s*\}, ([\d_]+)\);$|\{ timeout: ([\d_]+) \}, (?:async )?\(/;
    const short = tests.flatMap((file) =>
      lines(code(file), limit).flatMap(({ line, text }) => {
        const [, after, before] = limit.exec(text)!;
        const milliseconds = Number((after ?? before)!.replaceAll('_', ''));
        return milliseconds >= 1000 && milliseconds < 600_000 ? [`${file}:${line}  ${text}`] : [];
      }),
    );
    expect(short).toEqual([]);
  });

  it('write into folders of their own, since another checkout may be tested at the same time', () => {
    const shared = /(?<!mkdtempSync\(|mkdtempSync\(path\.)\bjoin\((scratchFolder|tmpdir)\(\), '|= scratchFolder\(\)/;
    expect(tests.flatMap((file) => lines(code(file), shared).map(({ line }) => `${file}:${line}`))).toEqual([]);
  });

  it('assert something, by themselves or by a helper', () => {
    expect(withoutAssertion(root, tests)).toEqual([]);
  });
});

describe('comments', () => {
  it('every file opens with a sentence that says what it is', () => {
    const opening = (file: string): string => /^\/\*\*([\s\S]*?)\*\//.exec(read(file))?.[1]?.trim() ?? '';
    expect(all.filter((file) => !/^\S+ \S[\s\S]*\.$/.test(opening(file).replace(/\)\.?$/, '.')))).toEqual([]);
  });

  it('none begins with a genitive, so that each names the thing that it is about', () => {
    const genitives = all.flatMap((file) =>
      lines(read(file), /(^|\s)(\/\*\*|\/\/) Of\b/).map(({ line, text }) => `${file}:${line}  ${text}`),
    );
    expect(genitives).toEqual([]);
  });
});

describe('size', () => {
  it('no folder over 20 files but those whose files are one thing each', () => {
    const one = ['src/app/commands', 'src/engine/executors/cluster', 'steps', 'steps/lib/command'];
    const files = [...all, ...sources('scripts')].map(path.posix.dirname);
    const large = [...new Set(files)].filter((folder) => files.filter((each) => each === folder).length > 20);
    expect(large.filter((folder) => !one.includes(folder))).toEqual([]);
  });

  it('no file over 400 lines', () => {
    const long = all
      .map((file) => ({ file, length: read(file).split('\n').length }))
      .filter(({ length }) => length > 400);
    expect(long).toEqual([]);
  });
});
