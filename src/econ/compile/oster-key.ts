/** Compiles the key `oster`: of which regressor selection on unobservables is asked, and how strong it may be. */
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText } from '../../base/text/text-problem.ts';
import { isIndicators, printTerm, type Term, termKey } from '../formula/factor.ts';
import { type Equation, parseTerm, parseTerms } from '../formula/formula.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import type { KeyProblem, OsterKey } from './keys.ts';

type Own = Pick<ModelSpec, 'oster'>;

/**
 * For each equation that has the treatment and another control; a problem where none has. The treatment alone stands for R²max = 1.3 R², δ = 1 and β = 0
 * (Oster 2019). Controls of `mcontrols` that an edit took away give way where nobody would be told (`isInherited`).
 */
export function compileOster(
  key: OsterKey,
  equations: readonly Equation[],
  sets: Readonly<Record<string, readonly string[]>>,
  isInherited: boolean,
  problems: KeyProblem[],
): readonly Own[] {
  const none = equations.map(() => ({}));
  if (key === false) return none;
  const {
    treatment: text,
    mcontrols = [],
    beta = 0,
    delta = 1,
    ...r2
  } = typeof key === 'string' ? { treatment: key } : key;
  const before = problems.length;
  const parsed = parseTerm(text);
  const below = typeof key === 'string' ? [] : ['treatment'];
  if (!parsed.ok) problems.push({ ...inText(parsed.problems[0]), key: 'oster', below });
  else if (parsed.term.some(isIndicators)) {
    const message = `expected one variable, got the indicators \`${text}\``;
    problems.push({ code: 'not-a-term', message, key: 'oster', below });
  }
  const most = mostR2(r2, problems);
  const listed = typeof mcontrols === 'string' ? [mcontrols] : mcontrols;
  const always = listed.flatMap((each, i) => {
    const read = parseTerms(each, sets);
    if (read.ok) return read.terms;
    problems.push({ ...inText(read.problems[0]), key: 'oster', below: ['mcontrols', i] });
    return [];
  });
  if (!parsed.ok || most === undefined || problems.length > before) return none;
  const found = equations.map((equation) => ofEquation(parsed.term, always, equation, isInherited));
  const [why] = found.flatMap((each) => (typeof each === 'string' ? [each] : []));
  if (why !== undefined && found.every((each) => typeof each === 'string')) {
    const hint = didYouMean(text, equations.at(-1)!.terms) ?? `it has ${quoted(equations.at(-1)!.terms)}`;
    problems.push({ code: 'no-oster', message: why, key: 'oster', hint });
  }
  return found.map((each) => (typeof each === 'string' ? {} : { oster: { ...each, ...most, beta, delta } }));
}

interface NamedTerms {
  readonly treatment: string;
  readonly mcontrols: readonly string[];
}

const writtenAs = (term: Term, { terms }: Equation): string | undefined =>
  terms.find((text) => termKey(termOf(text)) === termKey(term));

/** The terms as the equation writes them, or why there are none. */
function ofEquation(of: Term, always: readonly Term[], equation: Equation, isInherited: boolean): NamedTerms | string {
  const treatment = writtenAs(of, equation);
  if (treatment === undefined) return `\`${printTerm(of)}\` is no term of this regression`;
  if (!equation.constant) return '`oster` compares R² about the mean, and the regression has no constant';
  const kept = always.map((term) => writtenAs(term, equation));
  const lost = always.find((_, i) => kept[i] === undefined || kept[i] === treatment);
  if (lost !== undefined && !isInherited)
    return `\`mcontrols\` names \`${printTerm(lost)}\`, which is no control of this regression`;
  const mcontrols = [...new Set(kept)].filter((text) => text !== undefined && text !== treatment) as string[];
  if (equation.terms.length - 1 - mcontrols.length < 1) {
    return `selection on unobservables is judged by that on controls, and \`${treatment}\` has none but what \`mcontrols\` names`;
  }
  return { treatment, mcontrols: mcontrols.sort() };
}

/** R²max, or its multiple of the regression's own R². */
function mostR2(
  { rmax, rmax_multiple: multiple }: { readonly rmax?: number; readonly rmax_multiple?: number },
  problems: KeyProblem[],
): { readonly rmax: number } | { readonly rmaxMultiple: number } | undefined {
  const complain = (name: string, message: string, hint: string): undefined =>
    void problems.push({ code: 'bad-rmax', message, key: 'oster', below: [name], hint });
  if (rmax !== undefined && multiple !== undefined) {
    return complain('rmax', 'expected either `rmax` or `rmax_multiple`, got both', 'leave one of them out');
  }
  if (rmax !== undefined) {
    if (rmax > 0 && rmax <= 1) return { rmax };
    return complain('rmax', `expected an R² above 0, at most 1, got \`${rmax}\``, 'as in `rmax: 1`');
  }
  if (multiple === undefined || multiple > 1) return { rmaxMultiple: multiple ?? 1.3 };
  return complain('rmax_multiple', `expected a multiple above 1, got \`${multiple}\``, 'as in `rmax_multiple: 1.3`');
}
