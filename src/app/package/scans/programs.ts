/** Finds programs whose versions nobody pinned, and random draws without a seed. */
import type { Finding, Scan } from './scan.ts';
import { inLines, isProgram } from './scan.ts';

const INSTALL: readonly RegExp[] = [
  /\binstall\.packages\s*\(/,
  /\b(remotes|devtools)::install_(github|git)\s*\(\s*["'][^"'@#]+["']/,
  /\bpip3?\s+install\s+(?!.*==)/,
  /\bconda\s+install\s+(?!.*=\d)/,
  /^\s*(cap(ture)?\s+)?(ssc|net)\s+install\b/i,
  /\bnpm\s+install\s+(-g\s+|--global\s+)?[a-z][\w/-]*\s*$/,
  /\bPkg\.add\(\s*"/,
];

export const versions: Scan = {
  name: 'version',
  tells: 'programs and packages without a version',
  find: (scanned) => [
    ...scanned.unpinned.map(({ step, line }) => ({
      path: scanned.pipeline,
      line,
      message: `step \`${step}\` starts a program and does not ask for its version`,
      hint: 'add `versions: [Rscript --version]`, or how the program tells its own',
    })),
    ...inLines(scanned, isProgram, (line) =>
      !/^\s*(#|\*|\/\/)/.test(line) && INSTALL.some((form) => form.test(line))
        ? {
            message: 'a package is installed here in whatever version there is that day',
            hint: 'name its version, and install outside of the script (renv.lock, requirements.txt)',
          }
        : undefined,
    ),
  ],
};

interface Draws {
  readonly of: RegExp;
  readonly draws: RegExp;
  readonly seeds: RegExp;
  readonly how: string;
}

const DRAWS: readonly Draws[] = [
  {
    of: /\.(r|rmd|qmd)$/i,
    draws: /\b(r(norm|unif|binom|pois|exp|gamma|beta|t|chisq|multinom)|sample(\.int)?|boot)\s*\(/,
    seeds: /\bset\.seed\s*\(/,
    how: '`set.seed(1)`',
  },
  {
    of: /\.(do|ado)$/i,
    draws: /\b(runiform|rnormal|rbinomial|rpoisson|bsample|bootstrap|simulate|permute)\b/,
    seeds: /\bset\s+seed\b|\bseed\s*\(/,
    how: '`set seed 1`',
  },
  {
    of: /\.py$/i,
    draws:
      /\b(np|numpy)\.random\.|\brandom\.(random|randint|choice|sample|shuffle|gauss|uniform)\s*\(|\bdefault_rng\s*\(\s*\)/,
    seeds: /\bseed\s*\(\s*\d|default_rng\s*\(\s*\w|random_state\s*=\s*\d/,
    how: '`numpy.random.default_rng(1)`',
  },
  { of: /\.jl$/i, draws: /\brandn?\s*\(/, seeds: /\bseed!\s*\(/, how: '`Random.seed!(1)`' },
];

export const seeds: Scan = {
  name: 'seed',
  tells: 'random draws without a seed',
  find: (scanned) =>
    [...scanned.files.keys()].filter(isProgram).flatMap((path): Finding[] => {
      const draws = DRAWS.find(({ of }) => of.test(path));
      const text = scanned.text(path);
      if (draws === undefined || text === undefined || draws.seeds.test(text)) return [];
      const line = text.split('\n').findIndex((each) => !/^\s*(#|\*|\/\/)/.test(each) && draws.draws.test(each));
      if (line < 0) return [];
      return [
        {
          path,
          line: line + 1,
          message: 'numbers are drawn at random without a seed',
          hint: `begin with ${draws.how}`,
        },
      ];
    }),
};
