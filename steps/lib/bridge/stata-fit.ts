/** Reads what bridge/papermake.ado wrote of e() as a fit in the form of docs/commands.md. */
import { levelTerm } from '../../../src/base/text/term-names.ts';
import { groupsOf } from '../../../src/econ/data.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { levelsOf } from './data.ts';
import type { Request } from './language.ts';

/** Statistic → the scalars of e() that hold it, the first that is there counts. */
const scalars: Readonly<Record<string, string>> = {
  r2: 'r2',
  r2Adj: 'r2_a',
  r2Within: 'r2_w r2_within',
  r2Between: 'r2_b',
  r2Overall: 'r2_o',
  r2AdjWithin: 'r2_a_within',
  pseudoR2: 'r2_p',
  rmse: 'rmse',
  rss: 'rss',
  mss: 'mss',
  ll: 'll',
  ll0: 'll_0',
  sigma: 'sigma',
  sigmaU: 'sigma_u',
  sigmaE: 'sigma_e',
  rho: 'rho',
  theta: 'theta',
  alpha: 'alpha',
  lnAlpha: 'lnalpha',
  groupMin: 'g_min',
  groupAvg: 'g_avg',
  groupMax: 'g_max',
  cdWaldF: 'cdf',
  kpWaldF: 'rkf',
  kpLm: 'idstat',
  kpLmP: 'idp',
  ar1: 'ar1',
  ar1P: 'ar1p',
  ar2: 'ar2',
  ar2P: 'ar2p',
  hansen: 'hansen',
  hansenDf: 'hansen_df',
  hansenP: 'hansenp',
  sargan: 'sargan sarganstat',
  deviance: 'deviance',
};

/** Collects the output of the helper, line by line. */
class HelperOutput {
  readonly macros = new Map<string, string>();
  readonly scalars = new Map<string, number | null>();
  readonly stats = new Map<string, number | null>();
  readonly names: { readonly equation: string; readonly name: string; readonly estimate: number | null }[] = [];
  /** The lower triangle of the covariance, by rows. */
  readonly triangle: (number | null)[] = [];
  rows = 0;
  isWhole = false;

  constructor(text: string) {
    for (const line of text.split(/\r?\n/)) {
      const [word = '', first = '', ...rest] = line.split(' ');
      const others = rest.join(' ');
      if (word === 'rows') this.rows = hexNumber(first) ?? 0;
      else if (word === 'macro') this.macros.set(first, others);
      else if (word === 'scalar') this.scalars.set(first, hexNumber(others));
      else if (word === 'stat') this.stats.set(first, hexNumber(others));
      else if (word === 'V') this.triangle.push(hexNumber(first));
      else if (word === 'b') {
        const [equation = '', name = ''] = others.split('\t');
        this.names.push({ equation, name, estimate: hexNumber(first) });
      } else if (word === 'end') this.isWhole = true;
    }
  }

  macro = (name: string): string => this.macros.get(name) ?? '';
  scalar = (name: string): number | null => this.scalars.get(name) ?? null;

  variance(i: number, j: number): number | null {
    const [low, high] = i < j ? [i, j] : [j, i];
    return this.triangle[(high * (high + 1)) / 2 + low] ?? null;
  }
}

/** A number in Stata's format %21x, `-1.8000000000000X+001` for −3; null for a missing value. */
export function hexNumber(text: string): number | null {
  const [, sign, whole, digits, exponent] = /^\s*([+-]?)([01])\.([0-9a-f]{13})X([+-][0-9a-f]+)\s*$/i.exec(text) ?? [];
  if (exponent === undefined) return null;
  // The thirteen digits are the 52 bits of the fraction, so that nothing is rounded.
  const mantissa = Number(whole) + Number.parseInt(digits!, 16) / 4503599627370496;
  let power = Number.parseInt(exponent, 16);
  let value = mantissa;
  for (; power > 0; power--) value *= 2;
  for (; power < 0 && value !== 0; power++) value /= 2;
  return sign === '-' ? -value : value;
}

/** Throws an Error whose message says what is lacking. */
export function stataFit(text: string, data: Frame, { call }: Request): unknown {
  const left = new HelperOutput(text);
  if (!left.isWhole) throw new Error('the results of Stata were not written to their end');
  const equations = [...new Set(left.names.map(({ equation }) => equation))];
  const shown = left.names.map(({ equation, name, estimate }, i) => ({
    i,
    estimate,
    name,
    term: termName(name, equation, equations, data),
    variance: left.variance(i, i),
  }));
  const isBase = ({ name, variance }: (typeof shown)[number]): boolean =>
    /(^|#)\d+bn?\./.test(name) && (variance ?? 0) === 0;
  const isOmitted = ({ name }: (typeof shown)[number]): boolean => /(^|#)\d*b?c?o\./.test(name);
  const kept = shown.filter((each) => !isBase(each) && !isOmitted(each) && each.estimate !== null);
  const nobs = left.scalar('N');
  const dfResid = left.scalar('df_r');
  const f = left.scalar('F');
  const stats = Object.entries(scalars).flatMap(([name, from]): [string, number][] => {
    const value = from
      .split(' ')
      .map((each) => left.scalar(each))
      .find((each) => each !== null);
    return value === undefined || value === null ? [] : [[name, value]];
  });
  return {
    estimator: left.macro('cmd') || 'stata',
    outcome: left.macro('depvar').split(' ')[0] || undefined,
    nobs,
    dfResid,
    terms: kept.map(({ term, estimate, variance }) => ({
      term,
      estimate,
      stdError:
        variance === null || variance === 0
          ? { invalid: 'the covariance is not defined' }
          : variance < 0
            ? { invalid: 'its variance is negative' }
            : Math.sqrt(variance),
    })),
    vcov: matrixOf(left, kept),
    vcovInfo: vcovOf(left, data),
    ngroups: left.scalar('N_g'),
    absorbed: absorbedIn(left, data),
    stats: Object.fromEntries([
      ...stats,
      ...tested(left, f, dfResid),
      ...[...left.stats].map(([name, value]) => [name, value ?? { invalid: 'not finite' }]),
    ]),
    tests: overidentification(left),
    dropped: shown
      .filter((each) => isOmitted(each) && !/(^|#)\d+b/.test(each.name))
      .map(({ term }) => ({ term, why: 'collinear' })),
    rowsLost: rowsLost(left, nobs ?? 0, call),
  };
}

function matrixOf(left: HelperOutput, kept: readonly { readonly i: number }[]): number[][] | undefined {
  const rows = kept.map(({ i }) => kept.map((other) => left.variance(i, other.i)));
  return rows.every((row) => row.every((value) => value !== null)) ? (rows as number[][]) : undefined;
}

/** F where the program tests by it, else χ². */
function tested(left: HelperOutput, f: number | null, dfResid: number | null): [string, number][] {
  const [df, p, chi2] = [left.scalar('df_m'), left.scalar('p'), left.scalar('chi2')];
  const entries: [string, number | null][] =
    f === null
      ? [
          ['chi2', chi2],
          ['chi2Df', chi2 === null ? null : df],
          ['chi2P', chi2 === null ? null : p],
        ]
      : [
          ['f', f],
          ['fDf1', df],
          ['fDf2', dfResid],
          ['fP', left.scalar('p_F') ?? left.scalar('Fp') ?? p],
        ];
  return entries.filter((entry): entry is [string, number] => entry[1] !== null);
}

/** Hansen's J where errors are robust or clustered, else Sargan's statistic, as `ivreg2` prints them. */
function overidentification(left: HelperOutput): unknown[] {
  const [j, p, df] = [left.scalar('j'), left.scalar('jp'), left.scalar('jdf')];
  if (j === null || p === null || df === null || df <= 0) return [];
  return [{ name: vcovKind(left) === 'iid' ? 'sargan' : 'hansen-j', statistic: j, pValue: p, df: [df] }];
}

function vcovKind(left: HelperOutput): 'iid' | 'robust' | 'cluster' | 'other' {
  const vce = left.macro('vce').toLowerCase();
  if (left.macro('clustvar') !== '' && (vce.includes('cluster') || left.scalar('N_clust') !== null)) return 'cluster';
  if (/^(robust|hc1)$/.test(vce) || left.macro('vcetype').toLowerCase() === 'robust') return 'robust';
  return /^(|ols|oim|unadjusted|conventional|eim|iid)$/.test(vce) ? 'iid' : 'other';
}

function vcovOf(left: HelperOutput, data: Frame): unknown {
  const kind = vcovKind(left);
  if (kind === 'iid') return { type: 'iid', text: 'iid' };
  if (kind === 'robust') return { type: 'HC1', text: 'robust' };
  if (kind === 'other') return { type: 'other', text: left.macro('vcetype') || left.macro('vce') };
  const names = left.macro('clustvar').split(/\s+/).filter(Boolean);
  const clusters = names.map((name, i) => {
    const said = left.scalar(`N_clust${i + 1}`) ?? (names.length === 1 ? left.scalar('N_clust') : null);
    return { name, count: said ?? levelsIn(data, name) };
  });
  return { type: 'CRV1', text: `cluster(${names.join(' + ')})`, clusters };
}

const levelsIn = (data: Frame, name: string): number => (data.has(name) ? groupsOf(data, name).levels.length : 0);

/** Effects that the command absorbed; `reghdfe` and its kin count levels in matrices, so these are the data's. */
function absorbedIn(left: HelperOutput, data: Frame): unknown[] {
  const unit = left.macro('ivar');
  if (left.macro('model') === 'fe' && unit !== '') return [{ name: unit, levels: left.scalar('N_g') ?? 0 }];
  const names = (left.macro('absvars') || left.macro('absvar'))
    .split(/\s+/)
    .filter((name) => name !== '' && name !== '_cons');
  return names.map((each) => {
    const name = each.replace(/^i\./, '').replaceAll('#i.', '#');
    return { name, levels: levelsIn(data, name) };
  });
}

function rowsLost(left: HelperOutput, nobs: number, call: string): unknown[] {
  const singletons = left.scalar('num_singletons') ?? 0;
  const rest = left.rows - nobs - singletons;
  const conditional = /\s(if|in)\s/.test(left.macro('cmdline') || call);
  return [
    ...(rest > 0
      ? [{ cause: conditional ? 'sample' : 'missing', count: rest, detail: conditional ? 'the call' : '' }]
      : []),
    ...(singletons > 0 ? [{ cause: 'singleton', count: singletons, detail: '' }] : []),
  ];
}

/** `2.region#c.z` as `i(region)::East:z`, `c.x#c.x` as `x^2`, `/lnalpha` of another equation by its name. */
function termName(written: string, equation: string, equations: readonly string[], data: Frame): string {
  const parts = written.split('#').map((part) => operand(part, data));
  const [first = ''] = parts;
  const powers = parts.length > 1 && parts.every((part) => part === first && /^[^:]+$/.test(part));
  const term = powers ? `${first}^${parts.length}` : parts.join(':');
  if (equations.length < 2 || equation === equations[0]) return term;
  if (equation === '/') return `/${written}`;
  return written === '_cons' ? `/${equation}` : `${equation}:${term}`;
}

function operand(part: string, data: Frame): string {
  const [, level, name] = /^(\d+)b?n?o?\.(.+)$/.exec(part) ?? [];
  if (level === undefined) return part.replace(/^(co?|o)\./, '').replace(/^(c)(?=[LFDS]\d*\.)/, '');
  const texts = data.has(name!) ? levelsOf(data, name!) : [];
  return levelTerm(`i(${name})`, texts[Number(level) - 1] ?? level);
}
