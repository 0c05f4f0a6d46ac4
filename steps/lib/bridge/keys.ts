/** The keys of steps that hand data to a call of another language, and the parameters of their nodes. */
import { Type } from 'typebox';
import { loops, optional, strict } from '../../../src/base/schema.ts';
import type { BridgeLanguage, Request } from './language.ts';

const Statistic = Type.Union([
  Type.String({
    minLength: 1,
    description: 'an expression of `fit` and `data`, or of `e()`, whose value is one number',
  }),
  strict({
    value: Type.String({ minLength: 1, description: 'the expression' }),
    label: optional.text('its label in tables'),
    zh: optional.text('its label in Chinese tables'),
  }),
]);

const call = (ends: string) => Type.String({ minLength: 1, description: `lines of the language; ${ends}` });

/** Keys of one column. Only R takes a covariance for a fit that it has made. */
const columnKeys = (ends: string) => ({
  call: call(ends),
  header: optional.text("the column's heading in tables"),
  outcome: optional.text('the dependent variable, where the fit does not tell it'),
  stats: optional.map(Statistic, 'statistics of your own by name, which tables and claims may name'),
});
const vcovKey = {
  vcov: optional.text(
    '`iid`, `robust`, `HC0` … `HC3`, `cluster(a)`, `cluster(a + b)`, or an expression of `fit` and `data`: `sandwich::vcovCL(fit, ~ id)`',
  ),
};
const marginsKey = {
  margins: optional.flag('average marginal effects beside the coefficients'),
  show: Type.Optional(
    Type.Array(Type.Enum(['coefficients', 'margins']), {
      minItems: 1,
      description: 'the table columns to show; both in one by default',
    }),
  ),
};

const stepKeys = {
  from: Type.String({ description: 'a step that makes a frame' }),
  columns: optional.texts(
    'the columns that the data of the call have, in this order; a change of any other reruns nothing',
  ),
  sample: optional.text('a named sample or a condition; the data of the call are the rows where it is true'),
  packages: optional.texts('packages that the call uses without naming them'),
  files: optional.texts('project files that the call reads; each lies at the same path in its folder'),
  program: optional.text('path of the program, where the PATH does not find the right one'),
  env: optional.map(Type.Union([Type.String(), Type.Number()]), 'environment variables'),
  timeout: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 2_000_000,
      description: 'seconds, after which the program is stopped',
    }),
  ),
};

/** The largest seed that R takes. */
const LARGEST_SEED = 2 ** 31 - 1;

const drawsKey = (ends: string) => ({
  draws: Type.Optional(
    Type.Object(
      {
        call: Type.String({ minLength: 1, description: `lines of one draw, such as a resample; ${ends}` }),
        number: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'how many draws' }),
        seed: Type.Integer({
          minimum: 0,
          maximum: LARGEST_SEED,
          description: 'each draw has a random stream of its own',
        }),
      },
      {
        additionalProperties: false,
        description:
          'draws of a bootstrap or simulation, cut into nodes that run side by side; the step is their frame, or `call` reads them as `draws`',
      },
    ),
  ),
});

type NoKeys = Record<never, never>;

function schemaOf<
  M extends typeof vcovKey | typeof marginsKey | NoKeys,
  D extends ReturnType<typeof drawsKey> | NoKeys,
>(ends: string, more: M, draws: D) {
  const one = { ...columnKeys(ends), ...more };
  return strict({
    ...stepKeys,
    ...draws,
    ...one,
    call: Type.Optional(one.call),
    calls: optional.map(
      Type.Union([call(ends), strict(one)]),
      'several columns over the same data: an id, and its call or a map with `call` and its own keys',
      loops,
    ),
  });
}

export const rParams = schemaOf(
  'the last expression is the fit',
  { ...vcovKey, ...marginsKey },
  drawsKey('the last expression is a number, or numbers with names'),
);
export const pythonParams = schemaOf(
  'the last line is the fitted result',
  marginsKey,
  drawsKey('the last line is a number, or a dict or Series of numbers'),
);
export const stataParams = schemaOf('the last command leaves its results in `e()`', {}, {});

/** The keys of one call, from its own entry or from the step. */
export interface ColumnParams {
  readonly call?: string;
  readonly header?: string;
  readonly outcome?: string;
  readonly stats?: Readonly<
    Record<string, string | { readonly value: string; readonly label?: string; readonly zh?: string }>
  >;
  readonly vcov?: string;
  readonly margins?: boolean;
  readonly show?: readonly ('coefficients' | 'margins')[];
}

export interface BridgeParams extends ColumnParams {
  readonly from: string;
  readonly columns?: readonly string[];
  readonly sample?: string;
  readonly packages?: readonly string[];
  readonly files?: readonly string[];
  readonly program?: string;
  readonly env?: Readonly<Record<string, string | number>>;
  readonly timeout?: number;
  readonly calls?: Readonly<Record<string, string | (ColumnParams & { readonly call: string })>>;
  readonly draws?: DrawsParams;
}

/** Draws that are made one by one, each by the same call. */
export interface DrawsParams {
  readonly call: string;
  readonly number: number;
  readonly seed: number;
}

/** A node's parameters. */
export interface BridgeNodeParams {
  readonly language: BridgeLanguage['kind'];
  readonly request: Request;
  /** In the order of the data; null for all columns, the panel's first and then by name. */
  readonly columns: readonly string[] | null;
  readonly sample: string | null;
  readonly env: Readonly<Record<string, string>>;
}

/** The parameters of the node that gathers draws. */
export interface GatherParams {
  readonly pieces: number;
  /** Columns that the draws are made from, by name. */
  readonly of: readonly string[];
}

/** Settings of the program's run, which are not in the key. */
export interface BridgeCall {
  readonly step: string;
  /** Path of the program; null where there is none. */
  readonly program: string | null;
  /** Names under which it was looked for. */
  readonly sought: readonly string[];
  /** The time limit in seconds; null where there is none. */
  readonly timeout: number | null;
  /** The cluster on which the program was asked for its versions, with the packages that it was asked for. */
  readonly there?: { readonly on: string; readonly packages: readonly string[] };
}
