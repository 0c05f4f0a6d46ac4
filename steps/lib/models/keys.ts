/** The keys of a column of models, as YAML has them: their schema, their precedence, and where each was said. */
import { type Static, Type } from 'typebox';
import { loops, loopsByPath, ofPath, optional, strict } from '../../../src/base/schema.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { estimators } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { Origin, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { Difference } from '../difference/keys.ts';
import { originAt } from '../origin.ts';
import { Weights } from '../weights.ts';

const Percentages = Type.Tuple([Type.Number(), Type.Number()], {
  minItems: 2,
  maxItems: 2,
  description: 'as in [1, 99]',
});
const tails = [
  Type.Literal(false),
  Percentages,
  strict({
    at: Percentages,
    vars: optional.texts('all of the regression when left out'),
    by: optional.either(
      [Type.String(), Type.Array(Type.String(), { minItems: 1 })],
      'columns within whose levels the percentiles are taken',
    ),
    method: optional.text('percentiles: stata (default), type6, type7'),
    stage: optional.oneOf(
      ['variables', 'terms'],
      'before powers, products and lags are taken (`variables`, the default) or after',
    ),
    rows: optional.oneOf(
      ['complete', 'own'],
      'rows that percentiles are of: those complete in all variables, or all that have a value of this one',
    ),
  }),
] as const;

const terms = [Type.String(), Type.Array(Type.String(), { minItems: 1 })] as const;
const Terms = Type.Union([...terms]);
const uTest = [
  Type.Literal(false),
  Type.String(),
  strict({
    linear: Type.String({ description: 'the term of which the regression has the square too' }),
    square: optional.text('the term that is its square; `x^2` when left out'),
    level: Type.Optional(Type.Number({ description: 'of the Fieller interval, 0.95 by default' })),
  }),
] as const;

const PlaceValue = Type.Union([Type.Number(), Type.String()]);
const Places = Type.Union([
  PlaceValue,
  Type.Array(PlaceValue, { minItems: 1 }),
  strict({
    from: Type.Number({ description: 'the first value' }),
    to: Type.Number({ description: 'the value after which none comes' }),
    by: Type.Number({ description: 'the step from one value to the next' }),
  }),
]);

const Margins = Type.Union(
  [
    Type.Boolean(),
    strict({
      at: optional.either(
        [Type.Literal('means'), Type.Record(Type.String(), Places)],
        'variables put at values, one place for each combination: numbers, levels of a factor, `mean`, `mean-sd`, `median`, `p25`, `min`, `max`, `levels`, `{from, to, by}`; `means`: all at their means',
      ),
      atmeans: optional.flag(
        'variables that `at` leaves alone stand at their means instead of the average over the rows',
      ),
      predict: optional.flag('adjusted predictions of the mean outcome too, as rows `predict(x=1)`'),
      dydx: optional.either(
        [Type.Literal(false), Type.String(), Type.Array(Type.String(), { minItems: 1 })],
        'the variables whose effects are told, all by default; `false` for predictions alone',
      ),
      dummies: Type.Optional(
        Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
          description: '0/1 variables whose effect is the change from 0 to 1, as that of the levels of `i(v)` is',
        }),
      ),
    }),
  ],
  { description: 'marginal effects on the mean beside the coefficients' },
);

const Oster = Type.Union(
  [
    Type.Literal(false),
    Type.String(),
    strict({
      treatment: Type.String({ description: 'the regressor whose coefficient is judged' }),
      mcontrols: Type.Optional(
        Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
          description: 'controls of the short regression too, which selection is not judged by',
        }),
      ),
      rmax: Type.Optional(Type.Number({ description: 'the R² that unobservables would make of it, at most 1' })),
      rmax_multiple: Type.Optional(Type.Number({ description: 'the same as a multiple of its R²: 1.3' })),
      beta: Type.Optional(Type.Number({ description: 'the coefficient for which δ is sought: 0' })),
      delta: Type.Optional(Type.Number({ description: 'the δ for which the coefficient is sought: 1' })),
    }),
  ],
  { description: 'Oster’s δ and β* of a regressor: `osterDelta` and `osterBeta` in `stats`' },
);

const names = estimators.map(({ name }) => name);
const Named = Type.String({ examples: names, description: `${names.join(', ')}; by default as the formula has it` });
const WithOptions = estimators.map(({ name, summary, keys }) =>
  strict({ is: Type.Literal(name, { description: summary }), ...keys }),
);

/** Keys that say what is estimated; a column, its step, its base and the defaults may each give them. */
const specKeys = {
  fit: optional.text('formula: y ~ x1 + x2 | effect1 + effect2 | endogenous ~ instruments'),
  estimator: optional.either(
    [Named, ...WithOptions],
    'how the formula is estimated: a name, or {is: NAME, …} with options',
  ),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  winsorize: optional.either(tails, 'values beyond these percentiles become the percentiles; false for none'),
  trim: optional.either(tails, 'rows with values beyond these percentiles are left out; false for none'),
  swap: optional.map(Type.String(), 'old: new; in powers, products and lags too'),
  drop: optional.either(terms, 'terms that the formula loses'),
  add: optional.either(terms, 'terms that the formula gains'),
  fe: optional.either([Type.Literal(false), Terms], 'effects absorbed instead: a + b; false for none'),
  iv: optional.either([Type.Literal(false), Type.String()], 'endogenous ~ instruments; false for none'),
  u_test: optional.either(
    uTest,
    'tests for a U shape (Lind and Mehlum): the term whose square is there too; false for none',
  ),
  weights: Weights,
  tests: optional.either(
    [Type.Literal(false), Type.Record(Type.String(), Terms)],
    'name: restrictions that are tested together, as in `i(year) = 0` or [a = b, c = 1]',
  ),
  lincom: optional.either(
    [Type.Literal(false), Type.Record(Type.String(), Type.String())],
    'name: a combination of coefficients, as in `2*a + b`, which stands below them',
  ),
  nlcom: optional.either(
    [Type.Literal(false), Type.Record(Type.String(), Type.String())],
    'name: a function of coefficients, as in `b(x) / b(z)`, with its error by the delta method, which stands below them',
  ),
  margins: Type.Optional(Margins),
  oster: Type.Optional(Oster),
  vcov: optional.text(
    'iid, HC0 to HC3, robust, cluster(a), cluster(a + b), dk(lag), nw(lag), conley(latitude, longitude, km), wild(a)',
  ),
  small: optional.either(
    [Type.Boolean(), Type.String()],
    'finite-sample style: true, false, xtreg, areg, reghdfe; ivreg2, ivregress, xtivreg2',
  ),
  singletons: optional.oneOf(['keep', 'drop'], 'rows alone in an absorbed effect; by default as the style has it'),
};

const KeySchema = Type.Object({
  ...specKeys,
  split: optional.text('one model for each value of this column'),
  difference: Type.Optional(Difference),
});
const modelKeys = KeySchema.properties;

/** Keys of a step that starts from one linear model, written in full or as an edit of a column. */
export const oneModelKeys = {
  base: optional.text('a column of models that it starts from: `step.column`'),
  from: optional.text("a step that makes a frame; the base's when left out"),
  fit: specKeys.fit,
  sample: specKeys.sample,
  exclude: specKeys.exclude,
  winsorize: specKeys.winsorize,
  drop: specKeys.drop,
  add: specKeys.add,
  fe: specKeys.fe,
  vcov: specKeys.vcov,
  small: specKeys.small,
  singletons: specKeys.singletons,
};

/** Keys that say what a table shows of a column, and are in no node's key. */
const shownKeys = {
  header: optional.text("the column's heading in tables"),
  spanner: optional.text('a heading over neighbouring columns that share it'),
  show: Type.Optional(
    Type.Array(
      Type.Union([
        Type.Enum(['first', 'second', 'reduced', 'coefficients', 'margins', 'selection']),
        Type.String({
          pattern: '^first\\(.+\\)$',
          description: 'the first stage of one endogenous variable: first(x)',
        }),
      ]),
      {
        minItems: 1,
        description:
          'the table columns to show: with instruments first stage, second stage, reduced form; coefficients, marginal effects, selection equation',
      },
    ),
  ),
};
const base = optional.text('a column to start from: `step.column`');
const Column = strict({
  id: Type.Optional(
    Type.String({ minLength: 1, description: 'the name of the column: its node is `step.id`', ...ofPath }),
  ),
  base,
  ...shownKeys,
  ...modelKeys,
});
export type ColumnKeys = Static<typeof Column>;

/** A step of models; without `columns` it is one column itself. */
export const modelsSchema = {
  from: optional.text("a step that makes a frame; the base's when left out"),
  base,
  ...modelKeys,
  ...shownKeys,
  common_sample: optional.flag('all columns use the rows that every column can use'),
  columns: Type.Optional(
    Type.Union(
      [Type.Array(Column, { minItems: 1, ...loops }), Type.Record(Type.String(), Column, { ...loopsByPath })],
      { description: 'the regressions, each a column of tables; keys of the step hold for all of them' },
    ),
  ),
};
const ModelsSchema = Type.Object(modelsSchema);
export type ModelsParams = Static<typeof ModelsSchema>;

/** One place that gives keys: the column, the step, the defaults; the first that has a key wins. */
export interface Layer {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly path: YamlPath;
}

export class LayeredKeys {
  readonly #layers: readonly Layer[];
  readonly #plan: PlanContext;

  /** `layers` stand in order, the strongest first. */
  constructor(layers: readonly Layer[], plan: PlanContext) {
    this.#layers = layers;
    this.#plan = plan;
  }

  get<T>(key: string): T | undefined {
    return this.#layers.find((layer) => layer.keys[key] !== undefined)?.keys[key] as T | undefined;
  }

  /** The place at which a key was said; the strongest layer's own where it was not. */
  path(key: string): YamlPath {
    const layer = this.#layers.find((each) => each.keys[key] !== undefined);
    return layer === undefined ? this.#layers[0]!.path : [...layer.path, key];
  }

  spec(): SpecKeys {
    const found = Object.keys(specKeys).map((key) => [key, this.get(key)] as const);
    const said = found.filter(([key, value]) => value !== undefined && !this.#isOutdone(key));
    return Object.fromEntries(said) as SpecKeys;
  }

  /** Tells whether a stronger layer has another form of the same edit, which replaces this one. */
  #isOutdone(key: string): boolean {
    const rival = rivals[key];
    if (rival === undefined) return false;
    const at = (name: string): number => this.#layers.findIndex((layer) => layer.keys[name] !== undefined);
    return at(rival) >= 0 && at(rival) < at(key);
  }

  /** Origins of the spec's fields; a field that no key says has the base's origin. */
  origins(base: Readonly<Record<string, Origin>>): Readonly<Record<string, Origin>> {
    const own: Record<string, Origin> = {};
    for (const [key, fields] of Object.entries(fieldsOfKey)) {
      if (this.get(key) === undefined) continue;
      const origin = originAt(this.path(key), this.#plan);
      for (const field of fields) own[field] = together(origin, own[field]);
    }
    return { ...inheritable(base), ...own };
  }
}

/** An origin with those of earlier keys of the same field: `iv` and `drop` both say which terms there are. */
function together(origin: Origin, earlier: Origin | undefined): Origin {
  if (earlier === undefined) return origin;
  const { also = [], ...first } = earlier;
  return { ...origin, also: [...(origin.also ?? []), first, ...also] };
}

/** Origins that a column takes from its base: all but those of presentation, and of the base's own base. */
export const inheritable = (origins: Readonly<Record<string, Origin>>): Record<string, Origin> =>
  Object.fromEntries(Object.entries(origins).filter(([field]) => !field.startsWith('view.') && field !== 'base'));

const rivals: Readonly<Record<string, string>> = { winsorize: 'trim', trim: 'winsorize' };

/** Key → fields of the spec that it says. Edits of the formula come after it, since they have the last word on what they touch. */
const fieldsOfKey: Readonly<Record<string, readonly (keyof ModelSpec | `view.${string}`)[]>> = {
  fit: ['outcome', 'terms', 'constant', 'absorb', 'iv'],
  estimator: ['estimator'],
  sample: ['sample'],
  exclude: ['exclude'],
  swap: ['outcome', 'terms'],
  drop: ['terms'],
  add: ['terms'],
  fe: ['absorb', 'constant'],
  iv: ['iv', 'terms'],
  u_test: ['uTest'],
  weights: ['weights'],
  tests: ['tests'],
  lincom: ['lincom'],
  nlcom: ['nlcom'],
  margins: ['margins'],
  oster: ['oster'],
  winsorize: ['winsorize'],
  trim: ['trim'],
  vcov: ['vcov'],
  small: ['small'],
  singletons: ['singletons'],
  split: ['split'],
  common_sample: ['common'],
  header: ['view.header'],
  spanner: ['view.spanner'],
  show: ['view.show'],
};
