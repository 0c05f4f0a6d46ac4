/** Plans steps whose keys name columns of the data, over the rows of a sample: `tabulate`, `survival`. */
import type { Json } from '../../src/base/json.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { keyPath } from './frame-source.ts';
import { originAt } from './origin.ts';
import { listNode } from './variable-list.ts';

/** A complaint about a key of the step. */
export interface WrongKey {
  readonly key: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The columns of the data; undefined where no plan knows them. */
export type KnownColumns = readonly { readonly name: string; readonly type: string | null }[] | undefined;

/** A key and the column that it names; null where it names none. */
type NamedColumn = readonly [key: string, column: string | null];

interface ColumnsStep {
  readonly from?: string;
  readonly sample_of?: string;
  readonly sample?: string;
  readonly exclude?: string;
}

interface Wanted {
  /** Parameters of the node beside those of its rows. */
  readonly own: object;
  /** Columns of which no two may be the same. */
  readonly columns: readonly NamedColumn[];
  /** A column that may be one of these. */
  readonly weights?: NamedColumn;
  /** Keys whose values enter the node beside columns. */
  readonly said?: readonly string[];
  /** Further faults, by the columns that are known. */
  wrong(known: KnownColumns): readonly WrongKey[];
}

/** The step's one node; none after a complaint, and columns that the data lacks or that are named twice are complained of. */
export function columnsNode<P extends ColumnsStep>(step: Step<P>, plan: PlanContext, wanted: Wanted): NodeSpec[] {
  const { own, columns, weights, said = [], wrong } = wanted;
  const params: P = { ...step.defaults, ...step.params };
  const read = [...columns, ...(weights === undefined ? [] : [weights])];
  const reads = [...new Set(read.flatMap(([, name]) => name ?? []))].sort();
  const listed = { ...step, params: { ...params, variables: [] }, defaults: {} };
  return listNode(listed, plan, {}, reads).flatMap((made) => {
    const data = made.inputs.data;
    const known = data?.is === 'node' ? plan.columns(data.node) : undefined;
    const complaints = [...absent(read, known), ...repeated(columns), ...wrong(known)];
    for (const { key, ...complaint } of complaints) plan.complain({ ...complaint, path: keyPath(step, key) });
    if (complaints.length > 0) return [];
    const keys = [...read.map(([key]) => key), ...said].filter((key) => params[key as keyof P] !== undefined);
    const origins = Object.fromEntries(keys.map((key) => [key, originAt(keyPath(step, key), plan)]));
    const plain = { ...(made.params as Record<string, Json>), ...own } as unknown as Json;
    return [{ ...made, params: plain, origins: { ...made.origins, ...origins } }];
  });
}

function absent(columns: readonly NamedColumn[], known: KnownColumns): WrongKey[] {
  const names = known?.map(({ name }) => name);
  return columns.flatMap(([key, name]): WrongKey[] =>
    name === null || names === undefined || names.includes(name)
      ? []
      : [{ key, code: 'unknown-variable', message: `unknown variable \`${name}\``, hint: didYouMean(name, names) }],
  );
}

const repeated = (columns: readonly NamedColumn[]): WrongKey[] =>
  columns
    .filter(([, name], i) => name !== null && columns.findIndex(([, other]) => other === name) < i)
    .map(([key, name]) => ({ key, code: 'same-variable', message: `\`${name}\` stands here twice` }));
