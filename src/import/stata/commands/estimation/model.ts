/** The shared parts of commands that estimate, variables, rows, weights and errors, and the column that they become. */
import { fromParts } from '../../../../econ/foreign/formulas.ts';
import type { Value } from '../../../draft.ts';
import { NotUnderstood, type Outcome } from '../../../outcome.ts';
import { expressionOf } from '../../expression.ts';
import type { Reading } from '../../reading.ts';
import { Options, type Statement } from '../../statement.ts';
import { namesOf, type Term, termsOf } from '../../terms.ts';
import { placeOf, tight, wordsOf } from '../../text.ts';
import { marksIn } from '../../variables.ts';
import { presentBy } from '../../wording.ts';

export interface Equation {
  readonly outcome: Term;
  readonly regressors: readonly Term[];
  readonly endogenous: readonly Term[];
  readonly instruments: readonly Term[];
}

/** Options of display, which no column needs. */
const SHOWN =
  'level nohead_er notable noomit_ted nobase_levels base_levels allbase_levels cformat pformat sformat nolstretch noci nolo_g lo_g nop_values coefl_egend eform or irr verbose timeit nodots dots iter_ate tol_erance technique difficult nonrtol_erance first nowarn nofoot_note dof_adjustments suppress compact';

export class ModelStatement {
  readonly statement: Statement;
  readonly reading: Reading;
  readonly options: Options;
  readonly equation: Equation;
  readonly isWithoutConstant: boolean;

  /** `body`: the variables, where a word before them is no variable. */
  constructor(statement: Statement, reading: Reading, body = statement.body) {
    this.statement = statement;
    this.reading = reading;
    this.options = new Options(statement);
    this.options.pass(...SHOWN.split(' '));
    this.isWithoutConstant = this.options.has('noconstant', 5) || this.options.has('hascons', 6);
    this.equation = this.#read(body);
  }

  #read(body: string): Equation {
    const words = wordsOf(tight(body, /(##?)/));
    const instrumented = words.find((word) => sidesOf(word) !== undefined);
    const [endogenous, instruments] = sidesOf(instrumented ?? '') ?? ['', ''];
    const [first, ...others] = words.filter((word) => word !== instrumented);
    if (first === undefined)
      throw new NotUnderstood(
        'the command has no variables',
        'a repeated output of the last estimate has no effect here',
      );
    const terms = (text: string): Term[] => termsOf(text, this.reading.data, this.reading.line);
    const [outcome, more] = terms(first);
    if (outcome === undefined || more !== undefined) throw new NotUnderstood(`\`${first}\` is no single outcome`);
    return {
      outcome,
      regressors: terms(others.join(' ')),
      endogenous: terms(endogenous),
      instruments: terms(instruments),
    };
  }

  /** The covariance of `vce()`, `robust` and `cluster()`; undefined where none is written. */
  errors(robust = 'robust'): string | undefined {
    const { options } = this;
    const written = options.value('vce');
    const cluster = options.value('cluster', 2);
    const isRobust = options.has('robust', 1);
    if (cluster !== undefined) return clustered(cluster, this.reading);
    if (written === undefined) return isRobust ? robust : undefined;
    const [word = '', ...names] = wordsOf(written.replace(',', ' , '));
    if (/^cl/.test(word)) return clustered(names.join(' '), this.reading);
    if (/^r(o|ob|obu|obus|obust)?$/.test(word)) return robust;
    if (/^(ols|un\w*|conv\w*|oim|eim|iid|opg)$/.test(word) && word !== 'opg') return undefined;
    if (word === 'hc2' || word === 'hc3') return word.toUpperCase();
    throw new NotUnderstood(`the errors of \`vce(${written})\` are not built in`);
  }

  /** Absorbed effects of an option. */
  absorbed(text: string): string[] {
    return wordsOf(tight(text.split(',')[0]!, /(=)/))
      .map((word) => word.replace(/^\w+=/, ''))
      .map((word) => {
        const { data } = this.reading;
        const parts = word.split('##');
        if (parts.length === 2 && parts[1]!.startsWith('c.')) {
          const inside = /^c\.\((.*)\)$/.exec(parts[1]!)?.[1] ?? parts[1]!.slice(2);
          return `${data.mark(parts[0]!.replace(/^i\./, ''))}[${namesOf(inside, data)
            .map((name) => data.mark(name))
            .join(', ')}]`;
        }
        if (parts.length > 1 || /#c\.|\bc\./.test(word))
          throw new NotUnderstood(`the absorbed effect \`${word}\` is not read`);
        return word
          .split('#')
          .map((name) => data.mark(name.replace(/^i\./, '')))
          .join('^');
      });
  }

  /** The unit of the panel. Throws NotUnderstood where `xtset` does not say it. */
  get unit(): string {
    const { panel } = this.reading.data;
    if (panel === undefined) throw new NotUnderstood('the panel is not known', 'write `xtset unit time` before it');
    return this.reading.data.mark(panel.unit.name);
  }

  /** The formula. */
  fit({
    effects = [],
    without = this.isWithoutConstant,
  }: {
    readonly effects?: readonly string[];
    readonly without?: boolean;
  } = {}): string {
    const { outcome, regressors, endogenous, instruments } = this.equation;
    const texts = (terms: readonly Term[]): string[] => terms.map(({ text }) => text);
    const written = texts(regressors);
    return fromParts({
      outcome: outcome.text,
      terms: without ? [...written, '- 1'] : written,
      effects,
      endogenous: texts(endogenous),
      instruments: texts(instruments),
    });
  }

  /** Keys for rows and weights; variables of the model have values in every row that is used. */
  #rows(): Record<string, Value> {
    const { statement, reading } = this;
    const { outcome, regressors, endogenous, instruments } = this.equation;
    const keys: Record<string, Value> = {};
    if (statement.condition !== undefined) {
      const present = [outcome, ...regressors, ...endogenous, ...instruments].flatMap((term) => term.present);
      const tree = expressionOf(statement.condition);
      keys.sample = reading.data.condition(statement.condition, [...present, ...presentBy(tree)]);
    }
    if (statement.weight !== undefined) keys.weights = weights(statement.weight, reading);
    return keys;
  }

  /** The condition of the rows that a model uses: where it is chosen and all that the model reads has a value. */
  #used(keys: Readonly<Record<string, Value>>): string {
    const { outcome, regressors, endogenous, instruments } = this.equation;
    const needs = [outcome, ...regressors, ...endogenous, ...instruments].flatMap((term) => term.needs);
    const { sample, fit: _, ...others } = keys;
    const effects = String(keys.fit).split(' | ').slice(1);
    const all = [...needs, ...marksIn(JSON.stringify([effects, others]))];
    const chosen = sample === undefined ? [] : [/ or /.test(String(sample)) ? `(${sample})` : String(sample)];
    return [...chosen, ...[...new Set(all)].map((each) => `not missing(${each})`)].join(' and ');
  }

  /**
   * Adds the column, once all options were asked for. Keys that are undefined are left out. `isThinned`: the command leaves out rows in which
   * nothing is missing.
   */
  add(keys: Readonly<Record<string, Value | undefined>>, isThinned = keys.estimator !== undefined): Outcome {
    this.options.end();
    if (this.statement.by !== undefined)
      throw new NotUnderstood('an estimation by groups is not read', 'write one estimation for each group');
    const all = Object.entries({ ...keys, ...this.#rows() }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    );
    const written = Object.fromEntries(all);
    const outcome = this.reading.addColumn(written, this.statement);
    // rows of weight zero go too
    if (!isThinned && written.weights === undefined) this.reading.used(this.reading.last, () => this.#used(written));
    return outcome;
  }
}

/** Both sides of `(x = z)`; undefined for other words. */
function sidesOf(word: string): readonly [string, string] | undefined {
  const inside = /^\((.*)\)$/s.exec(word)?.[1] ?? '';
  const at = placeOf(inside, '=');
  const [left, right] = [inside.slice(0, Math.max(at, 0)), inside.slice(at + 1)];
  return left.trim() === '' || right.trim() === '' ? undefined : [left, right];
}

function clustered(text: string, { data }: Reading): string {
  const names = wordsOf(text.split(',')[0]!);
  if (names.length === 0 || names.some((name) => /[#.]/.test(name)))
    throw new NotUnderstood(`the clusters \`${text}\` are not read`);
  return `cluster(${names.map((name) => data.mark(name)).join(' + ')})`;
}

export function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new NotUnderstood(`\`${text}\` is no number that stands there`);
  return value;
}

/** The rows of a step without weights. `present`: variables that have a value in every row which it uses. */
export function rowsOf(
  { condition, weight }: Pick<Statement, 'condition' | 'weight'>,
  { data }: Reading,
  present: readonly string[],
): Record<string, Value> {
  if (weight !== undefined) throw new NotUnderstood('weights of this command are not read');
  return condition === undefined
    ? {}
    : { sample: data.condition(condition, [...present, ...presentBy(expressionOf(condition))]) };
}

export function weights({ is, of }: NonNullable<Statement['weight']>, { data }: Reading): Value {
  const [term, more] = termsOf(of, data, 0);
  if (term === undefined || more !== undefined) throw new NotUnderstood(`the weights \`${of}\` are not read`);
  if (/^f/.test(is)) return { frequency: term.text };
  if (/^p/.test(is)) return { probability: term.text };
  if (/^i/.test(is)) throw new NotUnderstood('importance weights are not built in');
  if (/^we/.test(is))
    throw new NotUnderstood('the kind of the weights is not said', 'write `aweight`, `fweight` or `pweight`');
  return term.text;
}
