/** A project whose names and values are hard to write in other languages, with columns of estimators that R has, and of one that it has not. */
import { Project } from '../cli/harness.ts';

const UNITS = ['A, B', 'say "x"', 'back\\slash', '北京', "l'Est", 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const YEARS = [2010, 2011, 2012, 2013, 2014, 2015, 2017];

/** Numbers between −1 and 1 without any order that could be seen. */
const chance = (seed: number): number => {
  const x = Math.sin(seed * 12.9898 + 4.1414) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

function csv(): string {
  const lines = ['province,year,region,outcome,x,城乡 差距,n,yes,w,who'];
  UNITS.forEach((unit, i) => {
    YEARS.forEach((year, t) => {
      if (i === 4 && t === 2) return;
      const at = 100 * i + t;
      const [x, gap] = [chance(at) + i / 6, chance(at + 5000) + t / 5];
      const y = 1 + 0.8 * x - 0.3 * gap + i / 3 + t / 7 + chance(at + 9000);
      const yes = chance(at + 300) + x > 0.4 ? 1 : 0;
      const region = i % 3 === 0 ? 'East, coast' : i % 3 === 1 ? 'Centre "inner"' : 'West';
      const cells = [
        unit,
        year,
        region,
        y,
        i === 7 && t === 3 ? '' : x,
        gap,
        Math.abs(Math.round(4 * y)),
        yes,
        1 + (at % 5),
        i * 11,
      ];
      lines.push(
        cells.map((cell) => (typeof cell === 'string' ? `"${cell.replaceAll('"', '""')}"` : String(cell))).join(','),
      );
    });
  });
  return `${lines.join('\n')}\n`;
}

const pipeline = `papermake: 1
title: 城乡 'and' "quotes"
variables:
  who: {label: Person, confidential: true}
samples: {late: year >= 2011}
steps:
  panel:
    kind: ingest
    file: data.csv
    panel: {unit: province, time: year}
    types: {region: string, province: string}
  shown: {kind: describe, from: panel, variables: [outcome, x, "\`城乡 差距\`"]}
  inflation: {kind: vif, from: panel, variables: [x, "\`城乡 差距\`"]}
  main:
    kind: models
    from: panel
    vcov: cluster(province)
    columns:
      - {id: pooled, fit: "outcome ~ x + x^2 + \`城乡 差距\` + i(region)", vcov: robust, sample: late}
      - {id: within, fit: "outcome ~ x*\`城乡 差距\` | province"}
      - {id: twoway, fit: "outcome ~ x + L.x + D.\`城乡 差距\` | province + year"}
      - {id: weighted, fit: "outcome ~ x + i(region):x", weights: w, exclude: 'region == "West" and year < 2012'}
      - {id: tails, fit: "outcome ~ log(n + 1) | province", winsorize: [5, 95]}
      - {id: instrumented, fit: "outcome ~ 1 | x ~ L.x + \`城乡 差距\`", sample: 'province not in ["A, B", "北京"]'}
      - {id: crossed, fit: outcome ~ x, vcov: cluster(province + year)}
      - {id: series, fit: outcome ~ x | province, vcov: dk(2)}
      - {id: binary, estimator: logit, fit: "yes ~ x + \`城乡 差距\`"}
      - {id: normal, estimator: probit, fit: yes ~ x, vcov: robust}
      - {id: counts, estimator: poisson, fit: n ~ x | province}
  other:
    kind: models
    from: panel
    columns:
      - {id: tobit, estimator: {is: tobit, lower: 0}, fit: n ~ x}
      - {id: median, estimator: {is: quantile, tau: 0.5}, fit: outcome ~ x}
      - {id: dispersed, estimator: negbin, fit: "n ~ x + \`城乡 差距\`"}
      - {id: conditional, estimator: {is: poisson, conditional: true}, fit: n ~ x | province}
  grouped: {kind: describe, from: panel, variables: [outcome, "\`城乡 差距\`"], by: region}
  compared: {kind: describe, from: panel, variables: [outcome, x], by: "yes", variances: equal, sample: late}
`;

export const hardProject = (): Project => new Project({ 'pipeline.yaml': pipeline, 'data.csv': csv() });
