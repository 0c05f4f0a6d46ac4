/** Complains of keys of a discontinuity that contradict each other, or that nothing reads beside others. */
import type { PlanContext, Step } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import type { RdParams } from './keys.ts';
import { commonKeys, type MethodKey, type MethodName, methods } from './methods.ts';

type Complain = (key: MethodKey, message: string, hint: string, code?: string) => void;

export function checkKeys(step: Step<RdParams>, params: RdParams, plan: PlanContext): void {
  const method = params.method ?? 'polynomials';
  const complain: Complain = (key, message, hint, code = 'unsupported') =>
    plan.complain({ code, message, path: keyPath(step, key), hint });
  checkRead(step, params, method, complain);
  checks[method](step, params, complain);
}

/** Defaults are for whichever method reads them. */
function checkRead(step: Step<RdParams>, params: RdParams, method: MethodName, complain: Complain): void {
  const { keys, values } = methods[method];
  const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  for (const key of Object.keys(step.params) as MethodKey[]) {
    if (commonKeys.includes(key) || keys.includes(key)) continue;
    complain(key, `the method \`${method}\` reads no \`${key}\``, `it reads ${list(keys)}`);
  }
  for (const key of ['bandwidth', 'vcov'] as const) {
    const value = step.params[key];
    const known = values[key];
    if (value === undefined || known === undefined || known.includes(value)) continue;
    complain(key, `the method \`${method}\` has no \`${key}: ${value}\``, `it has ${list(known)}`);
  }
  if (keys.includes('outcome') && params.outcome === undefined)
    complain('method', `the method \`${method}\` needs an \`outcome\``, 'write `outcome: y`', 'missing-key');
}

type Check = (step: Step<RdParams>, params: RdParams, complain: Complain) => void;

const polynomials: Check = (step, params, complain) => {
  const { p = 1, deriv = 0 } = params;
  const { q = p + 1 } = params;
  if (q <= p)
    complain('q', `the bias of order ${p} needs a polynomial of a higher order, got ${q}`, `write \`q: ${p + 1}\``);
  if (deriv > p)
    complain('deriv', `a polynomial of order ${p} has no derivative ${deriv}`, `write \`p: ${deriv + 1}\``);
  const both = (key: MethodKey, other: MethodKey, why: string): void => {
    if (step.params[key] === undefined || step.params[other] === undefined) return;
    complain(key, `expected either \`${key}\` or \`${other}\`, got both`, why);
  };
  both('rho', 'b', '`rho` says what `b` is');
  both('bandwidth', 'h', '`bandwidth` says how `h` is chosen');
  both('vcov', 'cluster', 'clustered errors are made of residuals of the polynomials');
  if (params.b !== undefined && params.h === undefined) complain('b', '`b` needs an `h`', 'give both, or neither');
  if (step.params.neighbours !== undefined && (params.cluster !== undefined || (params.vcov ?? 'nn') !== 'nn'))
    complain('neighbours', 'only errors by nearest neighbours read `neighbours`', 'leave it out, or write `vcov: nn`');
  if (step.params.sharp_bandwidth !== undefined && params.fuzzy === undefined) {
    const hint = 'leave it out, or name the treatment by `fuzzy`';
    complain('sharp_bandwidth', 'only a fuzzy design reads `sharp_bandwidth`', hint);
  }
};

const isPair = (h: RdParams['h']): boolean => Array.isArray(h) && h[0] !== h[1];

/** Orders for which the moments of kernels are exact to many digits. */
const mostOrder = 5;

const checks: Readonly<Record<MethodName, Check>> = {
  polynomials,
  cutoffs: (step, params, complain) => {
    polynomials(step, params, complain);
    const { cutoffs, running, rows = [] } = params;
    if (cutoffs === undefined)
      complain(
        'method',
        'several cut-offs need `cutoffs`',
        'as in `cutoffs: [30, 60]`, or the column of each row’s cut-off',
        'missing-key',
      );
    if (Array.isArray(cutoffs) && cutoffs.length < 2)
      complain('cutoffs', 'expected at least two cut-offs, got 1', 'one cut-off needs `cutoff: …`, without `method`');
    if (cutoffs === running)
      complain('cutoffs', 'the running variable is not its own cut-off', 'name the column of each row’s cut-off');
    if (rows.length > 1) complain('rows', 'each cut-off has one estimate', 'write one of them, as in `rows: [robust]`');
  },
  checks: (step, params, complain) => {
    polynomials(step, params, complain);
    if (typeof params.cutoffs === 'string')
      complain('cutoffs', 'expected a list of placebo cut-offs, got a text', 'as in `cutoffs: [-5, 5]`');
    const changes = [params.cutoffs, params.donuts, params.multiples, params.balance];
    if (changes.every((list) => list === undefined || list.length === 0)) {
      const hint = 'give some of `multiples`, `donuts`, `cutoffs`, `balance`';
      complain('method', 'there is nothing to check', hint, 'missing-key');
    }
    if ((params.rows?.length ?? 1) > 1)
      complain('rows', 'each check has one estimate', 'write one of them, as in `rows: [robust]`');
    if (Array.isArray(params.cutoffs) && params.cutoffs.includes(params.cutoff ?? 0))
      complain('cutoffs', 'the cut-off itself is no placebo', 'leave it out: `baseline` is the estimate there');
  },
  density: (step, { p = 2, h, restricted, vcov }, complain) => {
    if (p < 1 || p > mostOrder)
      complain('p', `expected an order from 1 to ${mostOrder} for densities, got ${p}`, 'the default is `p: 2`');
    if (step.params.bandwidth !== undefined && h !== undefined)
      complain('bandwidth', 'expected either `bandwidth` or `h`, got both', '`bandwidth` says how `h` is chosen');
    if (restricted !== true) return;
    if (isPair(h)) complain('h', 'sides that share derivatives have one bandwidth', 'write one number');
    if (step.params.bandwidth === 'each')
      complain('bandwidth', 'sides that share derivatives have one bandwidth', 'write `diff`, `sum` or `comb`');
    if (vcov === 'plugin')
      complain('vcov', 'sides that share derivatives have errors by the jackknife', 'leave `vcov` out');
  },
  mccrary: (_, { h }, complain) => {
    if (isPair(h)) complain('h', 'McCrary’s test has one bandwidth for both sides', 'write one number');
  },
  randomisation: (step, params, complain) => {
    const { window, windows, covariates = [], cutoff = 0 } = params;
    if ((window === undefined) === (windows === undefined)) {
      const got = window === undefined ? 'neither' : 'both';
      complain(
        'method',
        `expected either \`window\` or \`windows\`, got ${got}`,
        'as in `window: [-0.5, 0.5]`',
        'missing-key',
      );
    }
    if (window !== undefined && !(window[0] < cutoff && window[1] >= cutoff))
      complain('window', `the cut-off ${cutoff} lies outside of the window`, 'give values of the running variable');
    if (windows !== undefined && covariates.length === 0)
      complain('windows', 'windows are chosen by the balance of `covariates`', 'name these, or give a `window`');
    if (window !== undefined && step.params.covariates !== undefined)
      complain('covariates', 'only a choice of `windows` reads `covariates`', 'leave them out');
  },
};
