/** All files of a replication package by their paths: the project as it runs, and what was made to be read beside it. */
import { sha256 } from '../../base/canonical.ts';
import { type Problem, problemAt } from '../../base/problem.ts';
import { foldedPath, whyNoFileName } from '../../base/system/file-names.ts';
import { quoted } from '../../base/text/quoted.ts';
import { nodesHaving } from '../../engine/graph.ts';
import { chainPaths } from '../../engine/ledger/chain.ts';
import { MANIFEST } from '../../engine/run/outputs/manifest.ts';
import { filesRead } from '../survey/files-read.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { certificateFile } from './certificate-file.ts';
import { codebookOf } from './codebook.ts';
import { depositFormats } from './deposits/registry.ts';
import { exhibitsFile } from './exhibits.ts';
import { type Facts, isPassedOn } from './facts.ts';
import { CODEBOOK, type Contents, EXHIBITS, README, SUMS } from './files.ts';
import { ownFiles } from './own.ts';
import { readmeOf } from './readme/readme.ts';
import { standInFiles } from './stand-in/files.ts';
import { WITNESS, witnessFile } from './witness-file.ts';
import { isTooLarge, TOO_LARGE } from './write.ts';

/** The files, or what is wrong with their names. */
export async function contentsOf(facts: Facts, surveyed: Surveyed): Promise<Contents | readonly Problem[]> {
  const own = projectFiles(facts, surveyed);
  if ('problems' in own) return own.problems;
  const drawn = standInFiles(facts.sources, own.needed, surveyed);
  if ('problems' in drawn) return drawn.problems;
  const made = new Map([...(await madeFiles(facts, surveyed)), ...drawn.files]);
  const taken = [...made.keys()].filter((path) => own.files.has(path));
  if (taken.length > 0)
    return [
      problemAt({
        code: 'package-name',
        message: `${quoted(taken)}: the package has a file of its own with this name`,
        hint: 'call the file of the project something else',
      }),
    ];
  const all = new Map([...own.files, ...made]);
  const unfit = unfitNames([...all.keys()]);
  if (unfit.length > 0) return unfit;
  all.set(README, Buffer.from(readmeOf(facts, all)));
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  const sums = sorted.map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join('');
  return new Map([...sorted, [SUMS, Buffer.from(sums)]]);
}

interface ProjectFiles {
  /** The pipeline and all that it names, but for data that are not passed on; outputs, and the ledger. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The files with which a run begins. */
  readonly needed: ReadonlyMap<string, Uint8Array>;
}

function projectFiles(
  { pipeline, declared, sources }: Facts,
  surveyed: Surveyed,
): ProjectFiles | { readonly problems: readonly Problem[] } {
  const { session, survey } = surveyed;
  const kept = new Set(
    sources.filter((each) => !isPassedOn(each)).flatMap((each) => each.files.map(({ path }) => path)),
  );
  const outputs = nodesHaving(survey.graph.nodes, 'outputs').flatMap((node) => node.outputs!);
  const read = [...filesRead(surveyed).keys()].filter((path) => !kept.has(path));
  const include = declared.include ?? [];
  const { root, kinds } = session.options;
  const ownKinds = [...kinds.values()].flatMap(({ module, code }) => (module === null ? [] : Object.keys(code.files)));
  const needs = new Set([pipeline, ...read, ...ownKinds]);
  const paths = [...needs, ...include, ...outputs, MANIFEST, ...chainPaths(root)];
  const files = new Map<string, Uint8Array>();
  const problems: Problem[] = [];
  const isFile = (path: string): boolean =>
    session.files.normalise(path) !== undefined && !/^([/\\]|\.\.)/.test(path) && session.files.kind(path) === 'file';
  // The sizes are asked for before anything is read.
  const size = paths.reduce((sum, path) => sum + (isFile(path) ? session.files.contents(path)!.size : 0), 0);
  if (isTooLarge(size, paths.length))
    return {
      problems: [
        problemAt({
          code: 'package-large',
          message: 'the files of the package have more than 4 GB, or are more than 65,534, which no plain `.zip` holds',
          hint: TOO_LARGE.hint,
        }),
      ],
    };
  for (const path of new Set(paths)) {
    const bytes = isFile(path) ? session.files.read(path) : undefined;
    if (bytes !== undefined) files.set(path, bytes);
    else if (path !== MANIFEST) problems.push(absent(path, include.indexOf(path), surveyed));
  }
  const secret = include.filter((path) => kept.has(path) || /^(\.papermake|\.git)(\/|$)/.test(path));
  problems.push(...secret.map((path) => keptBack(path, include.indexOf(path), surveyed)));
  const needed = new Map([...files].filter(([path]) => needs.has(path)));
  return problems.length > 0 ? { problems } : { files, needed };
}

const includeAt = (i: number, { session }: Surveyed) => session.spec.source.locate(['package', 'include', i]);

function absent(path: string, i: number, surveyed: Surveyed): Problem {
  const problem = {
    code: 'package-file',
    message: `\`${path}\` cannot be packed: there is no such file in the project`,
    hint:
      i < 0
        ? '`papermake run` makes outputs; data of a package lie in the project'
        : 'paths are relative to the pipeline',
  };
  return i < 0 ? problemAt(problem) : problemAt(problem, includeAt(i, surveyed));
}

const keptBack = (path: string, i: number, surveyed: Surveyed): Problem =>
  problemAt(
    {
      code: 'package-file',
      message: `\`${path}\` is not passed on, and \`include\` would pack it`,
      hint: 'leave it out of `include`',
    },
    includeAt(i, surveyed),
  );

async function madeFiles(facts: Facts, surveyed: Surveyed): Promise<Map<string, Uint8Array>> {
  const certificate = await certificateFile(facts, surveyed);
  const witness = witnessFile(surveyed);
  const text: (readonly [string, string | Uint8Array])[] = [
    ...facts.scripts.flatMap(({ files }) => files.map(({ path, content }) => [path, content] as const)),
    [EXHIBITS, exhibitsFile(facts.exhibits, facts.pipeline)],
    [CODEBOOK, codebookOf(facts, surveyed)],
    [certificate.path, certificate.content],
    ...ownFiles(),
    ...(witness === undefined ? [] : [[WITNESS, witness] as const]),
    ...depositFormats.flatMap(({ path, write }) => {
      const content = write(facts);
      return content === undefined ? [] : [[path, content] as const];
    }),
  ];
  return new Map(text.map(([path, content]) => [path, Buffer.from(content)]));
}

/** Names that no file can have everywhere, or that are one file where case does not count. */
function unfitNames(paths: readonly string[]): Problem[] {
  const taken = new Map<string, string>();
  return paths.flatMap((path) => {
    const why = path.split('/').flatMap((name) => whyNoFileName(name) ?? [])[0];
    const other = taken.get(foldedPath(path));
    taken.set(foldedPath(path), path);
    if (why !== undefined)
      return [
        problemAt({
          code: 'package-name',
          message: `\`${path}\` cannot be a name everywhere: ${why}`,
          hint: 'rename the file',
        }),
      ];
    if (other === undefined) return [];
    const message = `\`${other}\` and \`${path}\` are one file on some systems`;
    return [problemAt({ code: 'package-name', message, hint: 'rename one of them' })];
  });
}
