/** Formulas after fixest's: `y ~ x1 + csw0($controls) | fe1 + fe2 | endog ~ inst`. */
import { formulaSymbols, tokenize } from '../../base/expression/lexer.ts';
import { catching, type Parsed, TextError, type TextProblem } from '../../base/text/text-problem.ts';
import { advisedFormula, advisedTerm } from '../foreign/advise.ts';
import { distinctTerms, printFactor, printTerm, type Term, termKey } from './factor.ts';
import { type Absorbed, FormulaParser, type FurtherParts, MOST_MODELS } from './formula-parser.ts';
import { type Reference, TermParser } from './term-parser.ts';

/** One equation of a formula, in canonical texts of terms. */
export interface Equation extends Absorbed {
  readonly outcome: string;
  readonly terms: readonly string[];
  readonly constant: boolean;
  readonly iv: { readonly endogenous: readonly string[]; readonly instruments: readonly string[] } | null;
}

export interface Formula {
  /** One, or several where `csw` and its like stand; in the order they become columns. */
  readonly equations: readonly [Equation, ...Equation[]];
  /** Every column named, with its place in the text. */
  readonly references: readonly Reference[];
}

/**
 * Parses a formula; `sets` are the named lists that `$name` stands for. For hints: the panel's `unit`, and `commands` of other programs with the
 * estimator that each is here.
 */
export function parseFormula(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
  unit?: string,
  commands: Readonly<Record<string, string>> = {},
): Parsed<{ formula: Formula }> {
  const problems: TextProblem[] = [];
  const result = catching(() => ({ formula: read(text, sets, problems) }));
  if (!result.ok) {
    const all = [...result.problems.map((problem) => advisedFormula(problem, text, unit, commands)), ...problems];
    return { ok: false, problems: all.sort((a, b) => a.start - b.start) as never };
  }
  return problems.length > 0 ? { ok: false, problems: problems as never } : result;
}

/** Parses one term, such as a stored spec holds: `L.x^2:log(z + 1)`. */
export function parseTerm(text: string): Parsed<{ term: Term; references: readonly Reference[] }> {
  return catchingTerms(text, () => {
    const parser = new TermParser(tokenize(text, formulaSymbols), {}, []);
    const [first, ...rest] = parser.sum();
    parser.expectEnd('an operator');
    if (first === undefined || rest.length > 0) throw new TextError('not-a-term', 'expected one term', 0, text.length);
    return { term: first, references: parser.references };
  });
}

/** Terms of a list such as `[Gap, $controls, L.x]`, one text each; sets are spread. */
export function parseTerms(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
): Parsed<{ terms: readonly Term[]; references: readonly Reference[] }> {
  const problems: TextProblem[] = [];
  const result = catchingTerms(text, () => {
    const parser = new TermParser(tokenize(text, formulaSymbols), sets, problems);
    const terms = parser.sum();
    parser.expectEnd('an operator');
    return { terms, references: parser.references };
  });
  return problems.length > 0 && result.ok ? { ok: false, problems: problems as never } : result;
}

/** Effects as the second part of a formula has them: `province + year`, `0` for none. */
export function parseEffects(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
): Parsed<Absorbed & { references: readonly Reference[] }> {
  return readPart(text, sets, (parser) => {
    const [absorb, ...others] = parser.absorbed();
    if (others.length > 0) throw new TextError('several-models', 'expected one list of effects', 0, text.length);
    return parser.absorbing(absorb!);
  });
}

/** Instruments as the third part of a formula has them: `endogenous ~ instruments`. */
export function parseIv(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
): Parsed<{ iv: NonNullable<Equation['iv']>; references: readonly Reference[] }> {
  return readPart(text, sets, (parser) => ({ iv: printedIv(parser.instruments()) }));
}

function readPart<T extends object>(
  text: string,
  sets: Readonly<Record<string, readonly string[]>>,
  read: (parser: FormulaParser) => T,
): Parsed<T & { references: readonly Reference[] }> {
  const problems: TextProblem[] = [];
  const result = catchingTerms(text, () => {
    const parser = new FormulaParser(tokenize(text, formulaSymbols), sets, problems);
    const part = read(parser);
    parser.expectEnd('`+`');
    return { ...part, references: parser.references };
  });
  return problems.length > 0 && result.ok ? { ok: false, problems: problems as never } : result;
}

/** Parses as `catching` does, and adds hints for terms of other programs. */
function catchingTerms<T extends object>(text: string, parse: () => T): Parsed<T> {
  const result = catching(parse);
  if (result.ok) return result;
  return { ok: false, problems: result.problems.map((problem) => advisedTerm(problem, text)) as never };
}

function printedIv({ endogenous, instruments }: NonNullable<FurtherParts['iv']>): NonNullable<Equation['iv']> {
  return {
    endogenous: distinctTerms(endogenous).map(printTerm),
    instruments: distinctTerms(instruments).map(printTerm),
  };
}

function read(text: string, sets: Readonly<Record<string, readonly string[]>>, problems: TextProblem[]): Formula {
  const parser = new FormulaParser(tokenize(text, formulaSymbols), sets, problems);
  const outcome = parser.outcome();
  const regressors = parser.regressors();
  const parts = parser.furtherParts();
  parser.expectEnd('`+` or `|`');
  const equations: Equation[] = [];
  const texts = new Map<Term, Texts>();
  const count = regressors.alternatives.length * parts.absorb.length;
  if (count > MOST_MODELS) {
    throw new TextError(
      'too-many-models',
      `the formula gives ${count} models, more than ${MOST_MODELS}`,
      0,
      text.length,
    );
  }
  for (const terms of regressors.alternatives) {
    for (const absorb of parts.absorb) {
      if (!regressors.constant && absorb.length > 0) {
        const hint = 'absorbed effects take the place of the constant; leave `- 1` out';
        throw new TextError(
          'constant-absorbed',
          '`- 1` has no meaning with absorbed effects',
          regressors.constantAt[0],
          regressors.constantAt[1],
          hint,
        );
      }
      equations.push({
        outcome: printFactor(outcome),
        terms: distinctTexts(terms, texts),
        constant: regressors.constant,
        ...parser.absorbing(absorb),
        iv: parts.iv === null ? null : printedIv(parts.iv),
      });
    }
  }
  return { equations: equations as unknown as Formula['equations'], references: parser.references };
}

interface Texts {
  readonly key: string;
  readonly text: string;
}

/** Works as `distinctTerms`, printed. The equations of one formula share their terms, which are printed once. */
function distinctTexts(terms: readonly Term[], known: Map<Term, Texts>): string[] {
  if (terms.some((term) => term.some(({ is }) => is === 'levels'))) return distinctTerms(terms).map(printTerm);
  const byKey = new Map<string, string>();
  for (const term of terms) {
    let texts = known.get(term);
    if (texts === undefined) {
      texts = { key: termKey(term), text: printTerm(term) };
      known.set(term, texts);
    }
    if (!byKey.has(texts.key)) byKey.set(texts.key, texts.text);
  }
  return [...byKey.values()];
}
