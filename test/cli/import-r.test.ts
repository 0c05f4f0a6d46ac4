/**
 * `papermake import script.R`: the pipeline finds what R finds when it runs the script.
 * @module-tag slow
 */
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { foundProgram } from '../../src/base/system/found-program.ts';
import { Project } from './harness.ts';

const rscript = foundProgram(['Rscript']);
const hasPackages = (): boolean => {
  if (rscript === undefined) return false;
  try {
    execFileSync(
      rscript,
      ['-e', 'for (p in c("plm", "AER", "sandwich", "lmtest")) suppressMessages(library(p, character.only = TRUE))'],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    return false;
  }
};

let project: Project | undefined;
afterEach(() => project?.dispose());

const SCRIPT = `suppressMessages({library(plm); library(AER); library(sandwich); library(lmtest)})
d <- read.csv("d.csv")
d$lx <- log(d$x)
ols <- lm(y ~ lx + factor(g), data = d)
few <- lm(y ~ lx, data = subset(d, g != 2 & z > 0.2))
weighted <- lm(y ~ lx, data = d, weights = w)
logit <- glm(b ~ lx, family = binomial, data = d)
counts <- glm(n ~ lx, family = poisson(), data = d)
within <- plm(y ~ lx, data = d, index = c("id", "t"), model = "within")
twoways <- plm(y ~ lx, data = d, index = c("id", "t"), model = "within", effect = "twoways")
random <- plm(y ~ lx, data = d, index = c("id", "t"), model = "random")
iv <- ivreg(y ~ lx + z | w + z, data = d)
robust <- coeftest(ols, vcov = vcovHC(ols, type = "HC1"))
clustered <- coeftest(ols, vcov = vcovCL(ols, cluster = ~id))
`;
const NAMES = ['ols', 'few', 'weighted', 'logit', 'counts', 'within', 'twoways', 'random', 'iv', 'robust', 'clustered'];

function data(): string {
  let state = 23;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const rows = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 6 }, (_, t) => {
      const [x, z, w] = [0.2 + next(), next(), 0.5 + next()];
      return [
        i,
        2000 + t,
        1 + (i % 3),
        x,
        z,
        w,
        0.4 * w + 0.5 * x + next(),
        Number(next() > 0.5),
        Math.floor(4 * next()),
      ].join(',');
    }),
  );
  return `id,t,g,x,z,w,y,b,n\n${rows.flat().join('\n')}\n`;
}

describe.skipIf(!hasPackages() && process.env.CI === undefined)('a script of R', () => {
  it('finds the coefficients and errors that R finds', async () => {
    project = new Project({ 'main.R': SCRIPT, 'd.csv': data() });
    const print = `${SCRIPT}for (m in c(${NAMES.map((name) => `"${name}"`).join(', ')})) { v <- get(m); s <- if (inherits(v, "coeftest")) unclass(v) else coef(summary(v)); cat(m, s["lx", 1], s["lx", 2], "\\n") }\n`;
    project.write('print.R', `options(digits = 15)\n${print}`);
    const lines = execFileSync(rscript!, ['--vanilla', 'print.R'], { cwd: project.root, encoding: 'utf8' })
      .trim()
      .split('\n');
    expect((await project.run('import', 'main.R', '--strict')).code).toBe(0);
    const ran = await project.run();
    expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(NAMES);
    for (const line of lines) {
      const [name, estimate, stdError] = line.trim().split(' ');
      const node = project.read('pipeline.yaml').match(new RegExp(`^  (models\\w*):[^]*?id: ${name}\\b`, 'm'))![0];
      const step = [...node.matchAll(/^ {2}(models\w*):/gm)].at(-1)![1];
      const { stdout } = await project.run('show', `${step}.${name}`, '--json');
      const { terms } = JSON.parse(stdout) as { terms: { term: string; estimate: number; stdError: number }[] };
      const own = terms.find(({ term }) => term === 'lx')!;
      expect(Math.abs(own.estimate / Number(estimate) - 1), name).toBeLessThan(1e-7);
      expect(Math.abs(own.stdError / Number(stdError) - 1), name).toBeLessThan(1e-6);
    }
  });
});
