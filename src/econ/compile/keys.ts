/** The keys of a column as users write them, what they are read in, and what can be wrong with them. */
import type { Scope, ValueType } from '../../base/expression/check.ts';
import type { Json } from '../../base/json.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Diagnostic } from '../../base/problem.ts';
import type { ColumnType } from '../data.ts';
import type { WeightKind } from '../design.ts';

/** Edits of an equation, applied in this order. */
export interface EditKeys {
  /** old term: new term; a variable is swapped wherever it stands, in powers, products and lags too. */
  readonly swap?: Readonly<Record<string, string>>;
  readonly drop?: string | readonly string[];
  readonly add?: string | readonly string[];
  /** Effects absorbed instead of the base's; false for none. */
  readonly fe?: false | string | readonly string[];
  /** `endogenous ~ instruments`; false takes the base's away. */
  readonly iv?: false | string;
}

export type Percentages = readonly [number, number];
export type WinsorizeKey =
  | false
  | Percentages
  | {
      readonly at: Percentages;
      readonly vars?: readonly string[];
      readonly by?: string | readonly string[];
      readonly method?: string;
      readonly stage?: 'variables' | 'terms';
      readonly rows?: 'complete' | 'own';
    };

export type UTestKey = false | string | { readonly linear: string; readonly square?: string; readonly level?: number };

/** The name of an estimator, alone or with options that its entry in the registry declares. */
export type EstimatorKey = string | { readonly is: string; readonly [option: string]: Json };

/** Name → a restriction, or several that are tested together. */
export type TestsKey = false | Readonly<Record<string, string | readonly string[]>>;
/** Name → a combination of coefficients, or a function of them. */
export type LincomKey = false | Readonly<Record<string, string>>;

/** Analytic where no kind is said. */
export type WeightsKey = false | string | Readonly<Partial<Record<WeightKind, string>>>;
/** A regressor alone, or with what is said of R²max, δ and β. */
export type OsterKey =
  | false
  | string
  | {
      readonly treatment: string;
      /** Controls of the short regression too. */
      readonly mcontrols?: string | readonly string[];
      readonly rmax?: number;
      readonly rmax_multiple?: number;
      readonly beta?: number;
      readonly delta?: number;
    };
export type MarginsKey =
  | boolean
  | {
      readonly at?: 'means' | Readonly<Record<string, PlaceValues>>;
      readonly atmeans?: boolean;
      readonly dummies?: string | readonly string[];
      readonly dydx?: false | string | readonly string[];
      readonly predict?: boolean;
    };
export type PlaceValues =
  | number
  | string
  | readonly (number | string)[]
  | { readonly from: number; readonly to: number; readonly by: number };

export interface SpecKeys extends EditKeys {
  readonly fit?: string;
  readonly estimator?: EstimatorKey;
  /** A named sample or an expression. */
  readonly sample?: string;
  readonly exclude?: string;
  readonly winsorize?: WinsorizeKey;
  /** Trims as `winsorize` does, but values beyond the percentiles become missing. */
  readonly trim?: WinsorizeKey;
  readonly u_test?: UTestKey;
  readonly weights?: WeightsKey;
  readonly tests?: TestsKey;
  readonly lincom?: LincomKey;
  readonly nlcom?: LincomKey;
  /** Average marginal effects beside the coefficients. */
  readonly margins?: MarginsKey;
  /** Selection on unobservables that would explain a coefficient away. */
  readonly oster?: OsterKey;
  readonly vcov?: string;
  readonly small?: boolean | string;
  readonly singletons?: 'keep' | 'drop';
}

export interface SpecContext {
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly samples: Readonly<Record<string, string>>;
  /** Name of the frame, for messages. */
  readonly frame: string;
  /** undefined: only running the frame will tell */
  readonly columns: readonly { readonly name: string; readonly type: ColumnType | null }[] | undefined;
  readonly panel: { readonly unit: string; readonly time: string } | null;
}

/** A problem at one of the keys, or at a named sample. */
export type KeyProblem = Diagnostic<{
  readonly key: keyof SpecKeys;
  /** Below the key: `['vars', 0]`. */
  readonly below?: readonly (string | number)[];
  /** The problem stands in `samples.NAME` instead. */
  readonly namedSample?: string;
  readonly within?: readonly [start: number, end: number] | undefined;
}>;

/** Columns and types as an expression's checker wants them; unknown columns pass while the columns are not known. */
export function scopeOf({ columns, frame }: Pick<SpecContext, 'columns' | 'frame'>): Scope {
  if (columns === undefined) return { type: () => null, names: [], of: frame };
  const { types, names } = typesOf(columns);
  const type = (name: string): ValueType | null | undefined => {
    const found = types.get(name);
    return found === 'string' || found === 'category' ? 'text' : found;
  };
  return { type, names, of: frame };
}

/** Returns the types of a frame's columns, once for all models of the frame. */
const typesOf = memoByIdentity((columns: NonNullable<SpecContext['columns']>) => {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return { types, names: [...types.keys()] };
});
