/** Gathers what computed rows ask of each column that a table shows, and tells what no column has. */
import type { NodeId } from '../../../../src/base/brand.ts';
import { isOneOf, type Names } from '../../../../src/base/result.ts';
import { quoted } from '../../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../../src/base/text/suggest.ts';
import type { TextProblem } from '../../../../src/base/text/text-problem.ts';
import { type PlacedQuantity, testName } from '../../../../src/check/quantities/quantity.ts';
import { compileCondition } from '../../../../src/econ/compile/condition-key.ts';
import type { KeyProblem } from '../../../../src/econ/compile/keys.ts';
import { compileRestrictions } from '../../../../src/econ/compile/restrictions-key.ts';
import { compileVariables } from '../../../../src/econ/compile/variable-list.ts';
import { termKey } from '../../../../src/econ/formula/factor.ts';
import { parseTerm } from '../../../../src/econ/formula/formula.ts';
import { type AskedMoments, hasMoments } from '../../../../src/econ/shown/sample-moments.ts';
import {
  listsOfTerms,
  type ModelSpec,
  termOf,
  variablesOfCondition,
  variablesOfTerm,
} from '../../../../src/econ/spec.ts';
import type { Origin, PlanContext } from '../../../../src/engine/step.ts';
import type { Stage } from '../../../../src/table/builders/builder.ts';
import type { ShownAs } from '../../../../src/table/computed/row.ts';
import { foreignStatHint } from '../../../../src/table/foreign-stats.ts';
import { frameSource } from '../../frame-source.ts';
import type { AskedOfColumn } from './request.ts';

/** A column of a table as the plan knows it. */
export interface AskedColumn {
  readonly node: NodeId;
  /** Names of its terms; null where any may turn up. */
  readonly terms: Names | null;
  readonly stages: readonly Stage[];
  /** Statistics that its estimator adds. */
  readonly stats: readonly string[];
  /** Its model and the frame that it is estimated on; absent where it is no regression of ours. */
  readonly fit?: { readonly spec: ModelSpec; readonly data: NodeId };
  readonly origin?: Origin;
}

/** Holds what rows ask of one column. */
export type ColumnRequest = Omit<AskedOfColumn, 'moments'> & { readonly moments: readonly AskedMoments[] };

interface Gathered {
  readonly moments: Map<string, AskedMoments>;
  readonly tests: Record<string, NonNullable<AskedOfColumn['tests']>[string]>;
  readonly lincom: Record<string, NonNullable<AskedOfColumn['lincom']>[string]>;
  readonly nlcom: Record<string, NonNullable<AskedOfColumn['nlcom']>[string]>;
  readonly where: Record<string, string>;
}

/** Rows of a confidential variable that a condition must leave at the least. */
const FEWEST = 3;

type Problem = Omit<TextProblem, 'start' | 'end'>;

export class ColumnAsks {
  readonly #columns: readonly AskedColumn[];
  readonly #stats: readonly string[];
  readonly #plan: PlanContext;
  /** Gathered requests by node, since a node may stand in several panels. */
  readonly #gathered = new Map<NodeId, Gathered>();

  constructor(columns: readonly AskedColumn[], stats: readonly string[], plan: PlanContext) {
    this.#columns = columns;
    this.#stats = stats;
    this.#plan = plan;
  }

  /** Gives what rows ask of every column. */
  all(): ReadonlyMap<AskedColumn, ColumnRequest> {
    const found = new Map<AskedColumn, ColumnRequest>();
    for (const [node, { moments, ...restrictions }] of this.#gathered) {
      const column = this.#columns.find((each) => each.node === node)!;
      const members = Object.entries(restrictions).filter(([, map]) => Object.keys(map).length > 0);
      found.set(column, { ...Object.fromEntries(members), moments: [...moments.values()] });
    }
    return found;
  }

  /** Asks these columns for a quantity of a row; problems where none of them can have it. */
  add(quantity: PlacedQuantity, columns: readonly AskedColumn[]): TextProblem[] {
    const { start, end } = quantity;
    return this.#problems(quantity, columns).map((problem) => ({ ...problem, start, end }));
  }

  #problems(quantity: PlacedQuantity, columns: readonly AskedColumn[]): Problem[] {
    switch (quantity.is) {
      case 'statistic':
        return this.#statistic(quantity.name, columns);
      case 'estimate':
        return termProblems(quantity.term, columns);
      case 'beta':
        return [...termProblems(quantity.term, columns), ...this.#standardized(columns, [quantity.of])];
      case 'moment':
        return this.#moment(quantity.of, quantity.where, columns);
      case 'test':
        return this.#restriction('tests', quantity.of, columns);
      case 'lincom':
      case 'nlcom':
        return this.#restriction(quantity.is, [quantity.of], columns);
      default:
        return quantity satisfies never;
    }
  }

  /** Asks for what estimates are shown by. */
  addShown(as: ShownAs | undefined, columns: readonly AskedColumn[]): Problem[] {
    if (as?.standardized !== true) return [];
    if (as.exponentiate === true)
      return [
        {
          code: 'shown-twice',
          message: '`exponentiate` and `standardized` both say what is shown in place of b',
          hint: 'keep one of them',
        },
      ];
    return this.#standardized(columns, null);
  }

  #statistic(name: string, columns: readonly AskedColumn[]): Problem[] {
    const known = [...this.#stats, ...columns.flatMap(({ stats }) => stats)];
    if (known.includes(name)) return [];
    const terms = columns.flatMap(({ terms: names }) => names?.listed ?? []);
    const hint = terms.includes(name)
      ? `its coefficient is \`b(${name})\`, its mean \`mean(${name})\``
      : (foreignStatHint(name, known) ?? didYouMean(name, known));
    return [
      {
        code: 'unknown-statistic',
        message: `unknown statistic \`${name}\``,
        hint: hint ?? 'a coefficient is `b(x)`, a mean `mean(x)`',
      },
    ];
  }

  /** Deviations of terms and of the outcome; of all terms where `terms` is null. */
  #standardized(columns: readonly AskedColumn[], terms: readonly string[] | null): Problem[] {
    const models = columns.filter(({ fit }) => fit !== undefined);
    if (models.length === 0) return [noModels];
    const other = models.find(({ fit }) => !isLeastSquares(fit!.spec));
    if (other !== undefined) {
      const message = `standardized coefficients are of least squares, and \`${other.node}\` is a \`${other.fit!.spec.estimator!.is}\``;
      return [{ code: 'unsupported', message, hint: 'put such columns into a table of their own' }];
    }
    for (const column of models) {
      const { spec } = column.fit!;
      const own = terms?.flatMap((text) => (text.includes('::') ? withLevels(spec) : resolved(text, spec)));
      for (const of of own ?? listsOfTerms(spec).flat()) if (termsIn(spec).includes(of)) this.#ask(column, of, null);
      for (const of of outcomesOf(column)) this.#ask(column, of, null);
    }
    return [];
  }

  #moment(of: string | null, where: string | null, columns: readonly AskedColumn[]): Problem[] {
    const models = columns.filter(({ fit }) => fit !== undefined);
    if (models.length === 0) return [noModels];
    const found = models.map((column) => this.#momentOf(column, of, where));
    const wrong = found.filter((problems) => problems.length > 0);
    return wrong.length < found.length ? [] : wrong[0]!;
  }

  #momentOf(column: AskedColumn, of: string | null, where: string | null): Problem[] {
    const { spec, data } = column.fit!;
    const frame = frameSource(data, [], this.#plan);
    if (frame === undefined) return [];
    const problems: KeyProblem[] = [];
    const condition = where === null ? null : compileCondition(where, 'sample', frame.context, problems);
    const texts = of === null ? outcomesOf(column) : [resolved(of, spec)];
    const unknown = of === null ? [] : compileVariables(texts, frame.context).problems;
    const told: Problem[] = [...unknown, ...problems].map(({ code, message, hint }) => ({ code, message, hint }));
    if (told.length > 0) return told;
    const odd = texts.find((text) => !hasMoments(text, spec));
    if (odd !== undefined)
      return [
        {
          code: 'one-variable',
          message: `expected one variable or a term of the model, got \`${odd}\``,
          hint: 'derive it as a column of the data',
        },
      ];
    for (const text of texts) this.#ask(column, text, condition);
    if (where !== null) this.#of(column).where[where] = condition!;
    return [];
  }

  #ask(column: AskedColumn, of: string, where: string | null): void {
    const isConfidential = (name: string): boolean => this.#plan.project.variables[name]?.confidential === true;
    const hides = where !== null && [...variablesOfTerm(of), ...variablesOfCondition(where)].some(isConfidential);
    const asked: AskedMoments = { of, where, ...(hides && { fewest: FEWEST }) };
    this.#of(column).moments.set(JSON.stringify(asked), asked);
  }

  #restriction(
    key: 'tests' | 'lincom' | 'nlcom',
    texts: readonly string[],
    columns: readonly AskedColumn[],
  ): Problem[] {
    const size = ({ fit }: AskedColumn): number => termsIn(fit!.spec).length;
    // what is wrong is told of the last equation, which then is the fullest
    const models = columns.filter(({ fit }) => fit !== undefined).sort((a, b) => size(a) - size(b));
    if (models.length === 0) return [noModels];
    const problems: KeyProblem[] = [];
    const name = testName(texts);
    const asked = key === 'tests' ? { tests: { [name]: texts } } : { [key]: { [name]: texts[0]! } };
    const found = compileRestrictions(
      asked,
      models.map(({ fit }) => fit!.spec),
      this.#plan.project.sets,
      problems,
    );
    if (problems.length > 0) return problems.map(({ code, message, hint }) => ({ code, message, hint }));
    models.forEach((column, i) => {
      (this.#of(column)[key] as Record<string, unknown>)[name] = found[i]![key]?.[0] ?? null;
    });
    return [];
  }

  #of({ node }: AskedColumn): Gathered {
    const known = this.#gathered.get(node);
    if (known !== undefined) return known;
    const fresh: Gathered = { moments: new Map(), tests: {}, lincom: {}, nlcom: {}, where: {} };
    this.#gathered.set(node, fresh);
    return fresh;
  }
}

const noModels: Problem = {
  code: 'no-model',
  message: 'no column is a model of this pipeline, whose rows and covariance are known',
  hint: 'coefficients and statistics of other fits are `b(x)`, `se(x)`, `n`',
};

/** Least squares, with or without instruments, whose coefficients are in units of the outcome for one of the regressor. */
const isLeastSquares = ({ estimator }: ModelSpec): boolean => estimator === undefined;

const termsIn = (spec: ModelSpec): readonly string[] => listsOfTerms(spec).flat();

/** The text that a model has for a term. */
const resolved = (text: string, spec: ModelSpec): string =>
  termsIn(spec).find((own) => termKey(termOf(own)) === termKey(termOf(text))) ?? text;

/** Terms that have several columns. */
const withLevels = (spec: ModelSpec): readonly string[] => termsIn(spec).filter((text) => /\b(?:i|event)\(/.test(text));

/** Outcomes of the equations that a column shows. */
const outcomesOf = ({ fit, stages }: AskedColumn): readonly string[] => [
  fit!.spec.outcome,
  ...(stages.includes('first') ? (fit!.spec.iv?.endogenous ?? []) : []),
];

/** Tells whether a name is that of a term, in any order of its factors, or of an instrument. */
function isTermOf(name: string, spec: ModelSpec): boolean {
  const parsed = parseTerm(name);
  return parsed.ok && termsIn(spec).some((own) => termKey(termOf(own)) === termKey(parsed.term));
}

/** A term that no column can have. */
function termProblems(term: string, columns: readonly AskedColumn[]): Problem[] {
  const isIn = ({ terms, fit }: AskedColumn): boolean =>
    terms === null || isOneOf(terms, term) || (fit !== undefined && isTermOf(term, fit.spec));
  if (columns.length === 0 || columns.some(isIn)) return [];
  const known = [...new Set(columns.flatMap(({ terms }) => terms!.listed))];
  const hint = didYouMean(term, known) ?? `terms: ${quoted(known)}`;
  return [{ code: 'unknown-term', message: `\`${term}\` is no term of these columns`, hint }];
}
