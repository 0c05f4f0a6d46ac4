/** Says how panel thresholds are written in other languages. Source: help file of xthreg (Wang 2015, Stata Journal 15:121). */
import type { Fit, Stat } from '../../src/econ/fit.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import type { KindExport, ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../src/export/worded.ts';
import { thresholdSearch as inPythonCode } from './in-python.ts';
import { thresholdSearch as inRCode } from './in-r.ts';
import type { ThresholdResultParams } from './keys.ts';
import { rowsSpec } from './numbers/spec.ts';

interface ThresholdRow {
  readonly order: number;
  readonly gamma: number;
  readonly f: Stat;
  readonly bootstrap: number;
  readonly refined?: { readonly gamma: number };
}

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as ThresholdResultParams;
  const rows = rowsSpec(spec);
  node.reads([
    ...columnsRead(rows, node.data.panel),
    ...(spec.vcov.is === 'cluster' ? spec.vcov.by.flatMap(columnsOfLevels) : []),
  ]);
  const why = unwritten(spec);
  const none = { none: why ?? '' };
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { model: rows, rowsLost: [] },
    missing: [
      { what: 'p values of thresholds', why: 'bootstraps are draws of papermake’s own' },
      { what: 'intervals of thresholds', why: 'they are not written yet' },
    ],
    words: {
      r: (columns) => (why === undefined ? inR(node, spec, columns) : none),
      python: (columns) => (why === undefined ? inPython(node, spec, columns) : none),
      stata: (columns) =>
        whyNotInStata(node, spec) === undefined ? inStata(node, spec, columns) : { none: whyNotInStata(node, spec)! },
    },
  });
};

function unwritten({ grid, vcov, refinement }: ThresholdResultParams): string | undefined {
  if (typeof grid !== 'number' || grid < 2) return 'a search over all values is not written';
  if (refinement !== undefined) return 'the refinement of Hansen’s text is not written';
  if (vcov.is === 'cluster' ? vcov.by.length > 1 || vcov.by[0]!.includes('^') : vcov.is !== 'iid')
    return 'errors of regimes are iid or of one cluster in scripts';
  return undefined;
}

function whyNotInStata(node: ReadNode, { convention, grid }: ThresholdResultParams): string | undefined {
  const { warnings } = node.result('fit') as unknown as Fit;
  if (warnings.some(({ code }) => code === 'unbalanced-panel')) return 'xthreg takes balanced panels alone';
  return convention === 'xthreg' && typeof grid === 'number' ? undefined : 'xthreg has conventions of its own';
}

interface ReadThresholds {
  readonly thresholds: readonly ThresholdRow[];
  readonly fit: Fit;
  readonly dfTest: number;
}

const readOf = (node: ReadNode): ReadThresholds => ({
  thresholds: node.result('thresholds') as unknown as readonly ThresholdRow[],
  fit: node.result('fit') as unknown as Fit,
  dfTest: node.result('dfTest') as number,
});

interface ThresholdNames {
  readonly outcome: string;
  readonly slopes: readonly string[];
  readonly controls: readonly string[];
  readonly on: string;
}

/** Controls that the regression kept. */
function namesOf(
  { model, slope, on }: ThresholdResultParams,
  { fit }: ReadThresholds,
  columns: Columns,
): ThresholdNames {
  const kept = new Set(fit.terms.map(({ term }) => term));
  return {
    outcome: columnOf(columns, model.outcome),
    slopes: slope.map((text) => columnOf(columns, text)),
    controls: model.terms.flatMap((text) =>
      columns.cells(text).flatMap(({ term, column }) => (kept.has(term) ? [column] : [])),
    ),
    on: columnOf(columns, on),
  };
}

/** Thresholds by the names of their searches, F by order, then coefficients and errors by regime. */
function valuesOf(
  { thresholds, fit, dfTest }: ReadThresholds,
  code: {
    readonly gamma: (search: string) => string;
    readonly rss: (order: number) => string;
    readonly estimate: (term: string) => string;
    readonly error: (term: string) => string;
  },
  nameOf: (term: string) => string,
): WordedValue[] {
  const found = thresholds.flatMap(({ order, gamma, refined }) => [
    { name: searches[order - 1]!, gamma },
    ...(refined === undefined ? [] : [{ name: 'Th-21', gamma: refined.gamma }]),
  ]);
  return [
    ...found.map(({ name, gamma }) => ({ cell: name, code: code.gamma(name), value: gamma })),
    ...thresholds.map(({ order, f }) => ({
      cell: `F of threshold ${order}`,
      code: `(${code.rss(order - 1)} - ${code.rss(order)}) / ${code.rss(order)} * ${dfTest}`,
      value: f,
    })),
    ...fit.terms.flatMap(({ term, estimate, stdError }) => [
      {
        cell: `${term}: coefficient`,
        code: code.estimate(nameOf(term)),
        value: estimate,
        scale: Math.max(Math.abs(estimate), typeof stdError === 'number' ? stdError : 0),
      },
      { cell: `${term}: standard error`, code: code.error(nameOf(term)), value: stdError },
    ]),
  ];
}

/** The searches that find the thresholds, by order, but for the first once more. */
const searches = ['Th-1', 'Th-22', 'Th-3'] as const;

/** The cuts of the regression by regime, by their searches. */
const cutsOf = (use: number): readonly string[] => (use === 1 ? ['Th-1'] : ['Th-21', 'Th-22', 'Th-3'].slice(0, use));

/** Columns of regimes are called after those of the slopes. */
function termName(term: string, spec: ThresholdResultParams, names: ThresholdNames, columns: Columns): string {
  const [, slope, regime] = /^(.*)#(\d+)$/.exec(term) ?? [];
  if (slope === undefined) return term === '_cons' ? term : columns.made(term);
  const at = spec.slope.findIndex((text) => columns.cells(text)[0]!.term === slope);
  return `${names.slopes[at]}#${regime}`;
}

function inR(node: ReadNode, spec: ThresholdResultParams, columns: Columns): Worded {
  const read = readOf(node);
  const names = namesOf(spec, read, columns);
  const { max, grid, trim, use, vcov, model } = spec;
  const unit = columns.text(columnsOfLevels(model.absorb[0]!)[0]!);
  const list = (of: readonly string[]): string => (of.length === 0 ? 'character()' : columns.texts(of));
  const given = `d, ${columns.text(names.outcome)}, ${list(names.slopes)}, ${list(names.controls)}, ${columns.text(names.on)}`;
  const cluster = vcov.is === 'cluster' ? `, ${columns.text(columnsOfLevels(vcov.by[0]!)[0]!)}` : '';
  const cuts = `c(${cutsOf(use)
    .map((name) => `found[[${columns.text(name)}]]`)
    .join(', ')})`;
  return {
    functions: inRCode,
    lines: [
      `found <- thresholds(${given}, ${unit}, max = ${max}, grid = ${grid}, trim = c(${trim.join(', ')}))`,
      `cuts <- ${cuts}`,
      `d <- by_regime(d, ${list(names.slopes)}, ${columns.text(names.on)}, cuts)`,
      `m <- fixed_effects(d, ${columns.text(names.outcome)}, c(regimes(${list(names.slopes)}, cuts), ${list(names.controls)}), ${unit}${cluster})`,
      'print(coeftest(m, vcov. = vcov(m), df = Inf))',
    ],
    values: valuesOf(
      read,
      {
        gamma: (search) => `found[[${columns.text(search)}]]`,
        rss: (order) => `found$rss[${order + 1}]`,
        estimate: (term) => `coef(m)[[${columns.text(term)}]]`,
        error: (term) => `sqrt(vcov(m)[${columns.text(term)}, ${columns.text(term)}])`,
      },
      (term) => termName(term, spec, names, columns),
    ),
  };
}

function inPython(node: ReadNode, spec: ThresholdResultParams, columns: Columns): Worded {
  const read = readOf(node);
  const names = namesOf(spec, read, columns);
  const { max, grid, trim, use, vcov, model } = spec;
  const unit = columns.text(columnsOfLevels(model.absorb[0]!)[0]!);
  const list = (of: readonly string[]): string => columns.texts(of);
  const given = `d, ${columns.text(names.outcome)}, ${list(names.slopes)}, ${list(names.controls)}, ${columns.text(names.on)}`;
  const cluster = vcov.is === 'cluster' ? `, ${columns.text(columnsOfLevels(vcov.by[0]!)[0]!)}` : '';
  const cuts = `[${cutsOf(use)
    .map((name) => `found[${columns.text(name)}]`)
    .join(', ')}]`;
  return {
    functions: inPythonCode,
    lines: [
      `found = thresholds(${given}, ${unit}, most=${max}, grid=${grid}, trim=[${trim.join(', ')}])`,
      `cuts = ${cuts}`,
      `d = by_regime(d, ${list(names.slopes)}, ${columns.text(names.on)}, cuts)`,
      `b, V = fixed_effects(d, ${columns.text(names.outcome)}, [*regimes(${list(names.slopes)}, cuts), *${list(names.controls)}], ${unit}${cluster})`,
      'errors = pd.Series(np.sqrt(np.diag(V)), index=b.index)',
      'print(pd.DataFrame({"estimate": b, "std. error": errors}))',
    ],
    values: valuesOf(
      read,
      {
        gamma: (search) => `found[${columns.text(search)}]`,
        rss: (order) => `found["rss"][${order}]`,
        estimate: (term) => `b[${columns.text(term)}]`,
        error: (term) => `errors[${columns.text(term)}]`,
      },
      (term) => termName(term, spec, names, columns),
    ),
  };
}

/** `xthreg` leaves thresholds in `e(Thrss)`, tests in `e(Fstat)`, and calls the regimes 0, 1, … . */
function inStata(node: ReadNode, spec: ThresholdResultParams, columns: Columns): Worded {
  const read = readOf(node);
  const names = namesOf(spec, read, columns);
  const { grid, trim, use, vcov, max } = spec;
  const replications = read.thresholds.map(({ bootstrap }) => bootstrap);
  const options = [
    `rx(${names.slopes.join(' ')})`,
    `qx(${names.on})`,
    `thnum(${max})`,
    `grid(${grid})`,
    `trim(${trim.join(' ')})`,
    ...(replications.some((count) => count > 0) ? [`bs(${replications.join(' ')})`] : []),
    ...(vcov.is === 'cluster'
      ? [`vce(cluster ${vcov.by.map((text) => columns.name(columnsOfLevels(text)[0]!)).join(' ')})`]
      : []),
    ...(vcov.is === 'hc' ? ['vce(robust)'] : []),
  ];
  const line = `xthreg ${[names.outcome, ...names.controls].join(' ')}, ${options.join(' ')}`;
  const rowsOf: Readonly<Record<string, number>> = { 'Th-1': 1, 'Th-21': 2, 'Th-22': 3, 'Th-3': 4 };
  const nameOf = (term: string): string => {
    const [, slope, regime] = /^(.*)#(\d+)$/.exec(termName(term, spec, names, columns)) ?? [];
    return slope === undefined ? term : `${Number(regime) - 1}._cat#c.${slope}`;
  };
  const named = (term: string): string => (term.includes('_cat') || term === '_cons' ? term : columns.made(term));
  const values = valuesOf(
    read,
    {
      gamma: (search) => `el(e(Thrss), ${rowsOf[search]}, 1)`,
      rss: () => '',
      estimate: (term) => `_b[${named(term)}]`,
      error: (term) => `_se[${named(term)}]`,
    },
    nameOf,
  );
  return {
    packages: ['xthreg'],
    lines: [line],
    values: values.flatMap((each) => {
      const [, order] = /^F of threshold (\d)$/.exec(each.cell) ?? [];
      if (order !== undefined) return [{ ...each, code: `el(e(Fstat), ${order}, 3)` }];
      // with fewer regimes than thresholds the last model is another
      return use === max || !/: (?:coefficient|standard error)$/.test(each.cell) ? [each] : [];
    }),
  };
}
