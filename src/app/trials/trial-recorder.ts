/** Puts what a run estimates on the ledger of the project, before anybody can read it. */
import { attempt } from '../../base/attempt.ts';
import { digestJson, sha256 } from '../../base/canonical.ts';
import { defined } from '../../base/defined.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { type GraphNode, nodesOfKind } from '../../engine/graph.ts';
import { Ledger } from '../../engine/ledger/ledger.ts';
import { type Entry, isEstimate, type TakenOver } from '../../engine/ledger/line.ts';
import type { KnownResult, Recorder } from '../../engine/ledger/recorder.ts';
import { unreleased } from '../../engine/ledger/registration.ts';
import type { Ran } from '../../engine/run/session.ts';
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';
import { familyTried, isOfFamily, membersWith } from '../tried/families.ts';
import { dataRead, isTrial, triedBy } from '../tried/tried.ts';
import { formerDigests, readFormer, removeFormer } from './former-trials.ts';

export class TrialRecorder implements Recorder {
  readonly #root: string;
  readonly #pipeline: string;
  readonly #families = new Set<string>();
  readonly #formerSeen = new Set<string>();
  #ledger: Ledger | undefined;
  /** The count of earlier versions, and the part of it that stands on the ledger without its specification. */
  #former: TakenOver | undefined;
  #taken: ReadonlySet<string> = new Set();

  constructor(root: string, pipeline: string) {
    this.#root = root;
    this.#pipeline = pipeline;
  }

  withholds(names: readonly string[]): void {
    if (names.length === 0) return;
    const ledger = this.#open();
    const open = unreleased(ledger.lines, [...names].sort());
    if (open.length > 0) ledger.note({ ...withholding(open), ...this.#pipelineOf() });
  }

  made(node: GraphNode, known: KnownResult): void {
    this.#note(node, known);
    for (const taker of takersOf(node, known)) this.#note(taker, { ...known, part: partOfTaken(taker, known) });
  }

  write(): void {
    this.#ledger?.write();
  }

  /** Ends a run. What stands is recorded too where nothing was before, and where there is a count to take over. */
  finish({ planned: { graph }, run, session }: Pick<Ran, 'planned' | 'run' | 'session'>): void {
    const ledger = this.#ledger;
    if (ledger === undefined) return;
    const hasEstimates = ledger.lines.some((line) => isEstimate(line) || line.taken !== undefined);
    if (hasEstimates && this.#former === undefined) return;
    const standings = run.standings();
    const known: KnownResult = {
      nodes: graph.nodes,
      artifact: (id) => standings.get(id)?.artifact,
      digest: (path) => session.files.digest(path),
      part: () => undefined,
    };
    for (const node of graph.nodes.values()) if (standings.has(node.id)) this.#note(node, known);
    ledger.write();
    if (this.#former === undefined) return;
    const { since, specs } = this.#former;
    const left = specs.filter((digest) => !this.#formerSeen.has(digest));
    if (left.length > 0) ledger.note(takenOver({ since, specs: left }));
    ledger.write();
    removeFormer(this.#root);
  }

  #open(): Ledger {
    if (this.#ledger) return this.#ledger;
    const by = process.env.PAPERMAKE_BY?.trim();
    this.#ledger = new Ledger(this.#root, { by: by === undefined || by === '' ? null : by, now: Date.now });
    this.#former = readFormer(this.#root);
    this.#taken = new Set(this.#ledger.lines.flatMap(({ taken }) => taken?.specs ?? []));
    return this.#ledger;
  }

  #note(node: GraphNode, known: KnownResult): void {
    if (!isTrial(node)) return;
    const ledger = this.#open();
    const isMember = isOfFamily(node);
    if (isMember && this.#families.has(node.step)) return;
    if (isMember) this.#families.add(node.step);
    const entry = isMember ? familyEntry(node, known) : entryOf(node, known);
    const nodes = isMember ? membersWith(node, known.nodes) : [node];
    ledger.note({ ...entry, ...this.#pipelineOf(), ...this.#countedAs(nodes) });
  }

  #pipelineOf(): Pick<Entry, 'pipeline'> {
    return this.#pipeline === DEFAULT_PIPELINE ? {} : { pipeline: this.#pipeline };
  }

  /** Gives the digests by which a count that was taken over, or is to be, has these specifications. */
  #countedAs(nodes: readonly GraphNode[]): Pick<Entry, 'was'> {
    if (this.#former === undefined && this.#taken.size === 0) return {};
    const digests = nodes.flatMap(formerDigests);
    for (const digest of digests) this.#formerSeen.add(digest);
    const was = digests.filter((digest) => this.#taken.has(digest));
    return was.length === 0 ? {} : { was };
  }
}

/** Nodes that take over what a program has left: whatever it estimated can be read as soon as the program has run, in its other outputs too. */
function takersOf(node: GraphNode, { nodes }: KnownResult): readonly GraphNode[] {
  if (node.loaded.name !== 'command' || node.artifact !== 'command') return [];
  const commands = nodesOfKind(nodes, ({ name }) => name === 'command');
  return commands.filter(({ dependencies }) => dependencies.includes(node.id));
}

/** Parts of a fit that lies, as JSON, among what a program has left. */
const partOfTaken =
  ({ reads }: GraphNode, { part }: KnownResult): KnownResult['part'] =>
  (name) => {
    const [file] = reads.flatMap(({ parts }) => (parts === 'all' ? [] : parts));
    const fit = file === undefined ? undefined : jsonOf(part(file));
    return isJsonObject(fit) && fit[name] !== undefined ? Buffer.from(JSON.stringify(fit[name])) : undefined;
  };

function entryOf(node: GraphNode, known: KnownResult): Entry {
  const { spec, outcome, treatment } = triedBy(node, known);
  const told = outcome === null ? handed(known) : { outcome, treatment };
  return { spec, node: node.id, data: dataRead([node], known), ...told };
}

/** Reads the outcome and the treatment from a fit that was handed over. */
function handed({ part }: KnownResult): Pick<Entry, 'outcome' | 'treatment'> {
  const outcome = jsonOf(part('outcome'));
  const terms = jsonOf(part('terms'));
  const first = Array.isArray(terms)
    ? terms.map((each) => (isJsonObject(each) ? each.term : null)).find((term) => term !== '_cons')
    : undefined;
  return {
    outcome: typeof outcome === 'string' ? outcome : null,
    treatment: typeof first === 'string' ? first : null,
  };
}

const jsonOf = (bytes: Uint8Array | undefined): Json =>
  (bytes && attempt(() => JSON.parse(Buffer.from(bytes).toString()) as Json)) ?? null;

/** All specifications of a step. */
function familyEntry(node: GraphNode, known: KnownResult): Entry {
  const members = membersWith(node, known.nodes);
  return { ...familyTried(node, members, known), node: node.step, data: dataRead(members, known) };
}

/** A line for what was counted before there was a ledger, of which nothing but digests is known. */
const takenOver = (taken: TakenOver): Entry => ({
  spec: sha256(taken.specs.join('\n')),
  ...defined({ node: null, data: null, outcome: null, treatment: null, taken }),
});

/** A line for variables that nobody is to read before a plan is registered. */
const withholding = (withholds: readonly string[]): Entry => ({
  spec: digestJson({ withholds }),
  ...defined({ node: null, data: null, outcome: null, treatment: null, withholds }),
});
