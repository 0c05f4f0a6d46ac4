/** Compiles the keys of a threshold step to its canonical model, and checks every key where it stands. */
import { defined } from '../../src/base/defined.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { type Base, compileColumn } from '../../src/econ/compile/compile-column.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import type { VcovSpec } from '../../src/econ/design.ts';
import { type CommonSample, estimatedAlone, type ModelSpec } from '../../src/econ/spec.ts';
import type { NodeSpec, Origin, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameInput, keyComplaint, keyPath, namedOrInherited } from '../lib/frame-source.ts';
import { numberedBase } from '../lib/models/base-number.ts';
import { asBase, baseOf } from '../lib/models/columns.ts';
import { inheritable } from '../lib/models/keys.ts';
import type { ThresholdParams } from './keys.ts';
import { nodesOfThreshold } from './nodes.ts';
import { type ThresholdSpec, thresholdReads } from './numbers/spec.ts';

/** The step's nodes; undefined after a complaint. */
export function thresholdNodes(step: Step<ThresholdParams>, plan: PlanContext): NodeSpec[] {
  return new ThresholdPlan(step, plan).nodes();
}

type ThresholdKey = keyof ThresholdParams;

class ThresholdPlan {
  readonly #step: Step<ThresholdParams>;
  readonly #plan: PlanContext;

  constructor(step: Step<ThresholdParams>, plan: PlanContext) {
    this.#step = step;
    this.#plan = plan;
  }

  nodes(): NodeSpec[] {
    const baseNode = this.#base();
    if (baseNode === null) return [];
    const pathOf = (key: ThresholdKey): YamlPath => this.#path(key);
    const source = namedOrInherited(this.#get('from'), baseNode, pathOf, this.#step.path, this.#plan);
    if (source === undefined) return [];
    const compiled = this.#model(baseNode, source);
    const spec = compiled && this.#spec(compiled.model, source);
    if (compiled === undefined || spec === undefined) return [];
    const use = this.#get('use') ?? spec.max;
    if (use > spec.max) {
      this.#complain('bad-use', 'use', `expected at most \`max\`, ${spec.max}, got ${use}`);
      return [];
    }
    const replications = this.#each('bootstrap', 0, spec.max);
    if (replications === undefined) return [];
    const base = numberedBase(this.#get('base'), this.#path('base'), baseNode, this.#plan);
    const nodes = nodesOfThreshold({
      name: this.#step.name,
      spec,
      vcov: compiled.vcov,
      convention: this.#get('convention') ?? 'xthreg',
      level: (this.#get('level') ?? 95) / 100,
      use,
      replications,
      seed: String(this.#get('seed') ?? 1),
      header: this.#get('header') ?? '',
      data: frameInput(source.node, thresholdReads(spec)),
      origins: { ...this.#origins(baseNode), ...base.origins },
    });
    return base.numbered ? nodes.map((node) => ({ ...node, numbered: base.numbered! })) : nodes;
  }

  #get<K extends ThresholdKey>(key: K): ThresholdParams[K] | undefined {
    return this.#step.params[key] ?? this.#step.defaults[key];
  }

  #path(key: ThresholdKey): YamlPath {
    return keyPath(this.#step, key);
  }

  #complain(code: string, key: ThresholdKey, message: string, hint?: string): void {
    this.#plan.complain({ code, message, path: this.#path(key), hint });
  }

  /** The base; undefined where there is none, and null where it is wrong. */
  #base(): NodeSpec | null | undefined {
    const reference = this.#get('base');
    if (reference !== undefined) return baseOf(reference, this.#path('base'), this.#plan) ?? null;
    if (this.#get('fit') !== undefined) return undefined;
    this.#plan.complain({
      code: 'missing-fit',
      message: 'expected `fit` or `base`, got neither',
      path: this.#step.path,
      key: true,
      hint: 'as in `fit: y ~ x1 + x2 | unit`, or start from a column of models with `base: step.column`',
    });
    return null;
  }

  /** The regression without thresholds. Its rows depend on the vcov only as far as the clusters have missing values. */
  #model(baseNode: NodeSpec | undefined, source: FrameSource): { model: ModelSpec; vcov: VcovSpec } | undefined {
    const base = baseNode === undefined ? null : withoutStyle(asBase(baseNode));
    const asked = ['fit', 'sample', 'exclude', 'singletons'] as const;
    const keys = asked.map((key) => [key, base === null ? this.#get(key) : this.#step.params[key]] as const);
    const written = Object.fromEntries(keys.filter(([, value]) => value !== undefined));
    const { specs, problems } = compileColumn({ ...written, vcov: this.#get('vcov') ?? 'iid' }, base, source.context);
    for (const problem of problems)
      this.#plan.complain(keyComplaint(problem, (key) => this.#path(key as ThresholdKey)));
    if (problems.length > 0) return undefined;
    const several = `expected one model, got ${specs.length}`;
    if (specs.length > 1) return void this.#complain('several-models', 'fit', several, 'write the fullest alone');
    const spec = estimatedAlone(specs[0]!);
    if (spec.vcov.is === 'cluster' && spec.vcov.wild !== undefined) {
      const message = 'the wild cluster bootstrap is not supported in a threshold model';
      return void this.#complain('unsupported', 'vcov', message, 'use `cluster(a)`');
    }
    if (spec.vcov.is === 'nw' || spec.vcov.is === 'conley') {
      const message = `\`${spec.vcov.is}\` is not supported in a threshold model`;
      return void this.#complain('unsupported', 'vcov', message, 'use `cluster(a)` or `dk(2)`');
    }
    if (!this.#checkModel(spec, baseNode)) return undefined;
    const { vcov } = spec;
    return { model: { ...spec, vcov: { is: 'iid' }, small: null, common: withClusters(spec) }, vcov };
  }

  #checkModel({ absorb, slopes, iv, estimator, weights }: ModelSpec, baseNode: NodeSpec | undefined): boolean {
    const key = this.#step.params.fit === undefined && baseNode !== undefined ? 'base' : 'fit';
    if (iv !== null) this.#complain('threshold-iv', key, 'a threshold model is not defined with instruments');
    if (slopes !== undefined) {
      const message = 'a threshold model is not supported with slopes by group';
      this.#complain('unsupported', key, message, 'slopes enter as terms: `i(id):t`');
    }
    if (absorb.length !== 1) {
      const message = `a threshold model has one absorbed effect, the unit, got ${absorb.length}`;
      this.#complain('threshold-effects', key, message, 'effects of time enter as terms: `i(year)`');
    }
    if (estimator !== undefined) {
      this.#complain('threshold-linear', key, `a threshold model is linear, and \`${estimator.is}\` is not`);
    }
    if (weights !== undefined) {
      const hint = 'start from a column without, or write `fit`';
      this.#complain('unsupported-weights', key, 'a threshold model has no weights', hint);
    }
    return weights === undefined && iv === null && absorb.length === 1 && estimator === undefined;
  }

  #spec(model: ModelSpec, source: FrameSource): ThresholdSpec | undefined {
    const slope = this.#terms('slope', source);
    const on = this.#terms('on', source);
    const max = (this.#get('max') ?? 1) as ThresholdSpec['max'];
    const trim = this.#each('trim', 0.01, max);
    if (slope === undefined || on === undefined || trim === undefined) return undefined;
    if (on.length > 1)
      return void this.#complain('threshold-variable', 'on', `a threshold is in one variable, got ${on.length}`);
    const terms = model.terms.filter((term) => !slope.includes(term));
    const refinement = this.#get('convention') === 'hansen' && max > 1 ? ({ refinement: 'textbook' } as const) : {};
    return { model: { ...model, terms }, slope, on: on[0]!, max, grid: this.#get('grid') ?? 300, trim, ...refinement };
  }

  #terms(key: 'slope' | 'on', { context }: FrameSource): readonly string[] | undefined {
    const written = this.#get(key)!;
    const items = typeof written === 'string' ? [written] : written;
    const { variables, problems } = compileVariables(items, context);
    for (const problem of problems) {
      const path = [...this.#path(key), ...(typeof written === 'string' ? [] : [problem.index])];
      this.#plan.complain({ ...inText(problem), path });
    }
    return problems.length > 0 ? undefined : variables;
  }

  /** One value for each threshold, from a single one or a list. */
  #each(key: 'trim' | 'bootstrap', usual: number, count: number): readonly number[] | undefined {
    const written = this.#get(key) ?? usual;
    if (typeof written === 'number') return Array.from({ length: count }, () => written);
    if (written.length === count) return written;
    return void this.#complain(
      'wrong-length',
      key,
      `expected ${count} values, one a threshold (\`max\`), got ${written.length}`,
    );
  }

  #origins(baseNode: NodeSpec | undefined): Record<string, Origin> {
    const origins: Record<string, Origin> = {};
    for (const [field, origin] of Object.entries(inheritable(baseNode?.origins ?? {}))) {
      origins[field] = origin;
      origins[`model.${field}`] = origin;
    }
    for (const [key, fields] of Object.entries(fieldsOfKey) as [ThresholdKey, readonly string[]][]) {
      if (this.#get(key) === undefined) continue;
      const text = this.#plan.said(this.#path(key));
      const origin = defined({ path: this.#path(key), text });
      for (const field of fields) origins[field] = origin;
    }
    return origins;
  }
}

/** The base without its style, since a threshold model has a style of its own. */
function withoutStyle({ spec, written: { small: _, ...written } }: Base): Base {
  return { spec, written };
}

/** Key → names of the nodes' parameters that hold its value, which refusals use too. */
const fieldsOfKey: Readonly<Partial<Record<ThresholdKey, readonly string[]>>> = {
  fit: [
    ...['outcome', 'terms', 'absorb', 'iv'],
    ...['model.outcome', 'model.terms', 'model.absorb', 'model.iv', 'model.constant'],
  ],
  sample: ['sample', 'model.sample'],
  exclude: ['exclude', 'model.exclude'],
  singletons: ['singletons', 'model.singletons'],
  on: ['on'],
  slope: ['slope'],
  max: ['max'],
  use: ['use'],
  grid: ['grid'],
  trim: ['trim'],
  bootstrap: ['bootstrap', 'chunks', 'from', 'to'],
  convention: ['convention', 'quirk'],
  vcov: ['vcov', 'model.common'],
  level: ['level'],
  header: ['view.header'],
};

/** The common sample, in which rows must have levels of the clusters too, as in any regression clustered on them. */
function withClusters({ vcov, absorb, common }: ModelSpec): CommonSample | null {
  const clusters = vcov.is === 'cluster' ? vcov.by.filter((name) => !absorb.includes(name)) : [];
  if (clusters.length === 0) return common;
  const { levels = [], ...rest } = common ?? { terms: [], samples: [], excludes: [] };
  return { ...rest, levels: [...new Set([...levels, ...clusters])].sort() };
}
