/** Rotemberg weights in R and Python, by cross-products of what controls and effects leave. */
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import { type Columns, columnOf, type Worded } from '../../src/export/worded.ts';
import { type DeclaredSectors, partsCall, partsInPython, partsInR } from './declared.ts';
import { valuesOf } from './export-words.ts';
import type { RotembergSpec } from './numbers/spec.ts';

/** Words of a language. */
interface Words {
  readonly functions: string;
  set(name: string, value: string): string;
  /** Columns of the data as a matrix. */
  matrix(names: string): string;
  /** Functions and the lines that give rows, shares and shocks that a step declares, and code of the three. */
  readonly parts: string;
  declared(call: string): readonly string[];
  readonly exposed: readonly [rows: string, shares: string, shocks: string];
  flag(value: boolean): string;
  /** A list of lists of texts, and what stands for none. */
  lists(lists: readonly string[]): string;
  /** A list of texts, of which there may be one. */
  texts(columns: Columns, names: readonly string[]): string;
  readonly none: string;
  part(name: 'alpha' | 'beta', period: number, sector: number): string;
  readonly iv: string;
}

const words: Readonly<Record<'r' | 'python', Words>> = {
  r: {
    functions: `
# Rotemberg weights of shares times shocks, a row for each period and a column for each sector, with the estimates by each share alone, from
# cross-products with what controls and effects leave (Goldsmith-Pinkham, Sorkin and Swift 2020).
rotemberg <- function(d, y, x, shares, shocks, period, controls, effects, weights) {
  w <- if (is.null(weights)) rep(1, nrow(d)) else d[[weights]]
  t <- if (is.null(period)) rep(1, nrow(d)) else d[[period]]
  dummies <- lapply(effects, function(e) model.matrix(~ 0 + f, list(f = interaction(d[e], drop = TRUE))))
  Q <- qr(do.call(cbind, c(list(rep(1, nrow(d)), as.matrix(d[controls])), dummies)) * sqrt(w))
  left <- function(name) qr.resid(Q, d[[name]] * sqrt(w))
  S <- shares * sqrt(w)
  # rows without a share have no part in its sector, whatever the shock
  G <- ifelse(S == 0, 0, shocks)
  first <- rowsum(S * G * left(x), t)
  # a shock that is the same in all these rows of its period cancels out of an estimate, and may be zero
  own <- G
  for (k in seq_len(ncol(G))) for (at in split(seq_along(t), t)) {
    seen <- G[at, k][S[at, k] != 0]
    if (all(seen == seen[1])) own[at, k] <- 1
  }
  beta <- rowsum(S * own * left(y), t) / rowsum(S * own * left(x), t)
  list(alpha = first / sum(first), beta = beta, iv = sum(S * G * left(y)) / sum(first))
}
`,
    set: (name, value) => `${name} <- ${value}`,
    matrix: (names) => `as.matrix(d[${names}])`,
    parts: partsInR,
    declared: (call) => [`p <- ${call}`],
    exposed: ['p$d', 'p$shares', 'p$shocks'],
    flag: (value) => (value ? 'TRUE' : 'FALSE'),
    lists: (lists) => `list(${lists.join(', ')})`,
    texts: (columns, names) => (names.length === 0 ? 'character()' : columns.texts(names)),
    none: 'NULL',
    part: (name, period, sector) => `e$${name}[${period}, ${sector}]`,
    iv: 'e$iv',
  },
  python: {
    functions: `

def rotemberg(d, y, x, shares, shocks, period, controls, effects, weights):
    """Rotemberg weights of shares times shocks, a row for each period and a column for each sector, with the estimates by each share alone,
    from cross-products with what controls and effects leave (Goldsmith-Pinkham, Sorkin and Swift 2020)."""
    root = np.sqrt(np.ones(len(d)) if weights is None else d[weights].to_numpy(dtype=float))
    t = np.zeros(len(d), dtype=int) if period is None else pd.factorize(d[period], sort=True)[0]
    levels = [d.groupby(e, sort=False).ngroup() for e in effects]
    dummies = [pd.get_dummies(each).to_numpy(dtype=float) for each in levels]
    own = np.column_stack([np.ones(len(d)), d[controls].to_numpy(dtype=float), *dummies]) * root[:, None]

    def left(name):
        v = d[name].to_numpy(dtype=float) * root
        return v - own @ np.linalg.lstsq(own, v, rcond=None)[0]

    def sums(values):
        return np.array([values[t == each].sum(axis=0) for each in range(t.max() + 1)])

    S = shares * root[:, None]
    # rows without a share have no part in its sector, whatever the shock
    G = np.where(S == 0, 0, shocks)
    X, Y = left(x)[:, None], left(y)[:, None]
    # a shock that is the same in all these rows of its period cancels out of an estimate, and may be zero
    scale = G.copy()
    for each in range(t.max() + 1):
        for k in range(G.shape[1]):
            seen = G[(t == each) & (S[:, k] != 0), k]
            if (seen == seen[:1]).all():
                scale[t == each, k] = 1
    first = sums(S * G * X)
    return first / first.sum(), sums(S * scale * Y) / sums(S * scale * X), (S * G * Y).sum() / first.sum()
`,
    set: (name, value) => `${name} = ${value}`,
    matrix: (names) => `d[${names}].to_numpy(dtype=float)`,
    parts: partsInPython,
    declared: (call) => [`p = ${call}`],
    exposed: ['p[0]', 'p[1]', 'p[2]'],
    flag: (value) => (value ? 'True' : 'False'),
    lists: (lists) => `[${lists.join(', ')}]`,
    texts: (columns, names) => columns.texts(names),
    none: 'None',
    part: (name, period, sector) => `e[${name === 'alpha' ? 0 : 1}][${period - 1}, ${sector - 1}]`,
    iv: 'e[2]',
  },
};

/** `sectors`: those of a declared variable, whose shares and shocks are no columns. */
export function rotembergInFrame(
  language: 'r' | 'python',
  node: ReadNode,
  spec: RotembergSpec,
  columns: Columns,
  sectors: DeclaredSectors | undefined,
): Worded {
  const { functions, set, matrix, lists, texts, none, part, iv, parts, declared, exposed, flag } = words[language];
  const { outcome, endogenous, shares, shocks, period, controls, absorb, weights } = spec;
  const one = (term: string): string => columns.text(columnOf(columns, term));
  const each = (terms: readonly string[]): string =>
    texts(
      columns,
      terms.flatMap((term) => columns.cells(term).map(({ column }) => column)),
    );
  const named = (names: readonly string[]): string =>
    texts(
      columns,
      names.map((name) => columns.name(name)),
    );
  const [rows, ...exposure] =
    sectors === undefined ? (['d', matrix(each(shares)), matrix(each(shocks))] as const) : exposed;
  const asked = [
    ...[rows, one(outcome), one(endogenous), ...exposure],
    period === null ? none : columns.text(columns.name(period)),
    each(controls),
    lists(absorb.map((text) => named(columnsOfLevels(text)))),
    weights === null ? none : one(weights),
  ];
  return {
    functions: sectors === undefined ? functions : `${functions}${parts}`,
    lines: [
      ...(sectors === undefined ? [] : declared(partsCall(sectors, columns, flag))),
      set('e', `rotemberg(${asked.join(', ')})`),
    ],
    values: [
      ...valuesOf(node, sectors?.names ?? shares, {
        alpha: (sector, at) => part('alpha', at, sector),
        beta: (sector, at) => part('beta', at, sector),
      }),
      { cell: 'estimate', code: iv, value: node.result('iv') as number },
    ],
  };
}
