/** Compiles the keys `winsorize` and `trim`: which variables, at which percentiles, over which rows. */
import { type Scope, unknownVariable } from '../../base/expression/check.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { percentileMethods } from '../distributions/percentile.ts';
import { isIndicators, leafOf, printFactor, printTerm } from '../formula/factor.ts';
import { type Equation, parseTerms } from '../formula/formula.ts';
import { termOf, type WinsorSpec } from '../spec.ts';
import type { KeyProblem, Percentages, WinsorizeKey } from './keys.ts';

interface WinsorizeContext {
  readonly sets: Readonly<Record<string, readonly string[]>>;
  readonly scope: Scope;
}

type Complain = (code: string, message: string, below: readonly (string | number)[], hint?: string) => void;

/** The canonical form; null when nothing is winsorised. Problems go to `problems`. */
export function compileWinsorize(
  key: WinsorizeKey,
  equation: Equation,
  context: WinsorizeContext,
  problems: KeyProblem[],
  place: 'winsorize' | 'trim' = 'winsorize',
): WinsorSpec | null {
  if (key === false) return null;
  const complain: Complain = (code, message, below, hint) => problems.push({ code, message, key: place, below, hint });
  const written: Exclude<WinsorizeKey, false | Percentages> = isPercentages(key) ? { at: key } : key;
  const below = isPercentages(key) ? [] : ['at'];
  const [low, high] = written.at;
  if (!(low >= 0 && low < high && high <= 100)) {
    complain(
      'bad-percentages',
      `expected two rising percentages from 0 to 100, got \`[${low}, ${high}]\``,
      below,
      'as in `[1, 99]`',
    );
  } else if (high <= 1) {
    complain('bad-percentages', `expected percentages, got the shares \`[${low}, ${high}]\``, below, 'as in `[1, 99]`');
  }
  const stage = written.stage ?? 'variables';
  if (stage === 'terms' && written.rows === 'own') {
    const hint = 'leave `rows` out, or use `stage: variables`';
    complain('unsupported', '`rows: own` is not supported at `stage: terms`', ['rows'], hint);
  }
  const by = typeof written.by === 'string' ? [written.by] : (written.by ?? []);
  by.forEach((name, i) => {
    if (context.scope.type(name) !== undefined) return;
    const { code, message, hint } = unknownVariable(name, context.scope, { start: 0, end: 0 });
    complain(code, message, typeof written.by === 'string' ? ['by'] : ['by', i], hint);
  });
  const vars = written.vars === undefined ? null : variables(written.vars, stage, equation, context, complain);
  if (vars?.length === 0) return null;
  return {
    at: [low, high],
    vars,
    by: [...new Set(by)].sort(),
    method: method(written.method ?? 'stata', complain),
    stage,
    rows: written.rows ?? 'complete',
  };
}

/** `in` would not do: arrays have a method `at`. */
function isPercentages(key: Exclude<WinsorizeKey, false>): key is Percentages {
  return Array.isArray(key);
}

function method(name: string, complain: Complain): WinsorSpec['method'] {
  if (Object.hasOwn(percentileMethods, name)) return percentileMethods[name]!;
  const names = Object.keys(percentileMethods);
  const hint = didYouMean(name, names) ?? `one of ${quoted(names)}`;
  complain('unknown-method', `unknown percentile method \`${name}\``, ['method'], hint);
  return 'type2';
}

/** Returns the terms that can be winsorised at a stage: variables before powers and products, or terms after them. */
function winsorizable(equation: Pick<Equation, 'outcome' | 'terms' | 'iv'>, stage: WinsorSpec['stage']): string[] {
  const { outcome, terms: regressors, iv } = equation;
  const terms = [outcome, ...regressors, ...(iv?.endogenous ?? []), ...(iv?.instruments ?? [])].map(termOf);
  // Indicators have no tails.
  if (stage === 'terms') return terms.filter((term) => !term.some(isIndicators)).map(printTerm);
  const leaves = terms.flatMap((term) => term.map(leafOf)).filter((leaf) => leaf !== undefined);
  return [...new Set(leaves.map(printFactor))];
}

function variables(
  written: readonly string[],
  stage: WinsorSpec['stage'],
  equation: Equation,
  context: WinsorizeContext,
  complain: Complain,
): string[] | null {
  const known = winsorizable(equation, stage);
  const found = new Set<string>();
  written.forEach((text, i) => {
    const parsed = parseTerms(text, context.sets);
    if (!parsed.ok) {
      complain(parsed.problems[0].code, parsed.problems[0].message, ['vars', i], parsed.problems[0].hint);
      return;
    }
    for (const name of parsed.terms.map(printTerm)) {
      if (known.includes(name)) found.add(name);
      else {
        const hint = didYouMean(name, known) ?? `it has ${quoted(known)}`;
        complain('not-in-regression', `\`${name}\` is no variable of this regression`, ['vars', i], hint);
      }
    }
  });
  return found.size === known.length ? null : [...found].sort();
}
