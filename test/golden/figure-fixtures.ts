/** Draws figures of made-up results and data, without running anything. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/base/json.ts';
import type { Data } from '../../src/econ/data.ts';
import type { Language } from '../../src/figure/figure.ts';
import { fontFiles } from '../../src/figure/fonts/families.ts';
import { Typeface } from '../../src/figure/fonts/typeface.ts';
import type { FigureFont } from '../../src/figure/formats/format.ts';
import type { FigureOptions } from '../../src/figure/option-schemas.ts';
import type { FigureSource, ObservedRows } from '../../src/figure/plot.ts';
import { combinedFigure, fontOf, type Outside, renderFigure } from '../../src/figure/render.ts';
import { plots } from '../../steps/registry.ts';
import { type Cells, dataOf } from '../support/data.ts';

const fonts = path.resolve(import.meta.dirname, '../../fonts');

export const fontBytes = (file: string): Uint8Array => readFileSync(path.join(fonts, file));

export const fontsOf = (options: FigureOptions): FigureFont[] =>
  fontFiles(fontOf(options)).map(({ file }) => ({ path: path.join(fonts, file), bytes: fontBytes(file) }));

export interface FigureCase {
  readonly name: string;
  readonly plot: string;
  readonly options?: FigureOptions;
  readonly sources: readonly FigureSource[];
  readonly language?: Language;
  readonly variables?: Readonly<Record<string, string>>;
  readonly units?: Readonly<Record<string, string>>;
  readonly valueLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Option → text of the file that it names. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A plot's refusal. */
export class Refused extends Error {}

/** The figure, with what was warned of and which characters no font had. */
export async function drawCase({
  name,
  plot,
  options = {},
  sources,
  language = 'en',
  variables = {},
  units = {},
  valueLabels = {},
  files = {},
}: FigureCase) {
  const typeface = new Typeface(fontOf(options), language, fontBytes);
  const warnings: string[] = [];
  const outside = outsideOf(files, warnings);
  const request = { options, language, variables, units, valueLabels };
  const figure = await renderFigure(plots.all.find((each) => each.name === plot)!, sources, request, {
    name,
    typeface,
    outside,
  });
  return { ...figure, warnings, missing: typeface.missing };
}

const outsideOf = (files: Readonly<Record<string, string>>, warnings: string[]): Outside => ({
  file: (option) => files[option]!,
  warn: (_, message) => void warnings.push(message),
  lose: ({ count, detail }) => void warnings.push(`${count} without ${detail}`),
  refuse: (code, message) => {
    throw new Refused(`${code}: ${message}`);
  },
});

/** A figure as a source of a combined one. */
export function figureSource(one: FigureCase, header = ''): FigureSource {
  const { name, plot, options = {}, sources, language = 'en', variables = {}, units = {}, files = {} } = one;
  const typeface = new Typeface(fontOf(options), language, fontBytes);
  const request = { options, language, variables, units };
  const drawn = plots.all.find((each) => each.name === plot)!;
  const figure = combinedFigure(drawn, sources, request, { name, typeface, outside: outsideOf(files, []) });
  return { node: name, type: 'files', header, part: () => undefined, figure };
}

export function resultSource(type: string, parts: Readonly<Record<string, unknown>>, header = '(1)'): FigureSource {
  return { node: 'm', type, header, part: (name) => parts[name] as Json | undefined };
}

/** A frame whose columns have the names that the plot reads. */
export const frameSource = (columns: Readonly<Record<string, Cells>>, header = '(1)'): FigureSource => ({
  node: 'f',
  type: 'frame',
  header,
  part: () => undefined,
  frame: dataOf(columns),
});

/** A frame whose columns the options name. */
export function observedSource(columns: Readonly<Record<string, Cells>>): FigureSource {
  const data: Data = dataOf(columns);
  const observed: ObservedRows = {
    nobs: data.nrows,
    numbers: (name) => data.numbers(name),
    groups: (name) => data.codes(name),
    has: (name) => data.has(name),
    values: (name) => columns[name]!,
  };
  return { node: 'f', type: 'frame', header: '(1)', part: () => undefined, observed };
}
