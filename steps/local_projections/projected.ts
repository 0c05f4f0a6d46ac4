/** The canonical spec of local projections, made of a regression and what is asked of it. */
import { type Leaf, printFactor, printTerm, product, shift, termKey } from '../../src/econ/formula/factor.ts';
import { type ModelSpec, termOf } from '../../src/econ/spec.ts';
import type { ErrorLags, LocalProjectionsSpec, Response } from './numbers/spec.ts';

export interface Asked {
  readonly shock: string;
  readonly state: string | null;
  readonly horizons: number | readonly number[];
  readonly response: Response;
  readonly lags: number | { readonly outcome?: number; readonly shock?: number };
  readonly errorLags: ErrorLags;
  readonly commonSample: boolean;
  readonly draws: number | null;
  /** 0…1. */
  readonly level: number;
}

/** Lags of shock and outcome are controls of every horizon; those of an outcome whose change is meant are lags of its first difference. */
export function projectionsOf(spec: ModelSpec, asked: Asked): LocalProjectionsSpec {
  const { shock, state, horizons, lags, ...kept } = asked;
  const counts = typeof lags === 'number' ? { outcome: lags, shock: lags } : { outcome: 0, shock: 0, ...lags };
  const lagged = [
    ...lagsOf(shock, counts.shock, 0),
    ...lagsOf(spec.outcome, counts.outcome, asked.response === 'change' ? 1 : 0),
  ];
  const own = [shock, ...(state === null ? [] : [state]), ...lagged];
  const others = spec.terms.filter((text) => !isAmong(text, own));
  const by = state === null ? null : { of: state, product: times(state, shock) };
  return {
    ...kept,
    model: projected(spec, shock, by, [...lagged, ...others]),
    shock,
    state: by,
    horizons: typeof horizons === 'number' ? Array.from({ length: horizons + 1 }, (_, h) => h) : ascending(horizons),
  };
}

const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

const keyOf = (text: string): string => termKey(termOf(text));
export const isAmong = (text: string, terms: readonly string[]): boolean =>
  terms.some((each) => keyOf(each) === keyOf(text));

const times = (a: string, b: string): string => printTerm(product([...termOf(a), ...termOf(b)]));

/** The variable of a term that is one column, lag or function; undefined for other terms. */
export function leafOf(text: string): Leaf | undefined {
  const [factor, ...more] = termOf(text);
  return factor !== undefined && more.length === 0 ? shift(factor, 0, 0) : undefined;
}

const lagsOf = (text: string, count: number, diff: number): string[] =>
  Array.from({ length: count }, (_, l) => printFactor(shift(termOf(text)[0], l + 1, diff)!));

/** The model with the shock first, its product with the state, and the controls of all horizons behind. */
function projected(
  spec: ModelSpec,
  shock: string,
  state: LocalProjectionsSpec['state'],
  controls: readonly string[],
): ModelSpec {
  const { iv } = spec;
  const main = state === null ? [] : [state.of];
  const impulses = state === null ? [shock] : [shock, state.product];
  if (iv === null || !isAmong(shock, iv.endogenous)) return { ...spec, terms: [...impulses, ...main, ...controls] };
  const more = state === null ? [] : [state.product];
  const instruments = state === null ? [] : iv.instruments.map((each) => times(state.of, each));
  return {
    ...spec,
    terms: [...main, ...controls],
    iv: { ...iv, endogenous: [...iv.endogenous, ...more], instruments: [...iv.instruments, ...instruments] },
  };
}
