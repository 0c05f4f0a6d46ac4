/** The lines above the steps and entries of an open pipeline: their state as `status` tells it, what runs them, and the last value of a column. */
import { basename, dirname } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import { isJsonObject } from '../../base/json.ts';
import { hidesIn, shownTo } from '../../base/value.ts';
import { isInternal, namesOf } from '../../engine/pipeline/reference.ts';
import { readYaml, type YamlSource } from '../../engine/pipeline/source/yaml.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { type Session, type Survey, survey } from '../../engine/run/session.ts';
import type { YamlPath } from '../../engine/step.ts';
import { type RunNow, readRunNow } from '../../engine/store/run-now.ts';
import { openProject } from '../project.ts';
import { viewerOf } from '../show/registry.ts';
import { whyOf } from '../survey/status-rows.ts';
import { shortNumber } from '../terminal/grid.ts';
import { shownArtifact } from '../view/results.ts';
import { type StatedRow, statedRows } from '../view/states.ts';
import type { Lens, OpenText } from './desk.ts';
import { namedIn, valueAt } from './names.ts';
import { savedText } from './plans.ts';

/** Characters of a line that are read at a glance. */
const LONGEST = 110;

/** The states are those of the saved file; what differs from it is said to. */
export async function lensesOf({ path, text }: OpenText): Promise<readonly Lens[]> {
  const { source } = readYaml(basename(path), text);
  if (source === undefined) return [];
  const opened = await openProject({ directory: dirname(path), file: basename(path) });
  if (!opened.ok) return [];
  const { session } = opened;
  const surveyed = survey(session);
  if (surveyed.problems.length > 0) return [];
  const now = readRunNow(session.options.root, session.options.file);
  const saved = savedText(path) ?? '';
  const before = saved === text ? source : readYaml(basename(path), saved).source;
  return new Lenses(session, surveyed, now).of(source, before);
}

class Lenses {
  readonly #session: Session;
  readonly #survey: Survey;
  readonly #rows: readonly StatedRow[];
  readonly #why: (row: StatedRow) => string;
  readonly #now: RunNow | undefined;

  constructor(session: Session, surveyed: Survey, now: RunNow | undefined) {
    this.#session = session;
    this.#survey = surveyed;
    this.#now = now;
    this.#rows = statedRows(surveyed, now);
    this.#why = whyOf(this.#rows);
  }

  of(source: YamlSource, saved: YamlSource | undefined): Lens[] {
    const written = [...namedIn(source.value)].map(([name, { path }]) => ({ name, path }));
    const sections = ['numbers', 'claims'].filter((name) => valueAt(source.value, [name]) !== undefined);
    const all = [...written, ...sections.map((name) => ({ name, path: [name] as YamlPath }))];
    const known = new Set(all.map(({ name }) => name));
    const looped = source.text === saved?.text ? this.#looped(known) : [];
    return [
      ...all.flatMap(({ name, path }) => {
        const isEdited = JSON.stringify(valueAt(source.value, path)) !== JSON.stringify(valueAt(saved?.value, path));
        return this.#lenses(name, this.#named(name), source.locate(path, { key: true }), isEdited);
      }),
      ...looped,
    ];
  }

  /** The lenses of steps that loops make, which stand where the loop does. */
  #looped(known: ReadonlySet<string>): Lens[] {
    const others = [...new Set(this.#rows.map(({ step }) => step))].filter((step) => !known.has(step));
    if (others.length === 0) return [];
    const { source } = this.#session.spec;
    return others
      .filter((step) => valueAt(source.value, ['steps', step]) !== undefined)
      .flatMap((step) =>
        this.#lenses(step, this.#named(step), source.locate(['steps', step], { key: true }), false, true),
      );
  }

  #named(name: string): StatedRow[] {
    const { nodes } = this.#survey.graph;
    if (!name.includes('.')) return this.#rows.filter(({ step }) => step === name);
    return this.#rows.filter(({ node }) => {
      const names = namesOf(nodes.get(node) ?? { id: node, params: {}, inputs: {} });
      return names.some((each) => each === name || each.startsWith(`${name}.`) || each.startsWith(`${name}[`));
    });
  }

  #lenses(
    name: string,
    rows: readonly StatedRow[],
    at: Lens['at'],
    isEdited: boolean,
    isNamed = name.includes('.'),
  ): Lens[] {
    if (rows.length === 0) return isEdited ? [{ at, title: 'not saved yet' }] : [];
    const state = isEdited ? 'edited since it was saved' : this.#state(rows);
    const value = name.includes('.') && !isEdited ? this.#value(rows, name) : undefined;
    const said = [state, ...(value === undefined ? [] : [value])].join(' · ');
    const short = name.slice(name.indexOf('.') + 1);
    const title = cut(isNamed ? `${short}: ${said}` : said);
    const node = this.#reference(name, rows);
    return [
      { at, title, node, does: 'why' },
      { at, title: isNamed ? `run ${short}` : 'run', node, does: 'run' },
    ];
  }

  /** The reference that means these nodes. */
  #reference(name: string, rows: readonly StatedRow[]): string {
    const { nodes } = this.#survey.graph;
    const isMeant = ({ node }: StatedRow): boolean =>
      namesOf(nodes.get(node) ?? { id: node, params: {}, inputs: {} }).includes(name);
    return !name.includes('.') || rows.some(isMeant) ? name : `${name}.*`;
  }

  #state(rows: readonly StatedRow[]): string {
    const counts = new Map<string, StatedRow[]>();
    for (const row of rows) counts.set(row.state, [...(counts.get(row.state) ?? []), row]);
    const told = ORDER.flatMap((state) => {
      const found = counts.get(state);
      return found === undefined ? [] : [counts.size === 1 ? state : `${found.length} ${state}`];
    });
    const first = ORDER.flatMap((state) => counts.get(state) ?? []).find(({ state }) => state !== 'fresh');
    const why = first && this.#reason(first);
    return why === undefined || why === '' ? told.join(', ') : `${told.join(', ')}: ${why}`;
  }

  #reason(row: StatedRow): string {
    const failed = this.#now?.failed.find(({ node }) => node === row.node);
    if (row.state !== 'failed' || failed === undefined) return this.#why(row);
    const hides = confidentialIn(this.#session, this.#survey.graph, this.#survey.store);
    return failed.problems.map(({ message }) => shownTo(message, hides)).join('; ');
  }

  /** The first coefficient of a column with its error; undefined where a hidden variable has a part in its name or outcome. */
  #value(rows: readonly StatedRow[], name: string): string | undefined {
    const { nodes } = this.#survey.graph;
    const own = rows.filter(({ node }) => !isInternal(node) && namesOf(nodes.get(node)!).includes(name));
    const [row] = own.length === 1 ? own : [];
    const shown = row && attempt(() => shownArtifact(this.#session, this.#survey, row.node as NodeId));
    if (shown === undefined) return undefined;
    const { terms, outcome } = viewerOf(shown.reader.type).json(shown) as {
      readonly terms?: unknown;
      readonly outcome?: unknown;
    };
    const first = Array.isArray(terms) ? (terms as readonly unknown[]).find(isEstimate) : undefined;
    if (first === undefined || [first.term, String(outcome)].some((each) => hidesIn(each, shown.hides)))
      return undefined;
    const error = typeof first.stdError === 'number' ? ` (${shortNumber(first.stdError)})` : '';
    return `${first.term} ${shortNumber(first.estimate)}${error}`;
  }
}

interface Estimate {
  readonly term: string;
  readonly estimate: number;
  readonly stdError?: unknown;
}

function isEstimate(term: unknown): term is Estimate {
  if (!isJsonObject(term)) return false;
  const { term: name, estimate } = term as Partial<Estimate>;
  return typeof name === 'string' && typeof estimate === 'number';
}

const ORDER = ['running', 'failed', 'stale', 'pending', 'cached', 'fresh'] as const;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);
