/** Gathers the facts that a replication package tells of a paper, from the pipeline and the record of its runs. */
import type { PackageDecl } from '../../engine/declared.ts';
import { startedBy } from '../../engine/executors/gather.ts';
import { nodesOfKind } from '../../engine/graph.ts';
import { hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import { readRuns } from '../../engine/store/runs.ts';
import type { Language } from '../../table/table.ts';
import { type Certificate, certify } from '../certificate/certify.ts';
import { version } from '../place.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { filesRead } from '../survey/files-read.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { languageOf } from '../view/labels.ts';
import { type Exhibit, exhibitsOf } from './exhibits.ts';
import { type Scripts, scriptsOf } from './scripts.ts';
import { roleOf, type Source, sourcesOf } from './sources.ts';

/** A script, text or template of the authors' own. */
export interface Program {
  readonly path: string;
  readonly role: 'program' | 'text' | 'template';
  /** Steps that read it. */
  readonly steps: readonly string[];
}

export interface Facts {
  readonly title: string;
  /** Path of the pipeline from the project. */
  readonly pipeline: string;
  readonly language: Language;
  /** The version of this papermake. */
  readonly version: string;
  readonly declared: PackageDecl;
  readonly sources: readonly Source[];
  readonly programs: readonly Program[];
  readonly scripts: readonly Scripts[];
  readonly exhibits: readonly Exhibit[];
  /** Programs beside papermake, as steps start them: `Rscript`. */
  readonly starts: readonly string[];
  /** Versions with which nodes of programs ran, as these told them: `R 4.2.2`. */
  readonly versions: readonly string[];
  /** Steps that draw at random, with their seeds. */
  readonly seeds: readonly { readonly step: string; readonly seed: string }[];
  /** The time that all nodes ran, by the record. */
  readonly milliseconds: number;
  /** No run on record held so many bytes of memory; undefined where none was measured. */
  readonly memory: number | undefined;
  readonly nodes: number;
  readonly steps: readonly { readonly name: string; readonly kind: string }[];
  readonly claims: number;
  /** Variables of which no value is shown. */
  readonly hidden: readonly string[];
  readonly certificate: Certificate;
}

export async function factsOf(surveyed: Surveyed): Promise<Facts> {
  const { session, survey } = surveyed;
  const { graph, store } = survey;
  const nodes = [...graph.nodes.values()];
  const sources = sourcesOf(surveyed);
  const kept = new Set(sources.flatMap((source) => (isPassedOn(source) ? [] : source.readers)));
  const scripts = scriptsOf(surveyed, (step) => !kept.has(step));
  return {
    title: session.project.title ?? '',
    pipeline: session.options.file,
    language: languageOf(session, graph),
    version: version(),
    declared: session.project.package ?? {},
    sources,
    programs: programsOf(surveyed),
    scripts,
    exhibits: exhibitsOf(surveyed, scripts, sources),
    starts: [...new Set(nodes.flatMap((node) => startedBy(node) ?? []))].sort(),
    versions: versionsOf(surveyed),
    seeds: seedsOf(surveyed),
    milliseconds: nodes.reduce((sum, { id }) => sum + (store.last(id)?.milliseconds ?? 0), 0),
    memory: memoryOf(session.options.root),
    nodes: nodes.length,
    steps: stepsOf(surveyed),
    claims: nodes.filter(({ loaded }) => loaded.kind.artifact === 'verdict' && loaded.name === 'claim').length,
    hidden: [...hiddenVariables(session, graph, store)].sort(),
    certificate: await certify(surveyed),
  };
}

/** Tells whether the package holds the files of a source: the authors may pass them on, and nothing in them is hidden. */
export const isPassedOn = ({ declared, hidden }: Source): boolean => declared.provided === true && hidden.length === 0;

function programsOf(surveyed: Surveyed): readonly Program[] {
  return [...filesRead(surveyed)].flatMap(([path, nodes]): Program[] => {
    const role = roleOf(path, nodes[0]!.loaded.name);
    return role === 'data' ? [] : [{ path, role, steps: [...new Set(nodes.map(({ step }) => step))] }];
  });
}

/** The next power of two megabytes above what any run on record held, so that a further run seldom changes it. */
function memoryOf(root: string): number | undefined {
  const most = Math.max(0, ...readRuns(root).runs.map(({ memory }) => memory ?? 0));
  return most === 0 ? undefined : 2 ** Math.ceil(Math.log2(most + 1));
}

function stepsOf({ session: { spec }, survey: { graph } }: Surveyed): Facts['steps'] {
  const names = new Set([...graph.nodes.values()].map(({ step }) => step));
  return [...names].map((name) => ({ name, kind: spec.step(name)?.kind ?? name }));
}

function seedsOf({ survey: { graph } }: Surveyed): Facts['seeds'] {
  const seeds = new Map<string, string>();
  for (const { step, seed } of graph.nodes.values()) if (seed !== undefined) seeds.set(`${step}\n${seed}`, step);
  return [...seeds].map(([key, step]) => ({ step, seed: key.slice(step.length + 1) }));
}

/** The versions that programs told of themselves and of their packages, by the record: `Rscript --version: Rscript (R) version 4.5.0`. */
function versionsOf({ survey: { graph, store } }: Surveyed): readonly string[] {
  const told = nodesOfKind(
    graph.nodes,
    ({ kind, name }) => kind.artifact === 'versions' || name === 'versions',
  ).flatMap(({ id }) => {
    const trace = store.last(id);
    const reader = trace && recordedArtifact(store, trace);
    return (reader?.parts ?? []).map((part) => `${part}: ${plain(reader!.json(part))}`);
  });
  return [...new Set(told)].sort();
}

/** The first line of what a program told. */
const plain = (value: unknown): string => (typeof value === 'string' ? value.split('\n')[0]! : JSON.stringify(value));
