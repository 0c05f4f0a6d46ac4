/** What recipes refuse, in their own words. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hasR, inR } from './r.ts';

const spells = 'd <- read.csv("data/spells.csv")';
const plants = 'd <- read.csv("data/plants.csv")';
const dyads = 'd <- read.csv("data/dyads.csv")';
const trips = 'd <- read.csv("data/trips.csv")';

it.skipIf(!hasR).each([
  [
    'competing-risks',
    `${spells}; subdistribution(d, "months", "exit", 3, "age")`,
    'no spell ends by cause 3: `exit` has 0, 1, 2',
  ],
  [
    'competing-risks',
    `${spells}; d$months[1] <- 0; incidence(d, "months", "exit", 1)`,
    '`months` is not above 0 in 1 row(s)',
  ],
  [
    'competing-risks',
    `${spells}; d$exit <- pmin(d$exit, 1); incidence(d, "months", "exit", 1)`,
    '`exit` has one cause alone',
  ],
  ['garch', 'garch(data.frame(r = c(1, NA)), "r")', '`r` is missing in 1 row(s): a series has no gaps'],
  ['garch', 'garch(data.frame(r = rnorm(50)), "r")', 'a series of 50 rows is too short'],
  [
    'moments',
    'by_moments(function(b, x) cbind(x[, "y"] - b[1]), data.frame(y = 1:9), c(a = 0, b = 0), "y")',
    '1 moment(s) do not identify 2 parameters',
  ],
  ['moments', 'by_moments(function(b, x) 1, data.frame(y = 1:9), c(a = 0), "y")', 'the moments are no matrix'],
  ['qap', `${dyads}; qap(d[-1, ], "from", "to", "flow", "distance", 10)`, '1 of 380 pairs have no row'],
  ['qap', `${dyads}; qap(rbind(d, d[1, ]), "from", "to", "flow", "distance", 10)`, 'has several rows'],
  [
    'gwr',
    'gwr(data.frame(y = 1:4, x = 1:4, a = 1:4, b = 1:4), "y", "x", "a", "b")',
    '4 places are few for 2 coefficients at each',
  ],
  ['window-dea', `${plants}; window_dea(d[-1, ], "plant", "year", "labour", "power")`, 'the panel is not balanced'],
  [
    'window-dea',
    `${plants}; window_dea(d, "plant", "year", "labour", "power", 20)`,
    'a window of 20 periods does not fit into 8',
  ],
  [
    'network-dea',
    `${plants}; d$power[3] <- 0; network_dea(d, "plant", "labour", "power", "sales")`,
    '`power` is not above 0 in 1 row(s)',
  ],
  [
    'nested-logit',
    `${trips}; nested_logit(d[-1, ], "person", "mode", "nest", "chosen", "cost")`,
    'every person needs a row for each of the 4 alternatives',
  ],
  [
    'nested-logit',
    `${trips}; d$chosen[1:4] <- 0; nested_logit(d, "person", "mode", "nest", "chosen", "cost")`,
    '1 person(s) chose no alternative, or several',
  ],
  [
    'nested-logit',
    `${trips}; d$nest[1] <- "private"; nested_logit(d, "person", "mode", "nest", "chosen", "cost")`,
    'an alternative stands in several nests',
  ],
  ['bunching', 'counts_of(1:9, 50, 1, 10, 40)', 'the kink, 50, is not between 10 and 40'],
  ['bunching', 'excess(data.frame(z = -3:3, n = 1), c(-1, 1), 3)', 'bins outside the window are few'],
])('%s: %s', (recipe, lines, message) => {
  expect(inR(recipe, recipe === 'window-dea' ? 'dea.R' : `${recipe}.R`, lines)).toContain(message);
});

const TEXTS = path.resolve(import.meta.dirname, '../../recipes/text-frequency');
const python = process.platform === 'win32' ? 'python' : 'python3';
const hasPython = Boolean(process.env.CI) || spawnSync(python, ['--version']).error === undefined;

/** What the recipe counts in one text; its error where it refuses. */
function counted(text: string, terms: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'papermake-recipe-'));
  try {
    writeFileSync(path.join(folder, 'reports.csv'), `firm,year,text\n1,2020,${text}\n`);
    writeFileSync(path.join(folder, 'terms.csv'), `topic,term\n${terms}\n`);
    const script = `import runpy, sys; sys.argv = ["", "reports.csv", "terms.csv", "out.csv"]; runpy.run_path(${JSON.stringify(path.join(TEXTS, 'frequency.py'))}, run_name="__main__"); print(open("out.csv", encoding="utf-8").read().split("\\n")[1])`;
    const { status, stdout, stderr } = spawnSync(python, ['-c', script], { cwd: folder, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : stderr.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it.skipIf(!hasPython).each([
  ['推进数字化转型，数字化。', 'd,数字化\ne,数字化转型', '1,2020,10,1,1,2,2000.0'],
  ['尚未应用区块链。应用区块链。', 'c,区块链', '1,2020,12,1,1,833.3333333333334'],
  ['大数据，云计算。大数据。', 'a,云计算\nb,大数据', '1,2020,9,1,2,3,3333.3333333333335'],
  ['，。', 'd,数字化', 'firm 1 has no text in 2020'],
  ['数字化', 'd,数字化\ne,数字化', '`数字化` has two topics, `d` and `e`'],
])('%s has the terms of %j', (text, terms, expected) => {
  expect(counted(text, terms)).toContain(expected);
});
