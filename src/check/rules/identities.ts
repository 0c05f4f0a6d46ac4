/** Audits figures that determine each other. */
import { type Audited, at, finding, type Printed, R2, type Rule, type RuleFinding } from '../audit.ts';
import { holds, printedInterval, times } from '../interval.ts';
import { fixedNumber, shortNumber } from '../numbers.ts';
import { halfUnit } from '../printed.ts';

export const vifTolerance: Rule = {
  name: 'vif-tolerance',
  find: ({ printed, records }) => [
    ...printed.flatMap((table) => {
      const [vif, tolerance] = [table.column(/^vif$/i), table.column(/^(1\s*\/\s*vif|tolerance)$/i)];
      if (vif === undefined || tolerance === undefined) return [];
      return table.rows.flatMap((row): RuleFinding[] => {
        const [a, b] = [table.cell(row, vif)?.value, table.cell(row, tolerance)?.value];
        if (!a || !b || holds(times(printedInterval(a), printedInterval(b)), 1)) return [];
        const message = `VIF × tolerance = ${a.text} × ${b.text} = ${fixedNumber(a.value * b.value, 3)}, not 1`;
        return [finding('error', table.name, row, message)];
      });
    }),
    ...records.flatMap(({ node, rows }) =>
      rows.flatMap(({ variable, vif, tolerance }): RuleFinding[] => {
        if (typeof vif !== 'number' || typeof tolerance !== 'number' || Math.abs(vif * tolerance - 1) < 1e-9) return [];
        return [finding('error', node, variable, `VIF × tolerance = ${shortNumber(vif * tolerance)}, not 1`)];
      }),
    ),
  ],
};

/** The rule that rows of the parts sum to the rows of the whole. */
export const subsamples: Rule = {
  name: 'subsamples',
  find: ({ printed, fits }: Audited) => [...printed.flatMap(printedParts), ...fittedParts(fits)],
};

function printedParts(table: Printed): RuleFinding[] {
  const { whole, parts } = table.facts;
  if (whole === undefined) return [];
  const counts = table.columns.map((column) => table.n(column));
  const known = counts.filter((n) => n !== undefined);
  const more = table.columns.flatMap((column, i): RuleFinding[] => {
    const n = counts[i];
    if (n === undefined || n <= whole) return [];
    return [finding('error', table.name, at('N', column), `${n} rows are more than the whole, ${whole}`)];
  });
  const sum = known.reduce((a, b) => a + b, 0);
  if (parts !== true || known.length < counts.length || sum === whole) return more;
  return [...more, finding('error', table.name, 'N', `${known.join(' + ')} = ${sum}, but the whole is ${whole}`)];
}

function fittedParts(fits: Audited['fits']): RuleFinding[] {
  const groups = new Map<string, { whole: string; on: string; fits: Audited['fits'][number][] }>();
  for (const each of fits) {
    if (!each.part) continue;
    const group = groups.get(`${each.part.of} ${each.part.on}`) ?? { whole: each.part.of, on: each.part.on, fits: [] };
    group.fits.push(each);
    groups.set(`${each.part.of} ${each.part.on}`, group);
  }
  return [...groups.values()].flatMap(({ whole, on, fits: parts }): RuleFinding[] => {
    const all = fits.find((each) => each.node === whole);
    const sum = parts.reduce((total, { fit }) => total + fit.nobs, 0);
    if (!all || sum === all.fit.nobs) return [];
    const message = `by ${on} ${parts.map(({ fit }) => fit.nobs).join(' + ')} = ${sum} rows, but \`${whole}\` has ${all.fit.nobs}`;
    return [finding('warning', parts[0]!.node.split('.')[0]!, 'n', message)];
  });
}

/** The rule that R² does not fall when regressors are added to the same rows. */
export const nestedR2: Rule = {
  name: 'nested-r2',
  find: ({ printed }) => printed.flatMap(nested),
};

function nested(table: Printed): RuleFinding[] {
  const row = table.row(R2);
  if (row === undefined || /adj/i.test(row)) return [];
  return table.columns.flatMap((larger, j) =>
    table.columns.slice(0, j).flatMap((smaller): RuleFinding[] => {
      const [a, b] = [table.terms(smaller), table.terms(larger)];
      const inside = a.length > 0 && a.length < b.length && a.every((term) => b.includes(term));
      if (!inside || table.n(smaller) !== table.n(larger)) return [];
      const [less, more] = [table.cell(row, smaller)?.value, table.cell(row, larger)?.value];
      if (!less || !more || more.value + halfUnit(more) >= less.value - halfUnit(less)) return [];
      const message = `column ${larger} has all regressors of column ${smaller} and more, but its R² is smaller: ${more.text} against ${less.text}`;
      return [finding('error', table.name, at(row, larger), message)];
    }),
  );
}

export const fewClusters: Rule = {
  name: 'few-clusters',
  find: ({ printed, fits }) => [
    ...printed.flatMap((table) =>
      table.columns.flatMap((column) => {
        const clusters = table.fact(table.facts.clusters, column);
        return clusters === undefined ? [] : few(table.name, column, clusters, table.terms(column).length);
      }),
    ),
    ...fits.flatMap(({ node, fit }) =>
      fit.nclusters === null
        ? []
        : few(node, 'nclusters', fit.nclusters, fit.terms.filter(({ term }) => term !== '_cons').length),
    ),
  ],
};

const FEW = 10;

function few(table: string, cell: string, clusters: number, regressors: number): RuleFinding[] {
  if (clusters >= FEW && clusters > regressors) return [];
  const short =
    clusters <= regressors
      ? `no more than the ${regressors} regressors, so that their covariance is singular`
      : `fewer than ${FEW}`;
  const message = `${clusters} clusters are ${short}: clustered standard errors are too small (Cameron and Miller 2015)`;
  return [finding('warning', table, cell, message)];
}
