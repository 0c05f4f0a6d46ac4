/** Says how tests of a panel model are written in other languages. Sources: Stata's `help xtreg postestimation`, `help hausman`; help files of xttest3, xtserial, xtcsd. */
import type { Stat } from '../../src/econ/fit.ts';
import { termOf } from '../../src/econ/spec.ts';
import { columnsRead } from '../../src/export/columns-read.ts';
import type { KindExport } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedIn, type WordedValue } from '../../src/export/worded.ts';
import { panelTests as inPythonCode } from './in-python.ts';
import { panelTests as inRCode } from './in-r.ts';
import type { DiagnoseSpec, DiagnosticName } from './numbers/spec.ts';
import { type UnitRootFound, unitRootsIn } from './unit-root-export.ts';

/** Holds for each test the name of the statistic that tells it, and the code that gives this statistic. */
type Codes = Readonly<Record<DiagnosticName, readonly [name: string, code: string]>>;
type Stats = Readonly<Record<string, Stat | undefined>>;

export const exported: KindExport = (node, language) => {
  const spec = node.params as unknown as DiagnoseSpec;
  const { model, unitRoot } = spec;
  const { panel } = node.data;
  if (panel === null) return language.missing(node.id, 'the data have no panel');
  node.reads([...columnsRead(model, panel), panel.unit, panel.time]);
  const stats = node.result('stats') as unknown as Stats;
  const [outcome] = [model.outcome];
  /** Cells of the terms; of a factor those that the regressions have a coefficient of. */
  const regressors = (columns: Columns): readonly string[] =>
    model.terms.flatMap((text) => {
      const isFactor = termOf(text).some((factor) => factor.is === 'levels');
      const cells = columns.cells(text);
      const known = cells.filter(({ term }) => Object.hasOwn(stats, `difference.${term}`));
      return (!isFactor ? cells : known.length > 0 ? known : cells.slice(1)).map(({ column }) => column);
    });
  const roots = unitRoot === undefined ? [] : (node.result('rows') as unknown as readonly UnitRootFound[]);
  const withRoots =
    (is: WordedIn, of: (columns: Columns, all: readonly string[]) => Worded) =>
    (columns: Columns): Worded => {
      const own = of(columns, [columnOf(columns, outcome), ...regressors(columns)]);
      if (unitRoot === undefined) return own;
      const { values, missing, packages, functions } = unitRootsIn(is, unitRoot, roots, panel, columns);
      return {
        ...own,
        packages: [...(own.packages ?? []), ...packages],
        functions: `${own.functions ?? ''}${functions}`,
        values: [...own.values, ...values],
        missing,
      };
    };
  return language.worded({
    node: node.id,
    data: node.data,
    rows: { model, rowsLost: [] },
    words: {
      r: withRoots('r', (columns, all) => inR(spec, columns, all, panel, stats)),
      python: withRoots('python', (columns, all) => inPython(spec, columns, all, panel, stats)),
      stata: withRoots('stata', (_, all) => inStata(spec, all, stats)),
    },
  });
};

const none: Worded = { lines: [], values: [] };

const valuesOf = ({ tests }: DiagnoseSpec, codes: Codes, stats: Stats): WordedValue[] =>
  tests.map((test) => {
    const [cell, code] = codes[test];
    return { cell, code, value: stats[cell] };
  });

interface ExportedPanel {
  readonly unit: string;
  readonly time: string;
}

const usual = ['fFe', 'bpLm', 'hausmanChi2', 'groupwiseWald', 'wooldridgeF', 'pesaranCd'] as const;

const codesOf = (codes: Readonly<Record<(typeof usual)[number], string>>): Codes => ({
  effects: ['fFe', codes.fFe],
  'breusch-pagan': ['bpLm', codes.bpLm],
  hausman: ['hausmanChi2', codes.hausmanChi2],
  'modified-wald': ['groupwiseWald', codes.groupwiseWald],
  wooldridge: ['wooldridgeF', codes.wooldridgeF],
  'pesaran-cd': ['pesaranCd', codes.pesaranCd],
});

function inR(spec: DiagnoseSpec, columns: Columns, all: readonly string[], panel: ExportedPanel, stats: Stats): Worded {
  if (spec.tests.length === 0) return none;
  const [unit, time] = [columns.values(panel.unit), columns.values(panel.time)];
  const names = columns.texts(all);
  return {
    functions: inRCode,
    lines: [
      `pooled <- regressed(d[${names}])`,
      `fixed <- regressed(demeaned(d, ${names}, ${columns.text(panel.unit)})[${names}])`,
    ],
    values: valuesOf(
      spec,
      codesOf({
        fFe: `f_of_effects(pooled, fixed, ${unit})`,
        bpLm: `breusch_pagan(residuals(pooled), ${unit})`,
        hausmanChi2: `hausman(d[${names}], ${unit}${sigmaOf(spec)})`,
        groupwiseWald: `modified_wald(residuals(fixed), ${unit})`,
        wooldridgeF: `wooldridge(d[${names}], ${unit}, ${time})`,
        pesaranCd: `pesaran_cd(residuals(fixed), ${unit}, ${time})`,
      }),
      stats,
    ),
  };
}

const sigmaOf = ({ sigma }: DiagnoseSpec): string => (sigma === 'own' ? '' : `, sigma = "${sigma}"`);

function inPython(
  spec: DiagnoseSpec,
  columns: Columns,
  all: readonly string[],
  panel: ExportedPanel,
  stats: Stats,
): Worded {
  if (spec.tests.length === 0) return none;
  const [unit, time] = [columns.values(panel.unit), columns.values(panel.time)];
  const names = columns.texts(all);
  return {
    functions: inPythonCode,
    lines: [
      `pooled = unexplained(d[${names}])`,
      `fixed = unexplained(demeaned(d, ${names}, [${columns.text(panel.unit)}])[${names}])`,
    ],
    values: valuesOf(
      spec,
      codesOf({
        fFe: `f_of_effects(pooled, fixed, ${unit}, d[${names}])`,
        bpLm: `breusch_pagan(pooled, ${unit})`,
        hausmanChi2: `hausman(d[${names}], ${unit}${sigmaOf(spec).replace(' = ', '=')})`,
        groupwiseWald: `modified_wald(fixed, ${unit})`,
        wooldridgeF: `wooldridge(d[${names}], ${unit}, ${time})`,
        pesaranCd: `pesaran_cd(fixed, ${unit}, ${time})`,
      }),
      stats,
    ),
  };
}

/** Each command stands before the value that it leaves. */
function inStata(spec: DiagnoseSpec, all: readonly string[], stats: Stats): Worded {
  const { tests, sigma } = spec;
  const needs = (...of: readonly DiagnosticName[]): boolean => of.some((test) => tests.includes(test));
  const hausman = `hausman fixed random${sigma === 'own' ? '' : `, sigma${sigma}`}`;
  const isFixed = needs('effects', 'hausman', 'modified-wald', 'pesaran-cd');
  const fixed = [`xtreg ${all.join(' ')}, fe`, ...(needs('hausman') ? ['estimates store fixed'] : [])];
  const random = [`xtreg ${all.join(' ')}, re`, ...(needs('hausman') ? ['estimates store random'] : [])];
  const steps: readonly (readonly [DiagnosticName, readonly string[], string, string])[] = [
    ['effects', [], 'fFe', 'e(F_f)'],
    ['modified-wald', ['xttest3'], 'groupwiseWald', 'r(wald)'],
    ['pesaran-cd', ['xtcsd, pesaran'], 'pesaranCd', 'r(pesaran)'],
    ['breusch-pagan', [...random, 'xttest0'], 'bpLm', 'r(lm)'],
    ['hausman', [...(needs('breusch-pagan') ? [] : random), hausman], 'hausmanChi2', 'r(chi2)'],
    ['wooldridge', [`xtserial ${all.join(' ')}`], 'wooldridgeF', 'r(F)'],
  ];
  return {
    packages: [
      ...(needs('modified-wald') ? ['xttest3'] : []),
      ...(needs('pesaran-cd') ? ['xtcsd'] : []),
      ...(needs('wooldridge') ? ['xtserial'] : []),
    ],
    lines: isFixed ? fixed : [],
    values: steps
      .filter(([test]) => tests.includes(test))
      .map(([, after, cell, code]) => ({ cell, code, value: stats[cell], after })),
  };
}
