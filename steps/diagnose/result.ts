/** Declares the result of tests of a panel model: a record for each test, and every statistic by its own name. */
import type { Json } from '../../src/base/json.ts';
import { members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { unitsShown } from '../../src/base/value.ts';
import type { DiagnoseSpec, DiagnosticName } from './numbers/spec.ts';
import type { UnitRootRecord } from './numbers/unit-root/diagnosis.ts';

/** The row of each test of the model, and its statistics by their own names. */
const tests: Readonly<Record<DiagnosticName, { readonly row: string; readonly stats: readonly string[] }>> = {
  effects: { row: 'F of effects', stats: ['fFe', 'fFeP'] },
  'breusch-pagan': { row: 'Breusch–Pagan LM', stats: ['bpLm', 'bpLmP'] },
  hausman: { row: 'Hausman', stats: ['hausmanChi2', 'hausmanDf', 'hausmanP'] },
  'modified-wald': { row: 'Modified Wald', stats: ['groupwiseWald', 'groupwiseWaldP'] },
  wooldridge: { row: 'Wooldridge', stats: ['wooldridgeF', 'wooldridgeP', 'wooldridgeCoefficient', 'wooldridgeN'] },
  'pesaran-cd': { row: 'Pesaran CD', stats: ['pesaranCd', 'pesaranCdP', 'avgAbsCorr'] },
};

const specOf = ({ params }: PlannedNode) => params as unknown as DiagnoseSpec;

/** Rows of unit roots are called after a variable and a statistic: `gdp, LLC t*`. */
function rows(node: PlannedNode) {
  const { tests: asked, unitRoot } = specOf(node);
  const of = unitRoot?.of ?? [];
  const is = (name: string): boolean => of.some((variable) => name.startsWith(`${variable}, `));
  return {
    listed: asked.map((test) => tests[test].row),
    ...(of.length > 0 && { others: { is, as: `unit roots, as in \`["${of[0]}, IPS W-t-bar"]\`` } }),
  };
}

/** Hausman's test has the difference of each coefficient too. */
const isDifference = (name: string): boolean => /^(?:seD|d)ifference\./.test(name);

function statistics(node: PlannedNode) {
  const asked = specOf(node).tests;
  return {
    listed: asked.flatMap((test) => tests[test].stats),
    ...(asked.includes('hausman') && { others: { is: isDifference } }),
  };
}

export const diagnoseResult: Result = {
  type: 'diagnose',
  list: 'rows',
  map: 'stats',
  fromParams: true,
  parts: {
    rows: { each: members('statistic', 'df', 'dfR', 'pValue', 'tBar'), planned: rows },
    stats: { ...members(...Object.values(tests).flatMap(({ stats }) => stats)), planned: statistics },
    ...values('nobs', 'ngroups', 'outcome'),
    unitRoot: 'any',
    unitRoots: 'any',
    notes: 'unnamed',
  },
  shown: (parts, hides) => ({
    ...parts,
    ...(parts.unitRoots !== undefined && { unitRoots: unitRootsShown(parts.unitRoots, hides) }),
  }),
};

/** Units of a confidential variable go by their numbers. */
function unitRootsShown(found: Json, hides: Parameters<typeof unitsShown>[2]): Json {
  const records = found as unknown as readonly UnitRootRecord[];
  const shown = records.map((record) => {
    const names = unitsShown(
      record.units.map(({ unit }) => unit),
      record.by,
      hides,
    );
    return { ...record, units: record.units.map((each, i) => ({ ...each, unit: names[i]! })) };
  });
  return shown as unknown as Json;
}
