/**
 * Measures of efficiency as linear programmes over a technology: radial (Charnes, Cooper and Rhodes 1978; Banker, Charnes and Cooper 1984), additive (Charnes et al. 1985),
 * directional distances (Chung, Färe and Grosskopf 1997) and slacks-based (Tone 2001, 2004), with super-efficiency (Andersen and Petersen 1993; Tone 2002).
 */
import type { EfficiencySpec, Model } from './spec.ts';
import { type Extra, type Measured, NOTHING, type Technology } from './technology.ts';

export interface Score {
  /** NaN where the programme has no solution. */
  readonly score: number;
  /** Slacks of inputs, outputs and undesirable outputs in their own units, none below zero. */
  readonly slacks: readonly number[];
  readonly peers: Measured['peers'];
  readonly gap: number;
}

export type Measure = (technology: Technology, row: number, spec: EfficiencySpec) => Score;

const NONE: Score = { score: Number.NaN, slacks: [], peers: [], gap: 0 };

/** Which constraints are of inputs, of outputs, and of undesirable outputs. */
function constraintsOf({ quantities: { inputs, outputs, undesirable } }: Technology) {
  const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  return {
    ofInputs: range(0, inputs.length),
    ofOutputs: range(inputs.length, outputs.length),
    ofUndesirable: range(inputs.length + outputs.length, undesirable.length),
  };
}

/** Adds the slack of the sum of intensities below one, where returns may not increase. */
const lackOf = ({ returns, ofReturns }: Technology): readonly Extra[] =>
  returns === 'nonincreasing' ? [{ entries: [[ofReturns!, 1]] }] : [];

/** A slack of each constraint: what is used too much, or made too little. */
function slacksOf(technology: Technology, costOf: (constraint: number) => number, freely = true): Extra[] {
  const { ofInputs, ofOutputs, ofUndesirable } = constraintsOf(technology);
  const slack =
    (sign: number) =>
    (i: number): Extra => ({ entries: [[i, sign]], cost: costOf(i) });
  return [...ofInputs.map(slack(1)), ...ofOutputs.map(slack(-1)), ...(freely ? ofUndesirable.map(slack(1)) : [])];
}

/** The right side of the constraints: the quantities, and one for returns to scale. */
function sidesOf(technology: Technology, quantities: Float64Array): Float64Array {
  const rhs = new Float64Array(technology.last + 1);
  rhs.set(quantities);
  if (technology.ofReturns !== undefined) rhs[technology.ofReturns] = 1;
  return rhs;
}

const inOwnUnits = ({ scales }: Technology, slacks: readonly number[]): number[] =>
  slacks.map((slack, i) => (slack > NOTHING ? slack * scales[i]! : 0));

/** The largest sum of slacks of a unit whose quantities these are. */
function largestSlacks(technology: Technology, quantities: Float64Array, without: number | undefined): Measured | null {
  const { scales } = technology;
  const most = Math.max(...scales);
  const slacks = slacksOf(technology, (i) => -scales[i]! / most);
  return technology.least([...slacks, ...lackOf(technology)], sidesOf(technology, quantities), without);
}

const radial: Measure = (technology, row, { orientation, isSuper, slacks }) => {
  const own = technology.of(row);
  const { ofInputs, ofOutputs } = constraintsOf(technology);
  const isInput = orientation === 'input';
  const stretched = isInput ? ofInputs : ofOutputs;
  const factor: Extra = { entries: stretched.map((i) => [i, -own[i]!] as const), cost: isInput ? 1 : -1 };
  const rhs = sidesOf(technology, own);
  for (const i of stretched) rhs[i] = 0;
  const without = isSuper ? row : undefined;
  const found = technology.least([factor, ...slacksOf(technology, () => 0), ...lackOf(technology)], rhs, without);
  if (found === null) return NONE;
  const score = found.extras[0]!;
  if (!slacks) return { score, slacks: [], peers: found.peers, gap: found.gap };
  const target = own.map((value, i) => (stretched.includes(i) ? score * value : value));
  const second = largestSlacks(technology, target, without) ?? found;
  const [from, gap] = second === found ? [1, found.gap] : [0, Math.max(found.gap, second.gap)];
  return {
    score,
    slacks: inOwnUnits(technology, second.extras.slice(from, from + own.length)),
    peers: second.peers,
    gap,
  };
};

/** The largest sum of slacks, in the units of the data. */
const additive: Measure = (technology, row) => {
  const own = technology.of(row);
  const found = largestSlacks(technology, own, undefined);
  if (found === null) return NONE;
  const slacks = inOwnUnits(technology, found.extras.slice(0, own.length));
  return { score: slacks.reduce((sum, slack) => sum + slack, 0), slacks, peers: found.peers, gap: found.gap };
};

/** How far outputs can grow while undesirable ones, or inputs too, shrink, as a share of what they are; below zero for a unit beyond the technology. */
const ddf: Measure = (technology, row, { direction, disposability }) => {
  const own = technology.of(row);
  const { ofInputs, ofOutputs, ofUndesirable } = constraintsOf(technology);
  const shrinking = [...(direction === 'observed' ? ofInputs : []), ...ofUndesirable];
  const along = (sign: number): Extra => ({
    entries: [
      ...shrinking.map((i) => [i, sign * own[i]!] as const),
      ...ofOutputs.map((i) => [i, -sign * own[i]!] as const),
    ],
    cost: -sign,
  });
  const isFree = disposability !== 'weak';
  const slacks = slacksOf(technology, () => 0, isFree);
  const found = technology.least([along(1), along(-1), ...slacks, ...lackOf(technology)], sidesOf(technology, own));
  if (found === null) return NONE;
  const [out, back] = found.extras as [number, number];
  const values = inOwnUnits(technology, found.extras.slice(2, 2 + slacks.length));
  const all = isFree ? values : [...values, ...ofUndesirable.map(() => 0)];
  return { score: out - back, slacks: all, peers: found.peers, gap: found.gap };
};

/** The linear form of a fraction of slacks, whose numerator and denominator are scaled by t, the first extra column. */
function fraction(technology: Technology, row: number, isBeyond: boolean): Score {
  const own = technology.of(row);
  const { ofInputs, ofOutputs, ofUndesirable } = constraintsOf(technology);
  const [inputs, made] = [ofInputs.length, ofOutputs.length + ofUndesirable.length];
  const { last, ofReturns } = technology;
  // beyond the technology of the others, slacks turn round, and what is left over is free
  const sign = isBeyond ? -1 : 1;
  const scale: Extra = {
    entries: [
      ...Array.from(own, (value, i) => [i, -value] as const),
      ...(ofReturns === undefined ? [] : [[ofReturns, -1] as const]),
      [last, 1],
    ],
    cost: 1,
  };
  const slacks: Extra[] = [
    ...ofInputs.map((i): Extra => ({ entries: [[i, sign]], cost: -sign / inputs / own[i]! })),
    ...ofOutputs.map(
      (i): Extra => ({
        entries: [
          [i, -sign],
          [last, sign / made / own[i]!],
        ],
      }),
    ),
    ...ofUndesirable.map(
      (i): Extra => ({
        entries: [
          [i, sign],
          [last, sign / made / own[i]!],
        ],
      }),
    ),
  ];
  const left = isBeyond ? slacksOf(technology, () => 0) : [];
  const rhs = new Float64Array(last + 1);
  rhs[last] = 1;
  const found = technology.least([scale, ...slacks, ...left, ...lackOf(technology)], rhs, isBeyond ? row : undefined);
  if (found === null) return NONE;
  const t = found.extras[0]!;
  const values = found.extras.slice(1, 1 + own.length).map((slack) => slack / t);
  const peers = found.peers.map(([peer, intensity]) => [peer, intensity / t] as const);
  return { score: found.objective, slacks: inOwnUnits(technology, values), peers, gap: found.gap };
}

/** Units that are efficient have a measure above one where `super` asks for it, against the technology of all others. */
const sbm: Measure = (technology, row, { isSuper }) => {
  const found = fraction(technology, row, false);
  if (!isSuper || found.score < 1 - NOTHING) return found;
  const beyond = fraction(technology, row, true);
  return { ...beyond, gap: Math.max(beyond.gap, found.gap) };
};

export const measures: Readonly<Record<Model, Measure>> = { radial, additive, ddf, sbm };
