/** Parses a formula: outcome, alternative lists of terms, absorbed effects, instruments. */
import { type ExpressionToken, failAt } from '../../base/expression/lexer.ts';
import { power } from '../../base/number/power.ts';
import { TextError } from '../../base/text/text-problem.ts';
import { type Factor, isIndicators, printFactor, printTerm, type Term, termKey } from './factor.ts';
import { stepwise, TermParser } from './term-parser.ts';

export interface Regressors {
  /** One list of terms per model. */
  readonly alternatives: readonly (readonly Term[])[];
  readonly constant: boolean;
  readonly constantAt: readonly [start: number, end: number];
}

/** `id[t]`: a term that has a slope of its own in each level of an absorbed effect. */
export interface Slope {
  readonly by: string;
  readonly of: string;
}

export interface Absorbed {
  /** `province`, `province^year` */
  readonly absorb: readonly string[];
  /** Absent where there are none. */
  readonly slopes?: readonly Slope[];
}

/** A table of the whole multiverse of twelve variables, and no more. */
export const MOST_MODELS = 4096;

export interface FurtherParts {
  /** One list of effects per model. */
  readonly absorb: readonly (readonly string[])[];
  readonly iv: { readonly endogenous: readonly Term[]; readonly instruments: readonly Term[] } | null;
}

/** Reads the parts of a formula: outcome, regressors, absorbed effects, instruments. */
export class FormulaParser extends TermParser {
  /** Slopes by their names among the effects. */
  readonly #slopes = new Map<string, Slope>();

  outcome(): Factor {
    const at = this.peek();
    const [first, ...rest] = this.product();
    if (!this.takeSymbol('~')) throw this.unexpected('`~` after the outcome');
    const factor = first?.[0];
    if (factor === undefined || rest.length > 0 || first!.length > 1 || factor.is === 'power' || isIndicators(factor)) {
      throw new TextError('bad-outcome', 'expected one variable before `~`', at.start, this.tokens[this.at - 2]!.end);
    }
    return factor;
  }

  regressors(): Regressors {
    let alternatives: Term[][] = [[]];
    let constant = true;
    let constantAt: readonly [number, number] = [0, 0];
    for (let sign = this.leadingSign(); sign !== undefined; sign = this.sign()) {
      const token = this.peek();
      if (token.kind === 'number') {
        this.at++;
        if (token.text !== '0' && token.text !== '1')
          throw failAt('bad-number', `expected a variable, got \`${token.text}\``, token);
        if ((token.text === '1') === (sign.text === '-')) [constant, constantAt] = [false, [sign.start, token.end]];
        continue;
      }
      if (sign.text === '-') {
        alternatives = this.#without(alternatives, token);
        continue;
      }
      const choices = this.isStepwise() ? this.stepwise(() => this.sum()) : [this.product()];
      limitModels(alternatives.length * choices.length, token);
      alternatives = cross(alternatives, choices);
    }
    return { alternatives, constant, constantAt };
  }

  /** `- b` takes a term away that stands before it, in every model. */
  #without(alternatives: readonly Term[][], at: ExpressionToken): Term[][] {
    const gone = this.product();
    const keys = new Set(gone.map(termKey));
    const left = alternatives.map((terms) => terms.filter((term) => !keys.has(termKey(term))));
    const lost = gone.find((term) => !alternatives.every((terms) => terms.some((t) => termKey(t) === termKey(term))));
    if (lost === undefined) return left;
    const text = printTerm(lost);
    const where = alternatives.length > 1 ? 'before it in every model' : 'before it';
    const hint = 'a difference of two variables is a column of its own: `derive: {gap: x - z}`';
    const message = `\`- ${text}\` takes a term away, and \`${text}\` is not among the terms ${where}`;
    throw failAt('minus-term', message, at, hint);
  }

  furtherParts(): FurtherParts {
    let absorb: string[][] = [[]];
    let iv: FurtherParts['iv'] = null;
    for (let part = 0; this.takeSymbol('|'); part++) {
      if (part > 1 || iv !== null) throw this.unexpected('the end of the formula');
      if (this.partIsIv()) iv = this.instruments();
      else if (part > 0) throw this.unexpected('`endogenous ~ instruments` in the third part');
      else absorb = this.absorbed();
    }
    return { absorb, iv };
  }

  protected leadingSign(): ExpressionToken | undefined {
    if (this.isSymbol('-') || this.isSymbol('+')) return this.tokens[this.at++];
    return { kind: 'symbol', text: '+', start: this.peek().start, end: this.peek().start, quoted: false };
  }

  protected sign(): ExpressionToken | undefined {
    return this.takeSymbol('+') ?? this.takeSymbol('-');
  }

  protected isStepwise(): boolean {
    const token = this.peek();
    return token.kind === 'name' && !token.quoted && stepwise.has(token.text) && this.isSymbol('(', 1);
  }

  /** The alternatives of `sw(a, b)`: one list each; `csw` piles them up; `0` puts nothing first; `mvsw` has every subset. */
  protected stepwise<T>(list: () => T[]): T[][] {
    const name = this.tokens[this.at++]!;
    const kind = name.text;
    const open = this.takeSymbol('(')!;
    const steps: T[][] = [];
    do {
      const isSet = this.isSymbol('$') && (this.isSymbol(',', 2) || this.isSymbol(')', 2));
      const items = list();
      if (isSet) steps.push(...items.map((item) => [item]));
      else steps.push(items);
    } while (this.takeSymbol(','));
    this.close(open);
    if (kind === 'mvsw') {
      limitModels(power(2, steps.length), name);
      return subsets(steps).map((chosen) => chosen.flat());
    }
    const piled = kind.startsWith('c') ? steps.map((_, i) => steps.slice(0, i + 1).flat()) : steps;
    return kind.endsWith('0') ? [[], ...piled] : piled;
  }

  absorbed(): string[][] {
    if (this.peek().kind === 'number' && this.peek().text === '0') {
      this.at++;
      return [[]];
    }
    let alternatives: string[][] = [[]];
    do {
      const token = this.peek();
      const choices = this.isStepwise() ? this.stepwise(() => this.effects()) : [this.effect()];
      limitModels(alternatives.length * choices.length, token);
      alternatives = cross(alternatives, choices);
    } while (this.takeSymbol('+'));
    return alternatives;
  }

  protected effects(): string[] {
    const effects = this.effect();
    while (this.takeSymbol('+')) effects.push(...this.effect());
    return effects;
  }

  /** `province`, `province^year`, `$set`. */
  protected effect(): string[] {
    if (this.isSymbol('$')) return this.set().map((term) => this.plainColumn(term));
    const columns = [this.effectColumn()];
    while (this.takeSymbol('^')) columns.push(this.effectColumn());
    const effect = columns.map((name) => printFactor({ is: 'column', name })).join('^');
    return this.isSymbol('[') ? [effect, ...this.#slopesOf(effect)] : [effect];
  }

  /** `[t, z^2]` behind an effect: terms that have a slope of their own in each of its levels. */
  #slopesOf(by: string): string[] {
    const open = this.takeSymbol('[')!;
    if (this.isSymbol('[')) {
      const hint = `\`${by}[t]\` absorbs the levels beside the slopes; slopes alone are terms: \`i(${by}):t\``;
      throw failAt('varying-slopes', 'slopes by group are absorbed with the effects of the groups only', open, hint);
    }
    const found: string[] = [];
    do {
      const at = this.peek();
      const [term, ...others] = this.product();
      if (term === undefined || others.length > 0 || term.some(isIndicators)) {
        const hint = 'indicators by group are effects: `a^b`';
        throw failAt('varying-slopes', 'expected a variable whose slope each group has', at, hint);
      }
      const of = printTerm(term);
      this.#slopes.set(`${by}[${of}]`, { by, of });
      found.push(`${by}[${of}]`);
    } while (this.takeSymbol(','));
    if (!this.takeSymbol(']')) throw this.unexpected('`]`');
    return found;
  }

  /** Effects as parsed: levels, and slopes beside them. */
  absorbing(texts: readonly string[]): Absorbed {
    const distinct = [...new Set(texts)];
    const slopes = distinct.flatMap((text) => this.#slopes.get(text) ?? []);
    const absorb = distinct.filter((text) => !this.#slopes.has(text));
    return slopes.length === 0 ? { absorb } : { absorb, slopes };
  }

  protected effectColumn(): string {
    const token = this.peek();
    if (token.text === '(') {
      const hint = 'effects and their combinations are written one by one: `a^c + b^c`';
      throw failAt('bad-effect', 'effects are not put in parentheses', token, hint);
    }
    if (token.text === '|') {
      const hint = 'without absorbed effects the instruments are the second part: `y ~ x | endogenous ~ instruments`';
      throw failAt('bad-effect', 'expected a variable whose effects are absorbed, got none', token, hint);
    }
    if (token.kind !== 'name') throw this.unexpected('a variable whose effects are absorbed');
    this.at++;
    if (this.isSymbol('(') || this.peek().kind === 'dot') throw this.unexpected('`+` or `|`');
    this.refer(token.text, token, 'levels');
    return token.text;
  }

  protected plainColumn(term: Term): string {
    const [factor] = term;
    if (term.length === 1 && factor.is === 'column') return printFactor(factor);
    const at = this.tokens[this.at - 1]!;
    throw failAt('bad-effect', 'only columns can be absorbed', at);
  }

  protected partIsIv(): boolean {
    for (let i = this.at; i < this.tokens.length; i++) {
      const token = this.tokens[i]!;
      if (token.kind !== 'symbol') continue;
      if (token.text === '~') return true;
      if (token.text === '|') return false;
    }
    return false;
  }

  instruments(): NonNullable<FurtherParts['iv']> {
    const endogenous = this.sum();
    if (!this.takeSymbol('~')) throw this.unexpected('`~`');
    return { endogenous, instruments: this.sum() };
  }
}

function limitModels(count: number, at: ExpressionToken): void {
  if (count <= MOST_MODELS) return;
  throw failAt('too-many-models', `the formula gives ${count} models, more than ${MOST_MODELS}`, at);
}

/** All subsets of a short list, the empty one first: by size, then in the order listed. */
function subsets<T>(items: readonly T[]): T[][] {
  const bySize: T[][][] = Array.from({ length: items.length + 1 }, () => []);
  const choose = (from: number, chosen: readonly T[]): void => {
    bySize[chosen.length]!.push([...chosen]);
    for (let i = from; i < items.length; i++) choose(i + 1, [...chosen, items[i]!]);
  };
  choose(0, []);
  return bySize.flat();
}

/** Every way to choose one of `choices` after one of `before`. */
function cross<T>(before: readonly T[][], choices: readonly T[][]): T[][] {
  return before.flatMap((head) => choices.map((choice) => [...head, ...choice]));
}
