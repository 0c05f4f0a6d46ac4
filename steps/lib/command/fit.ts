/**
 * Reads a fit that another program estimated, as JSON (docs/commands.md has the keys). What the program leaves out is derived where it
 * follows from what it gives, and required where it does not.
 */

import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Artifact } from '../../../src/base/reader.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { aside, datum, either, PRINTED } from '../../../src/base/value.ts';
import { twoSided } from '../../../src/econ/distributions/distributions.ts';
import { type Estimate, type Fit, type Stat, statNames } from '../../../src/econ/fit.ts';
import { informationCriteria } from '../../../src/econ/regression/information-criteria.ts';
import { referenceDistribution } from '../../../src/econ/vcov/inference.ts';
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import { foreignStats } from '../foreign-stats.ts';

type Map = Readonly<Record<string, unknown>>;
const NOT_GIVEN: Stat = { invalid: 'not given by the command' };
/** `other` is what `vcovInfo.text` says. */
const VCOV_TYPES = ['iid', 'HC0', 'HC1', 'HC2', 'HC3', 'CRV1', 'DK', 'other'];
/** Statistics that tables and claims know of fits of other programs. */
const knownStats: readonly string[] = [...statNames, ...Object.keys(foreignStats)];
const FIT_KEYS = [
  ...['estimator', 'outcome', 'terms', 'vcov', 'vcovInfo', 'nobs', 'ngroups', 'nclusters', 'dfResid', 'inference'],
  ...['absorbed', 'stats', 'tests', 'dropped', 'rowsLost', 'warnings', 'margins'],
];
const DROPPED = ['collinear', 'constant', 'absorbed'] as const;
const CAUSES = [
  'sample',
  'exclude',
  'lag',
  'missing',
  'common sample',
  'singleton',
  'trimmed',
  'zero weight',
  'transformed',
] as const;

export interface FitFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The parameter that complaints point at. */
  readonly param: string;
  /** Is true where statistics may have any name. */
  readonly anyStats?: boolean;
}

export function readFitFile(context: RunContext<unknown>, { name, bytes, param, anyStats = false }: FitFile): Artifact {
  const complaint = (message: string, hint?: string): Complaint => ({ code: 'bad-fit', message, param, hint });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const hint = 'JSON has no NaN, NA or Inf: write `null` where a number is not defined';
    return context.fail(
      complaint(`\`${name}\` is no JSON${aside(PRINTED, `: ${(error as Error).message.replace(/\s+/g, ' ')}`)}`, hint),
    );
  }
  const reader = new FitReader(anyStats ? null : knownStats);
  const fit = reader.fit(value);
  if (reader.wrong.length > 0)
    return context.fail(
      ...reader.wrong.slice(0, 10).map(({ message, hint }) => complaint(`\`${name}\`: ${message}`, hint)),
    );
  const encoder = new TextEncoder();
  const parts = Object.entries(fit).map(([part, each]) => [part, encoder.encode(canonicalJson(each))] as const);
  return { type: 'fit', parts: new globalThis.Map(parts) };
}

/** Collects everything that is wrong; what it returns counts only when nothing is. */
export class FitReader {
  readonly wrong: { readonly message: string; readonly hint?: string }[] = [];
  readonly #names: readonly string[] | null;

  /** `stats`: the names that statistics may have; null for any. */
  constructor(stats: readonly string[] | null = knownStats) {
    this.#names = stats;
  }

  fit(value: unknown): Fit {
    const given = this.#map(value, 'the fit', FIT_KEYS);
    const vcovInfo = this.#vcovInfo(given.vcovInfo);
    const dfResid =
      given.dfResid === null
        ? null
        : this.#number(given.dfResid, 'dfResid', '0 or more, or null for the normal distribution');
    const counts = vcovInfo.clusters.map((cluster) => cluster.count);
    const nclusters = this.#count(given.nclusters, 'nclusters') ?? (counts.length === 0 ? null : Math.min(...counts));
    const absorbed = this.#list(given.absorbed, 'absorbed').map((each, i) => {
      const effect = this.#map(each, `absorbed[${i}]`, ['name', 'levels', 'redundant', 'nested']);
      const redundant = this.#count(effect.redundant, `absorbed[${i}].redundant`);
      return {
        name: this.#text(effect.name, `absorbed[${i}].name`),
        levels: this.#needed(effect.levels, `absorbed[${i}].levels`),
        ...(redundant === null ? {} : { redundant }),
        ...(effect.nested === undefined ? {} : { nested: this.#flag(effect.nested, `absorbed[${i}].nested`) }),
      };
    });
    const terms = this.#terms(given.terms, 'terms', dfResid);
    const nobs = this.#needed(given.nobs, 'nobs');
    const margins = given.margins === undefined ? undefined : this.#terms(given.margins, 'margins', dfResid);
    return {
      estimator: given.estimator === undefined ? 'command' : this.#text(given.estimator, 'estimator'),
      outcome: this.#text(given.outcome, 'outcome'),
      terms,
      vcov: this.#matrix(given.vcov, terms.length),
      vcovInfo,
      nobs,
      ngroups: this.#count(given.ngroups, 'ngroups') ?? absorbed[0]?.levels ?? null,
      nclusters,
      dfResid,
      inference: this.#inference(given.inference, dfResid, nclusters),
      absorbed,
      stats: withCriteria(this.#stats(given.stats), terms.length, nobs),
      tests: this.#tests(given.tests),
      dropped: this.#list(given.dropped, 'dropped').map((each, i) => {
        const { term, why, detail = '' } = this.#map(each, `dropped[${i}]`, ['term', 'why', 'detail']);
        const at = `dropped[${i}]`;
        return {
          term: this.#text(term, `${at}.term`),
          why: this.#oneOf(why, `${at}.why`, DROPPED),
          detail: this.#text(detail, `${at}.detail`),
        };
      }),
      rowsLost: this.#list(given.rowsLost, 'rowsLost').map((each, i) => {
        const { cause, count, detail = '' } = this.#map(each, `rowsLost[${i}]`, ['cause', 'count', 'detail']);
        const at = `rowsLost[${i}]`;
        return {
          cause: this.#oneOf(cause, `${at}.cause`, CAUSES),
          count: this.#needed(count, `${at}.count`),
          detail: this.#text(detail, `${at}.detail`),
        };
      }),
      warnings: this.#list(given.warnings, 'warnings').map((each, i) => {
        const { code = 'command', message } = this.#map(each, `warnings[${i}]`, ['code', 'message']);
        return {
          code: this.#text(code, `warnings[${i}].code`),
          message: either(
            PRINTED,
            this.#text(message, `warnings[${i}].message`),
            'the program that estimated it warns',
          ),
        };
      }),
      ...(margins === undefined ? {} : { margins, marginsAt: 'rows' as const }),
    };
  }

  #terms(value: unknown, part: string, dfResid: number | null): Estimate[] {
    const distribution = referenceDistribution(dfResid);
    const critical = distribution.upperQuantile(0.025);
    const keys = ['term', 'estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'];
    if (!Array.isArray(value) || value.length === 0) this.#say(part, value, 'a list of at least one term');
    const seen = new Set<string>();
    return this.#list(value, part).map((each, i): Estimate => {
      const at = `${part}[${i}]`;
      const given = this.#map(each, at, keys);
      const term = this.#text(given.term, `${at}.term`);
      if (seen.has(term)) this.wrong.push({ message: `two terms are called \`${term}\`` });
      seen.add(term);
      const estimate = this.#number(given.estimate, `${at}.estimate`);
      const stdError = this.#stat(given.stdError, `${at}.stdError`);
      if (typeof stdError === 'number' && stdError < 0) this.#say(`${at}.stdError`, stdError, '0 or more');
      const known = typeof stdError === 'number' && stdError > 0 && (dfResid === null || dfResid > 0);
      const statistic = known ? estimate / stdError : NOT_GIVEN;
      const derived = {
        statistic,
        pValue: typeof statistic === 'number' ? twoSided(distribution, statistic) : NOT_GIVEN,
        confLow: known ? estimate - critical * stdError : NOT_GIVEN,
        confHigh: known ? estimate + critical * stdError : NOT_GIVEN,
      };
      const own = (key: keyof typeof derived): Stat =>
        given[key] === undefined ? derived[key] : this.#stat(given[key], `${at}.${key}`);
      return {
        term,
        estimate,
        stdError,
        statistic: own('statistic'),
        pValue: own('pValue'),
        confLow: own('confLow'),
        confHigh: own('confHigh'),
      };
    });
  }

  /** Reads what the standard errors are; it is required, since a table's note says it. */
  #vcovInfo(value: unknown): Fit['vcovInfo'] {
    const given = this.#map(value, 'vcovInfo', ['type', 'text', 'clusters', 'small', 'lag']);
    const type = this.#oneOf(given.type, 'vcovInfo.type', VCOV_TYPES);
    const clusters = this.#list(given.clusters, 'vcovInfo.clusters').map((each, i) => {
      const at = `vcovInfo.clusters[${i}]`;
      const { name, count } = this.#map(each, at, ['name', 'count']);
      return { name: this.#text(name, `${at}.name`), count: this.#needed(count, `${at}.count`) };
    });
    if ((type === 'CRV1') !== clusters.length > 0)
      this.wrong.push({
        message: '`vcovInfo.clusters` goes with the type `CRV1`, and with it alone',
        hint: 'as in `"vcovInfo": {"type": "CRV1", "clusters": [{"name": "province", "count": 31}]}`',
      });
    if (type === 'other' && given.text === undefined)
      this.wrong.push({
        message: '`vcovInfo.text` says what errors of the type `other` are',
        hint: 'as in `"vcovInfo": {"type": "other", "text": "Newey–West with 2 lags"}`',
      });
    const named = clusters.map((cluster) => cluster.name).join(' + ');
    const text =
      given.text === undefined ? (named === '' ? type : `cluster(${named})`) : this.#text(given.text, 'vcovInfo.text');
    const lag = given.lag === undefined ? {} : { lag: this.#needed(given.lag, 'vcovInfo.lag') };
    return {
      type,
      text,
      clusters,
      small: given.small === undefined ? '' : this.#text(given.small, 'vcovInfo.small'),
      ...lag,
    };
  }

  #inference(value: unknown, dfResid: number | null, nclusters: number | null): Fit['inference'] {
    if (value !== undefined) {
      const said = this.#oneOf(value, 'inference', ['t(G-1)', 't(N-K)', 'z'] as const);
      if ((said === 'z') !== (dfResid === null))
        this.wrong.push({ message: '`inference` is `z` where `dfResid` is null, and only there' });
      return said;
    }
    if (dfResid === null) return 'z';
    return nclusters !== null && dfResid === nclusters - 1 ? 't(G-1)' : 't(N-K)';
  }

  #stats(value: unknown): Fit['stats'] {
    const given = value === undefined ? {} : this.#map(value, 'stats', this.#names);
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, this.#stat(each, `stats.${name}`)]));
  }

  #tests(value: unknown): Fit['tests'] {
    return this.#list(value, 'tests').map((each, i) => {
      const at = `tests[${i}]`;
      const given = this.#map(each, at, ['name', 'statistic', 'pValue', 'df']);
      const df =
        given.df === undefined
          ? {}
          : { df: this.#list(given.df, `${at}.df`).map((d, j) => this.#number(d, `${at}.df[${j}]`)) };
      return {
        name: this.#text(given.name, `${at}.name`),
        statistic: this.#stat(given.statistic, `${at}.statistic`),
        pValue: this.#stat(given.pValue, `${at}.pValue`),
        ...df,
      };
    });
  }

  /** Reads a matrix in the order of the terms; empty where it is left out. */
  #matrix(value: unknown, size: number): number[][] {
    if (value === undefined || value === null) return [];
    const rows = this.#list(value, 'vcov').map((row, i) =>
      this.#list(row, `vcov[${i}]`).map((each, j) => this.#number(each, `vcov[${i}][${j}]`)),
    );
    if (rows.length !== size || rows.some((row) => row.length !== size))
      this.wrong.push({ message: `\`vcov\`: expected ${size} rows of ${size} numbers, as there are terms` });
    return rows;
  }

  #map(value: unknown, at: string, keys: readonly string[] | null): Map {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#say(at, value, 'an object');
      return {};
    }
    for (const key of keys === null ? [] : Object.keys(value)) {
      if (keys!.includes(key)) continue;
      const hint = didYouMean(key, keys!) ?? `known keys: ${keys!.join(', ')}`;
      this.wrong.push({ message: `unknown key \`${key}\` in \`${at}\``, hint });
    }
    return value as Map;
  }

  /** Reads a list; empty where it is left out. */
  #list(value: unknown, at: string): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) this.#say(at, value, 'a list');
    return Array.isArray(value) ? value : [];
  }

  #text(value: unknown, at: string): string {
    if (typeof value === 'string') return value;
    this.#say(at, value, 'a text');
    return '';
  }

  #flag(value: unknown, at: string): boolean {
    if (typeof value !== 'boolean') this.#say(at, value, '`true` or `false`');
    return value === true;
  }

  #oneOf<T extends string>(value: unknown, at: string, allowed: readonly T[]): T {
    const found = allowed.find((each) => each === value);
    if (found === undefined) this.#say(at, value, quoted(allowed));
    return found ?? allowed[0]!;
  }

  #number(value: unknown, at: string, expected = 'a number'): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#say(at, value, expected);
    return 0;
  }

  /** Reads a count that must be there. */
  #needed(value: unknown, at: string): number {
    const count = this.#count(value, at);
    if (count === null) this.#say(at, value, 'a whole number');
    return count ?? 0;
  }

  #count(value: unknown, at: string): number | null {
    if (value === undefined || value === null) return null;
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    this.#say(at, value, 'a whole number of at least 0');
    return 0;
  }

  #stat(value: unknown, at: string): Stat {
    if (value === null || value === undefined) return NOT_GIVEN;
    if (typeof value === 'object' && 'invalid' in value && typeof value.invalid === 'string')
      return { invalid: value.invalid };
    return this.#number(value, at, 'a number, null, or {"invalid": "why"}');
  }

  #say(at: string, value: unknown, expected: string): void {
    const got = value === undefined ? 'nothing' : `\`${datum(PRINTED, JSON.stringify(value)?.slice(0, 60))}\``;
    this.wrong.push({ message: `\`${at}\`: expected ${expected}, got ${got}` });
  }
}

/** With the information criteria that follow from the likelihood, where the program gave none of its own. */
function withCriteria(stats: Fit['stats'], parameters: number, nobs: number): Fit['stats'] {
  return stats.ll === undefined ? stats : { ...informationCriteria(stats.ll, parameters, nobs), ...stats };
}
