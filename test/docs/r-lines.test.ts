/** The lines of R on the how-to pages: R runs those whose packages Debian has, on the data of the page; the others are named as not run. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DocumentedProjects, root } from '../../scripts/printed/projects.ts';
import { withoutPackagesOfR } from '../export/runs.ts';

const textOf = (page: string): string => readFileSync(join(root, 'docs/howto', page), 'utf8');

/** The code in the column of R of a page, line by line. */
function linesOfR(page: string): string[] {
  const [table = ''] = /^\| Stata \| R \|\n[\s\S]*?(?=\n\n)/m.exec(textOf(page)) ?? [];
  return table
    .split('\n')
    .slice(2)
    .flatMap((row) =>
      [...row.split(/(?<!\\)\|/)[2]!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replaceAll('\\|', '|')),
    );
}

const all = readdirSync(join(root, 'docs/howto')).flatMap((page) => linesOfR(page).map((line) => ({ page, line })));

/** Functions of packages that Debian does not have. */
const NOT_RUN =
  /^(?:feols|coefplot|modelplot|plot_predictions|matchit|DescTools::Winsorize|att_gt|did_imputation|spml|modelsummary|etable)\b/;
const run = all.filter(({ line }) => !NOT_RUN.test(line));

/** What each line is to give: the estimate of `nqp` that its page prints in a column, or a number that R finds in another way. */
const EXPECTED: Readonly<Record<string, { readonly column: number } | { readonly by: string }>> = {
  'plm(gap ~ nqp + edu, d, model = "within")': { column: 1 },
  'lm(gap ~ nqp + edu + factor(province), d)': { column: 1 },
  'plm(gap ~ nqp + edu, d, model = "random")': { column: 3 },
  'ivreg(gap ~ nqp + edu | z1 + z2 + edu)': {
    by: 'coef(lm(gap ~ fitted(lm(nqp ~ z1 + z2 + edu)) + edu))[[2]]',
  },
  'inner_join(d, weights, by = "region")': { by: 'sum(d$region %in% weights$region)' },
  'left_join(d, weights, by = "region")': { by: 'nrow(d)' },
  'bind_rows(d, other)': { by: 'nrow(d) + nrow(other)' },
};

const PRELUDE = `
suppressPackageStartupMessages({ library(plm); library(AER); library(dplyr) })
d <- read.csv("panel.csv")
d <- data.frame(province = d$province, year = d$year, region = d$region, gap = d$Gap, nqp = d$NQP, edu = d$Education)
weights <- data.frame(region = unique(d$region)[1:2], weight = c(1, 2))
other <- d[1:5, ]
gap <- d$gap; nqp <- d$nqp; edu <- d$edu
set.seed(1); z1 <- nqp + rnorm(length(nqp)); z2 <- nqp + rnorm(length(nqp))
told <- function(x) cat(sprintf("%.10f\\n", if (is.data.frame(x)) nrow(x) else if (is.numeric(x)) x else coef(x)[["nqp"]]))
`;

/** The estimate of NQP in a column of the table that the page prints. */
const printed = (page: string, column: number): number =>
  Number(/^\| NQP +\|(.*)\|$/m.exec(textOf(page))![1]!.split('|')[column - 1]!.replaceAll('*', '').trim());

const lacking = withoutPackagesOfR(['plm', 'AER', 'dplyr']);

describe('lines of R on how-to pages', () => {
  const projects = new DocumentedProjects();
  afterAll(() => projects.dispose());

  it('are run, but for those of packages that the index names', () => {
    expect(all.length).toBeGreaterThan(15);
    expect(run.map(({ line }) => line).sort()).toEqual(Object.keys(EXPECTED).sort());
    expect(textOf('index.md')).toContain('are not run');
  });

  it.skipIf(lacking !== undefined && !process.env.CI)('give in R what their pages say', () => {
    const script = run.flatMap(({ line }) => {
      const expected = EXPECTED[line]!;
      return [`told(${line})`, 'by' in expected ? `told(${expected.by})` : 'told(0)'];
    });
    const output = execFileSync('Rscript', ['--vanilla', '-e', PRELUDE + script.join('\n')], {
      cwd: projects.data(),
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const numbers = output.trim().split('\n').map(Number);
    for (const [i, { page, line }] of run.entries()) {
      const expected = EXPECTED[line]!;
      const found = numbers[2 * i]!;
      if ('column' in expected) expect(found.toFixed(3), line).toBe(printed(page, expected.column).toFixed(3));
      else expect(found, line).toBeCloseTo(numbers[2 * i + 1]!, 6);
    }
  });
});
