/** Covariances as users write them: `iid`, `HC1`, `robust`, `cluster(a + b)`, `dk(2)`, `nw(4)`, `conley(lat, lon, 100)`. */
import { type ExpressionToken, failAt, formulaSymbols, tokenize } from '../../base/expression/lexer.ts';
import { printName } from '../../base/expression/print.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { catching, type Parsed } from '../../base/text/text-problem.ts';
import type { VcovSpec, WildSpec } from '../design.ts';
import { advisedCovariance } from '../foreign/advise.ts';
import type { Reference } from './term-parser.ts';
import { TokenCursor } from './token-cursor.ts';

/** A covariance as written. The finished column decides the form of `robust` (compile-vcov.ts). */
export type WrittenVcov = VcovSpec | { readonly is: 'robust' };

export type VcovReference = Pick<Reference, 'name' | 'start' | 'end'>;

const MOST_CLUSTERS = 6;
const LONGEST_LAG = 10_000;

/** Parses a covariance. `references` are the columns it names. */
export function parseVcov(text: string): Parsed<{ vcov: WrittenVcov; references: readonly VcovReference[] }> {
  const result = catching(() => {
    const parser = new VcovParser(tokenize(text, formulaSymbols));
    const vcov = parser.vcov();
    parser.expectEnd('nothing more');
    return { vcov, references: parser.references };
  });
  return result.ok ? result : { ok: false, problems: [advisedCovariance(result.problems[0], text)] };
}

const known =
  'one of `iid`, `HC0` to `HC3`, `robust`, `cluster(a)`, `cluster(a + b)`, `dk(2)`, `nw(2)`, `conley(lat, lon, 100)`, `wild(a)`';

/** A name of more letters that is near a covariance is a slip; a shorter one, such as `id`, may as well be a column. */
const LONGEST_COLUMN = 3;

function hintFor({ kind, text }: ExpressionToken, isCall: boolean): string {
  const near = didYouMean(text, Object.keys(words));
  const column = `clusters by a column \`${text}\` are \`cluster(${printName(text)})\``;
  if (kind !== 'name' || isCall || (near !== undefined && text.length > LONGEST_COLUMN)) return near ?? known;
  return `${near ?? known}; ${column}`;
}

class VcovParser extends TokenCursor {
  readonly references: VcovReference[] = [];

  vcov(): WrittenVcov {
    const word = this.peek();
    const read = Object.hasOwn(words, word.text) && word.kind === 'name' ? words[word.text] : undefined;
    if (read === undefined) {
      const hint = hintFor(word, this.isSymbol('(', 1));
      throw failAt('unknown-vcov', `unknown covariance \`${word.text}\``, word, hint);
    }
    this.at++;
    return read(this, word);
  }

  cluster(): VcovSpec {
    const open = this.takeSymbol('(');
    if (open === undefined) throw this.unexpected('`(` and the cluster variable');
    const by = [this.level()];
    while (this.takeSymbol('+')) by.push(this.level());
    const close = this.close(open);
    if (by.length > MOST_CLUSTERS) {
      throw failAt('too-many-clusters', `clustering on more than ${MOST_CLUSTERS} variables is not supported`, close);
    }
    // The order has no meaning, so that one order stands for both. Members are in the order in which they are digested.
    return { by: [...new Set(by)].sort(), is: 'cluster' };
  }

  /** `wild(a)`, `wild(a, weights = webb, reps = 999, seed = 7)`. */
  wild(): VcovSpec {
    const open = this.takeSymbol('(');
    if (open === undefined) throw this.unexpected('`(` and the cluster variable');
    const by = [this.level()];
    let wild: WildSpec = { weights: 'rademacher', reps: 9999, seed: '1' };
    while (this.takeSymbol(',')) wild = { ...wild, ...this.wildOption() };
    this.close(open);
    return { is: 'cluster', by, wild };
  }

  wildOption(): Partial<WildSpec> {
    const name = this.peek();
    const read = Object.hasOwn(wildOptions, name.text) ? wildOptions[name.text] : undefined;
    if (read === undefined) throw this.unexpected('`weights`, `reps` or `seed`');
    this.at++;
    if (!this.takeSymbol('=')) throw this.unexpected('`=`');
    const value = read(this.peek().text);
    if (value === undefined) throw this.unexpected(wildValues[name.text]!);
    this.at++;
    return value;
  }

  level(): string {
    const names = [this.column()];
    while (this.takeSymbol('^')) names.push(this.column());
    return names.map(printName).join('^');
  }

  column(): string {
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected('a variable');
    this.at++;
    this.references.push({ name: token.text, start: token.start, end: token.end });
    return token.text;
  }

  driscollKraay(): VcovSpec {
    const open = this.takeSymbol('(');
    if (open === undefined || this.takeSymbol(')')) return { is: 'dk', lag: null };
    const lag = this.lags();
    this.close(open);
    return { is: 'dk', lag };
  }

  /** `nw(4)`, `nw()`, `nw(4, year)`. */
  neweyWest(): VcovSpec {
    const open = this.takeSymbol('(');
    if (open === undefined || this.takeSymbol(')')) return { is: 'nw', lag: null };
    const lag = this.lags();
    const time = this.takeSymbol(',') ? this.column() : undefined;
    this.close(open);
    return time === undefined ? { is: 'nw', lag } : { is: 'nw', lag, time };
  }

  /** `conley(lat, lon, 100)`, `conley(lat, lon, 100, lags = 2, kernel = bartlett)`. */
  conley(): VcovSpec {
    const open = this.takeSymbol('(');
    if (open === undefined) throw this.unexpected('`(`, the latitude, the longitude and the distance in km');
    const latitude = this.column();
    if (!this.takeSymbol(',')) throw this.unexpected('`,` and the longitude');
    const longitude = this.column();
    if (!this.takeSymbol(',')) throw this.unexpected('`,` and the distance in km');
    const cutoff = this.distance();
    let lags = 0;
    let kernel: 'uniform' | 'bartlett' = 'uniform';
    while (this.takeSymbol(',')) {
      const { text } = this.peek();
      if (text !== 'lags' && text !== 'kernel') throw this.unexpected('`lags` or `kernel`');
      this.at++;
      if (!this.takeSymbol('=')) throw this.unexpected('`=`');
      if (text === 'lags') lags = this.lags();
      else kernel = this.kernel();
    }
    this.close(open);
    return { cutoff, is: 'conley', kernel, lags, latitude, longitude };
  }

  kernel(): 'uniform' | 'bartlett' {
    const { text } = this.peek();
    if (text !== 'uniform' && text !== 'bartlett') throw this.unexpected('`uniform` or `bartlett`');
    this.at++;
    return text;
  }

  /** Half of the Earth's circumference is as far as anything is. */
  distance(): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !(Number(text) > 0 && Number(text) <= 20_015)) throw this.unexpected('a distance in km');
    this.at++;
    return Number(text);
  }

  lags(): number {
    const { kind, text } = this.peek();
    if (kind !== 'number' || !/^\d+$/.test(text) || Number(text) > LONGEST_LAG) {
      throw this.unexpected('a whole number of lags');
    }
    this.at++;
    return Number(text);
  }
}

const MOST_REPS = 10_000_000;

const wildOptions: Readonly<Record<string, (text: string) => Partial<WildSpec> | undefined>> = {
  weights: (text) => (text === 'rademacher' || text === 'webb' ? { weights: text } : undefined),
  reps: (text) =>
    /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_REPS ? { reps: Number(text) } : undefined,
  seed: (text) => (/^\d+$/.test(text) ? { seed: text } : undefined),
};
const wildValues: Readonly<Record<string, string>> = {
  weights: '`rademacher` or `webb`',
  reps: 'a whole number of replications',
  seed: 'a whole number',
};

const words: Readonly<Record<string, (parser: VcovParser, word: ExpressionToken) => WrittenVcov>> = {
  iid: () => ({ is: 'iid' }),
  HC0: () => ({ is: 'hc', type: 'HC0' }),
  HC1: () => ({ is: 'hc', type: 'HC1' }),
  HC2: () => ({ is: 'hc', type: 'HC2' }),
  HC3: () => ({ is: 'hc', type: 'HC3' }),
  robust: () => ({ is: 'robust' }),
  cluster: (parser) => parser.cluster(),
  dk: (parser) => parser.driscollKraay(),
  nw: (parser) => parser.neweyWest(),
  conley: (parser) => parser.conley(),
  wild: (parser) => parser.wild(),
};

/** The words with which covariances begin. */
export const covarianceWords: readonly string[] = Object.keys(words);
