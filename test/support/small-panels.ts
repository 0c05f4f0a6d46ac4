/** Small panels of whole numbers with many zeros, and which of their rows a Poisson regression has to leave out: by the exact judge of separation. */
import { createRng } from '../../src/base/number/rng.ts';
import { separatedExactly } from './separated-exactly.ts';

export interface SmallPanel {
  readonly y: readonly number[];
  readonly x: readonly (readonly number[])[];
  /** Codes of absorbed effects. */
  readonly effects: readonly (readonly number[])[];
  /** Whether there is one where nothing is absorbed. */
  readonly constant: boolean;
}

/** 8 to 40 rows, up to four regressors (indicators, small numbers, years, combinations of earlier ones) and up to `most` effects. */
export function smallPanel(seed: string, most = 2): SmallPanel {
  const draw = createRng(seed).stream('panel', 0);
  const n = 8 + draw.int(33);
  const list = (value: () => number): number[] => Array.from({ length: n }, value);
  const effects = Array.from({ length: draw.int(most + 1) }, () => {
    const levels = 2 + draw.int(Math.max(1, Math.floor(n / 4)));
    return list(() => draw.int(levels));
  });
  const x: number[][] = [];
  for (let k = 1 + draw.int(4); k > 0; k--) {
    const [share, kind] = [draw.uniform(), draw.int(5)];
    const made = x.map(() => draw.int(3) - 1);
    const values = [
      () => (draw.uniform() < share ? 1 : 0),
      () => draw.int(5) - 2,
      () => (draw.uniform() < 0.25 ? draw.int(7) : 0),
      () => 2000 + draw.int(20),
    ];
    const own = list(values[kind] ?? (() => (draw.uniform() < 0.2 ? draw.int(3) - 1 : 0)));
    x.push(kind < 4 ? own : own.map((value, i) => x.reduce((total, each, j) => total + made[j]! * each[i]!, value)));
  }
  const zeros = 0.2 + 0.7 * draw.uniform();
  const y = list(() => (draw.uniform() < zeros ? 0 : 1 + draw.int(4)));
  if (!y.some((value) => value > 0)) y[0] = 1;
  return { y, x, effects, constant: draw.uniform() < 0.7 };
}

/** Separated rows among these. */
export function separatedAmong(panel: SmallPanel, rows: readonly number[]): number[] {
  const { y, x, effects, constant } = panel;
  const ofRow = (i: number): number[] => [
    ...(constant || effects.length > 0 ? [1] : []),
    ...x.map((values) => values[i]!),
    ...effects.flatMap((codes) => Array.from({ length: Math.max(...codes) + 1 }, (_, g) => (codes[i] === g ? 1 : 0))),
  ];
  const zeros = rows.filter((i) => y[i] === 0);
  if (zeros.length === 0) return [];
  const positive = rows.filter((i) => y[i]! > 0);
  return separatedExactly(positive.map(ofRow), zeros.map(ofRow)).map((at) => zeros[at]!);
}

export interface Judged {
  readonly rows: readonly number[];
  /** Singletons, and rows of levels without a positive outcome. */
  readonly unusable: number;
  readonly separated: number;
}

/** What is left once singletons, levels without a positive outcome and separated rows are gone, in turn. */
export function judged(panel: SmallPanel): Judged {
  let rows = [...panel.y.keys()];
  let [unusable, separated] = [0, 0];
  for (;;) {
    const usable = usableAmong(panel, rows);
    unusable += rows.length - usable.length;
    const gone = new Set(usable.length === 0 ? [] : separatedAmong(panel, usable));
    separated += gone.size;
    rows = usable.filter((i) => !gone.has(i));
    if (gone.size === 0) return { rows, unusable, separated };
  }
}

function usableAmong({ y, effects }: SmallPanel, given: readonly number[]): number[] {
  let rows = [...given];
  for (let before = -1; before !== rows.length; ) {
    before = rows.length;
    for (const codes of effects) {
      const own = (i: number): number[] => rows.filter((other) => codes[other] === codes[i]);
      const stays = new Set(rows.filter((i) => own(i).length > 1 && own(i).some((other) => y[other]! > 0)));
      rows = rows.filter((i) => stays.has(i));
    }
  }
  return rows;
}
