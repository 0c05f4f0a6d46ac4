/** Compiles the keys of a column of `models`, as users write them, to canonical specs. */

import { type Scope, unknownVariable } from '../../base/expression/check.ts';
import { inText, type TextProblem } from '../../base/text/text-problem.ts';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { columnsOfFactor } from '../formula/factor.ts';
import { type Equation, parseFormula } from '../formula/formula.ts';
import type { Reference } from '../formula/term-parser.ts';
import { parseVcov, type WrittenVcov } from '../formula/vcov-text.ts';
import { foreignCommands, impliedEstimator } from '../registry.ts';
import { type ModelSpec, readsPanel, termOf } from '../spec.ts';
import { compileCondition } from './condition-key.ts';
import { editEquation } from './edits.ts';
import { namedEstimator, termOfOption, termsOfOption } from './estimator-key.ts';
import { type KeyProblem, type SpecContext, type SpecKeys, scopeOf } from './keys.ts';
import { compileMargins } from './margins-key.ts';
import { compileOster } from './oster-key.ts';
import { compileRestrictions } from './restrictions-key.ts';
import { slopeProblems } from './slopes.ts';
import { type TermProblem, termProblems } from './terms.ts';
import { compileUTest } from './u-test-key.ts';
import { compileWeights, weightedVcov, weightProblems } from './weights-key.ts';
import { compileWinsorize } from './winsorize-key.ts';
import { swappedSince, type WrittenKeys, writtenKeys } from './written-keys.ts';

/** A column that another starts from. */
export interface Base {
  readonly spec: ModelSpec;
  readonly written: WrittenKeys;
}

export interface CompiledColumn {
  /** One per column that the formula expands into; empty when it could not be read. */
  readonly specs: readonly ModelSpec[];
  /** The keys as written, from which an edit of a column starts. */
  readonly written: WrittenKeys;
  readonly problems: readonly KeyProblem[];
}

/** Compiles one column; what a key does not say comes from `base`, then from the conventions. */
export function compileColumn(keys: SpecKeys, base: Base | null, context: SpecContext): CompiledColumn {
  return new Compiler(keys, base, context).run();
}

/** The parts of a column about which its estimator is asked. */
type EstimatorKeys = Pick<WrittenColumn, 'equation' | 'vcov' | 'winsorize' | 'trim' | 'weights'>;

/** The fields of a spec that depend on its estimator. */
type Settled = Pick<ModelSpec, 'vcov' | 'small'> & {
  readonly estimator: Pick<ModelSpec, 'estimator'>;
  readonly singletons?: 'keep';
};

type Options = WrittenColumn['options'];

class Compiler {
  readonly #keys: SpecKeys;
  readonly #base: ModelSpec | null;
  readonly #written: WrittenKeys;
  readonly #context: SpecContext;
  readonly #scope: Scope;
  readonly #problems: KeyProblem[] = [];
  /** Columns as the keys name them, in the order in which the keys are read. */
  readonly #named: { reference: Reference; key: keyof SpecKeys; below: readonly (string | number)[] }[] = [];

  constructor(keys: SpecKeys, base: Base | null, context: SpecContext) {
    this.#keys = keys;
    this.#base = base?.spec ?? null;
    this.#written = writtenKeys(keys, base?.written ?? {}, context.sets);
    this.#context = context;
    this.#scope = scopeOf(context);
  }

  run(): CompiledColumn {
    const equations = this.#equations().map((equation) => this.#edited(equation));
    for (const problem of termProblems(equations, this.#scope)) this.#complainOfTerm(problem);
    const sample = this.#condition('sample', this.#base?.sample ?? null);
    const exclude = this.#condition('exclude', this.#base?.exclude ?? null);
    const weights = this.#weights();
    const vcov = weightedVcov(this.#vcov(), weights.weights);
    const uTests = compileUTest(this.#written.u_test ?? false, equations, this.#problemsOf('u_test'));
    const asked = this.#restrictions(equations);
    this.#refuseBoth();
    const named = this.#estimator();
    const selection = this.#oster(equations, named);
    const columns = equations.flatMap((equation, i) =>
      this.#variants(named ?? impliedEstimator(equation)).map((options) => ({
        equation,
        options,
        further: { ...selection[i], ...uTests[i], ...asked[i] },
      })),
    );
    const specs = columns.map(({ equation, options, further }): ModelSpec => {
      const { winsorize, ...trim } = this.#tails(equation);
      const asked = { equation, vcov, winsorize, ...trim, ...weights };
      const { estimator, small, ...settled } = this.#settled(asked, named ?? impliedEstimator(equation), options);
      const { absorb, constant, iv, outcome, slopes, terms } = equation;
      // The members stand in the order in which they are digested.
      return {
        absorb,
        common: null,
        constant,
        ...estimator,
        exclude,
        iv,
        ...this.#margins(named ?? impliedEstimator(equation), equation),
        outcome,
        sample,
        singletons: this.#written.singletons ?? settled.singletons ?? null,
        ...(slopes === undefined ? {} : { slopes }),
        small,
        split: this.#base?.split ?? null,
        terms,
        ...trim,
        ...further,
        vcov: settled.vcov,
        ...weights,
        winsorize,
      };
    });
    for (const spec of specs) this.#checkPanel(spec);
    return { specs, written: this.#written, problems: this.#problems };
  }

  #complain(key: keyof SpecKeys, problem: TextProblem, below: readonly (string | number)[] = []): void {
    this.#problems.push(at(key, problem, below));
  }

  #equations(): readonly Equation[] {
    if (this.#keys.fit === undefined) {
      if (this.#base === null) return [];
      const { outcome, terms, constant, absorb, slopes, iv } = this.#base;
      return [{ outcome, terms, constant, absorb, ...(slopes === undefined ? {} : { slopes }), iv }];
    }
    const parsed = parseFormula(this.#keys.fit, this.#context.sets, this.#context.panel?.unit, foreignCommands);
    if (!parsed.ok) {
      for (const problem of parsed.problems) this.#complain('fit', problem);
      return [];
    }
    const { equations, references } = parsed.formula;
    for (const reference of references) this.#checkReference(reference);
    return equations;
  }

  #edited(equation: Equation): Equation {
    const check = this.#checkReference.bind(this);
    return editEquation(equation, this.#keys, { sets: this.#context.sets, problems: this.#problems, check });
  }

  /** Complains at the place where a column of the term was last named. */
  #complainOfTerm({ term, code, message, hint }: TermProblem): void {
    const columns = termOf(term).flatMap((factor) => columnsOfFactor(factor).columns);
    const place = this.#named.findLast(({ reference }) => columns.includes(reference.name));
    if (place === undefined) {
      const key = (['add', 'swap', 'iv', 'fit'] as const).find((each) => this.#keys[each] !== undefined) ?? 'fit';
      this.#problems.push({ code, message, key, hint });
    } else {
      const { start, end } = place.reference;
      this.#complain(place.key, { code, message, start, end, hint }, place.below);
    }
  }

  #checkReference(reference: Reference, key: keyof SpecKeys = 'fit', below: readonly (string | number)[] = []): void {
    this.#named.push({ reference, key, below });
    const type = this.#scope.type(reference.name);
    if (type === undefined) {
      const problem = unknownVariable(reference.name, this.#scope, reference);
      const message =
        reference.set === undefined ? problem.message : `${problem.message} in the set \`$${reference.set}\``;
      this.#complain(key, { ...problem, message }, below);
    } else if (type === 'text' && reference.use === 'number') {
      const { start, end, name } = reference;
      const hint = `\`i(${name})\` enters it as indicators`;
      const message = `\`${name}\` holds text; numbers are expected here`;
      this.#complain(key, { code: 'text-column', message, start, end, hint }, below);
    }
  }

  #condition(key: 'sample' | 'exclude', inherited: string | null): string | null {
    const text = this.#keys[key];
    if (text === undefined) return inherited;
    return compileCondition(text, key, this.#context, this.#problems);
  }

  /** A key that the base wrote has no problem here: the base was told, and a key that an edit made impossible gives way. */
  #problemsOf(key: keyof WrittenKeys & keyof SpecKeys): KeyProblem[] {
    return this.#keys[key] === undefined ? [] : this.#problems;
  }

  #vcov(): WrittenVcov {
    const problems = this.#problemsOf('vcov');
    const parsed = parseVcov(this.#written.vcov ?? 'iid');
    if (!parsed.ok) {
      for (const problem of parsed.problems) problems.push(at('vcov', problem));
      return { is: 'iid' };
    }
    for (const reference of parsed.references) {
      if (this.#scope.type(reference.name) === undefined) {
        problems.push(at('vcov', unknownVariable(reference.name, this.#scope, reference)));
      }
    }
    return parsed.vcov;
  }

  /** Compiles `tests`, `lincom` and `nlcom`. Those of a base on terms that an edit removed are dropped. */
  #restrictions(equations: readonly Equation[]): Pick<ModelSpec, 'tests' | 'lincom' | 'nlcom'>[] {
    const { tests, lincom, nlcom } = this.#written;
    const problems: KeyProblem[] = [];
    const { sets } = this.#context;
    const found = compileRestrictions(
      { ...(tests && { tests }), ...(lincom && { lincom }), ...(nlcom && { nlcom }) },
      equations,
      sets,
      problems,
    );
    this.#problems.push(...problems.filter(({ key }) => this.#keys[key] !== undefined));
    return found;
  }

  #weights(): Pick<ModelSpec, 'weights'> {
    const { weights, references, below, problems } = compileWeights(this.#written.weights ?? false);
    this.#problemsOf('weights').push(...problems);
    if (this.#keys.weights !== undefined) {
      for (const reference of references) this.#checkReference(reference, 'weights', below);
    }
    return weights === undefined ? {} : { weights };
  }

  /** The estimator that a key names; undefined where no key does, or what it names is no estimator. */
  #estimator(): Estimator | undefined {
    const { estimator: written } = this.#written;
    if (written === undefined) return undefined;
    const { estimator, problem } = namedEstimator(written);
    if (problem !== undefined) this.#problemsOf('estimator').push(problem);
    return estimator;
  }

  /** The options of each model that the column is: several where an option lists values for columns of their own. */
  #variants(estimator: Estimator): readonly Options[] {
    const { estimator: written } = this.#written;
    const { is, ...options } = typeof written === 'object' ? written : { is: written };
    return estimator.variants?.(options) ?? [options];
  }

  /** Fields that the estimator settles. An estimator that the base named gives way where an edit has made it impossible. */
  #settled(asked: EstimatorKeys, estimator: Estimator, options: Options): Settled {
    const { small } = this.#written;
    const compiled = estimator.compile({
      ...asked,
      small,
      isVcovWritten: this.#written.vcov !== undefined,
      options,
      panel: this.#context.panel,
      term: (option, text) => this.#termOfOption(option, text),
      terms: (at, text) => this.#termsOfOption(at, text),
      swapped: (term) => this.#swappedSince(term),
      isInherited: this.#keys.estimator === undefined,
    });
    const implied = impliedEstimator(asked.equation);
    const isUndone = this.#keys.estimator === undefined && compiled.problems.some(({ field }) => field === 'estimator');
    if (isUndone && estimator !== implied) return this.#settled(asked, implied, {});
    const refused = [...weightProblems(estimator, asked), ...slopeProblems(estimator, asked, small)];
    for (const problem of [...compiled.problems, ...refused]) this.#complainOfField(problem);
    const isImplied = estimator === implied && compiled.estimator === undefined;
    const own = isImplied ? {} : { estimator: { is: estimator.name, ...compiled.estimator } };
    const { singletons } = compiled;
    return {
      vcov: compiled.vcov,
      small: compiled.small,
      estimator: own,
      ...(singletons === undefined ? {} : { singletons }),
    };
  }

  #termOfOption(option: string, text: string): string | undefined {
    const { term, references, problems } = termOfOption(option, text);
    this.#problemsOf('estimator').push(...problems);
    if (this.#keys.estimator === undefined) return term === undefined ? term : this.#swappedSince(term);
    for (const reference of references) this.#checkReference(reference, 'estimator', [option]);
    return term;
  }

  #termsOfOption(at: readonly (string | number)[], text: string): readonly string[] {
    const { terms, references, problems } = termsOfOption(at, text, this.#context.sets);
    this.#problemsOf('estimator').push(...problems);
    if (this.#keys.estimator === undefined) return terms.map((term) => this.#swappedSince(term));
    for (const reference of references) this.#checkReference(reference, 'estimator', at);
    return terms;
  }

  /** A term of an option as the edits have swapped it since the option was written. */
  #swappedSince(term: string): string {
    return swappedSince(term, this.#written);
  }

  /** Complains at the key that says the field, or the one that made it impossible; a style that the base wrote gives way. */
  #complainOfField({ field, ...problem }: SpecProblem): void {
    if (field === 'small') this.#problemsOf('small').push({ ...problem, key: 'small' });
    else
      this.#problems.push({
        ...problem,
        key: keysOfField[field].find((key) => this.#keys[key] !== undefined) ?? 'fit',
      });
  }

  #tails(equation: Equation): Pick<ModelSpec, 'winsorize' | 'trim'> {
    const context = { sets: this.#context.sets, scope: this.#scope };
    const compiled = (key: 'winsorize' | 'trim') =>
      compileWinsorize(this.#written[key] ?? false, equation, context, this.#problemsOf(key), key);
    const trimmed = compiled('trim');
    return { winsorize: compiled('winsorize'), ...(trimmed === null ? {} : { trim: trimmed }) };
  }

  /** Marginal effects that the base asked for give way where the estimator has none. */
  #margins(estimator: Estimator, { terms, iv }: Equation): Pick<ModelSpec, 'margins'> {
    if (estimator.margins === true) {
      const all = [...(iv?.endogenous ?? []), ...terms];
      return compileMargins(this.#written.margins, all, this.#problemsOf('margins'));
    }
    const { margins: written } = this.#keys;
    if (written === undefined || written === false) return {};
    const message = `\`${estimator.name}\` has no marginal effects`;
    this.#problems.push({ code: 'unsupported', message, key: 'margins', hint: 'leave `margins` out' });
    return {};
  }

  /** Compiles `oster`. That of a base on an estimator or terms that an edit removed is dropped. */
  #oster(equations: readonly Equation[], named: Estimator | undefined): readonly Pick<ModelSpec, 'oster'>[] {
    const { oster = false } = this.#written;
    const isInherited = this.#keys.oster === undefined;
    const { sets } = this.#context;
    const found = compileOster(oster, equations, sets, isInherited, this.#problemsOf('oster'));
    const other = equations.map((equation) => named ?? impliedEstimator(equation)).find((each) => each.oster !== true);
    if (other === undefined || oster === false) return found;
    const message = `\`oster\` is of least squares, and not supported with \`${other.name}\``;
    this.#problemsOf('oster').push({ code: 'unsupported', message, key: 'oster', hint: 'leave `oster` out' });
    return [];
  }

  #refuseBoth(): void {
    const { winsorize, trim } = this.#keys;
    if (winsorize === undefined || winsorize === false || trim === undefined || trim === false) return;
    const message = 'expected either `winsorize` or `trim`, got both';
    this.#problems.push({ code: 'winsorize-and-trim', message, key: 'trim' });
  }

  #checkPanel(spec: ModelSpec): void {
    if (this.#context.panel !== null || !readsPanel(spec)) return;
    const { frame } = this.#context;
    const hint = `declare \`panel: {unit: …, time: …}\` in \`${frame}\``;
    const lagging = (['fit', 'iv', 'add', 'swap'] as const).find((each) => this.#keys[each] !== undefined) ?? 'fit';
    const { is } = spec.vcov;
    const ofTimes = is === 'dk' || is === 'nw' || is === 'conley';
    const [key, what] = ofTimes ? (['vcov', `\`${is}\``] as const) : ([lagging, 'lags'] as const);
    this.#problems.push({
      code: 'no-panel',
      message: `${what} need${key === 'vcov' ? 's' : ''} a panel, and \`${frame}\` declares none`,
      key,
      hint,
    });
  }
}

/** Keys that may have said a field of the spec, the one with the last word first. */
const keysOfField: Readonly<Record<Exclude<SpecProblem['field'], 'small'>, readonly (keyof SpecKeys)[]>> = {
  absorb: ['fe', 'fit', 'estimator'],
  iv: ['iv', 'fit', 'estimator'],
  vcov: ['vcov', 'weights', 'estimator'],
  estimator: ['estimator', 'iv', 'fit'],
  winsorize: ['winsorize', 'weights', 'estimator'],
  trim: ['trim', 'weights', 'estimator'],
  weights: ['weights', 'estimator'],
};

function at(key: keyof SpecKeys, problem: TextProblem, below: readonly (string | number)[] = []): KeyProblem {
  return { ...inText(problem), key, below };
}
