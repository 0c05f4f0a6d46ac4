/** Refuses keys that no estimator by maximum likelihood takes: effects, instruments, errors and styles of linear models. */
import type { VcovSpec } from '../design.ts';
import type { CompiledKeys, SpecProblem, WrittenColumn } from '../estimator.ts';

/** The options that an estimator allows, and its name in messages. */
export interface Allowed {
  readonly name: string;
  /** Is false, or says why and what to write instead, where it has no clusters and sandwiches. */
  readonly robust?: boolean | string;
  /** Numbers of absorbed effects. */
  readonly effects?: (count: number) => boolean;
  /** The hint where they are too many or too few. */
  readonly effectsHint?: string;
  readonly instruments?: boolean;
}

/** The covariance and problems of a column whose estimator has one finite-sample convention of its own. */
export function compileLikelihood(column: WrittenColumn, allowed: Allowed): CompiledKeys {
  const { vcov } = column;
  return {
    problems: [...refusedParts(column, allowed), ...refusedErrors(column, allowed)],
    vcov: vcov.is === 'robust' ? { is: 'hc', type: 'HC1' } : (vcov as VcovSpec),
    small: null,
  };
}

function refusedParts({ equation: { absorb, iv } }: WrittenColumn, allowed: Allowed): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const { name, effects = (count) => count === 0 } = allowed;
  if (!effects(absorb.length)) {
    const number = absorb.length === 0 ? 'no effect' : absorb.length === 1 ? 'an absorbed effect' : 'absorbed effects';
    const message = `\`${name}\` with ${number} is not defined`;
    const hint = allowed.effectsHint ?? `few levels may enter as terms, \`i(${absorb[0]})\``;
    problems.push({ field: 'absorb', code: 'unsupported', message, hint });
  }
  if (iv !== null) {
    const message = `\`${name}\` with instruments is not built in`;
    problems.push({ field: 'iv', code: 'unsupported', message, hint: 'take the instruments away with `iv: false`' });
  }
  return problems;
}

function refusedErrors({ vcov, small }: WrittenColumn, { name, robust = true }: Allowed): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const refused = unsupported(vcov, robust === true);
  if (refused !== undefined) {
    const message = `\`${refused}\` is not defined for \`${name}\``;
    const hint =
      typeof robust === 'string' ? robust : robust ? 'use `iid`, `robust`, `HC0` or `cluster(a)`' : 'leave `vcov` out';
    problems.push({ field: 'vcov', code: 'unsupported', message, hint });
  }
  if (small !== undefined) {
    const message = `\`small\` is of linear models; \`${name}\` has one convention`;
    problems.push({ field: 'small', code: 'unsupported', message, hint: 'say `small` of linear columns alone' });
  }
  return problems;
}

/** The errors by the name of their form, where they are not defined. */
function unsupported(vcov: WrittenColumn['vcov'], robust: boolean): string | undefined {
  if (vcov.is === 'iid') return undefined;
  if (vcov.is === 'hc' && (vcov.type === 'HC2' || vcov.type === 'HC3')) return vcov.type;
  if (vcov.is === 'cluster' && vcov.wild !== undefined) return 'wild';
  if (vcov.is === 'hc' || vcov.is === 'robust' || vcov.is === 'cluster') return robust ? undefined : nameOf(vcov);
  return vcov.is;
}

const nameOf = (vcov: WrittenColumn['vcov']): string => (vcov.is === 'hc' ? vcov.type : vcov.is);
