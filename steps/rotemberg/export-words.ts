/** Lists the numbers of Rotemberg weights that are compared: weights, estimates of sectors, and the estimate that they decompose. */
import type { Stat } from '../../src/econ/fit.ts';
import type { ReadNode } from '../../src/export/kind.ts';
import type { WordedValue } from '../../src/export/worded.ts';
import type { RotembergResult } from './numbers/rotemberg-result.ts';

/** The code of one sector in one period, both from 1. */
export interface ComponentCode {
  alpha(sector: number, period: number): string;
  beta(sector: number, period: number): string;
}

interface Place {
  readonly variable: string;
  readonly alpha: number;
  readonly beta: Stat;
  readonly sector: number;
  readonly period: number;
}

/** Periods in their order, and every sector in each with its position. */
export function placesOf(node: ReadNode, shares: readonly string[]) {
  const components = node.result('components') as unknown as RotembergResult['components'];
  const periods = [...new Set(components.map(({ period }) => period))];
  const places = components.map(
    ({ variable, alpha, beta, sector, period }): Place => ({
      ...{ variable, alpha, beta },
      sector: shares.indexOf(sector) + 1,
      period: periods.indexOf(period) + 1,
    }),
  );
  return { periods, places };
}

/** Weights are small beside 1, which they add up to; estimates may be small beside the whole one. */
export function valuesOf(node: ReadNode, shares: readonly string[], code: ComponentCode): WordedValue[] {
  const iv = node.result('iv') as number;
  return placesOf(node, shares).places.flatMap(({ variable, alpha, beta, sector, period }): WordedValue[] => [
    { cell: `${variable}: weight`, code: code.alpha(sector, period), value: alpha, scale: 1 },
    {
      cell: `${variable}: estimate`,
      code: code.beta(sector, period),
      value: beta,
      scale: Math.max(Math.abs(iv), typeof beta === 'number' ? Math.abs(beta) : 0),
    },
  ]);
}
