/** THE list of engines. The first that takes a text says what it becomes by default. */
import type { DocumentEngine } from './engine.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';
import { template } from './template.ts';
import { typst } from './typst.ts';
import { word } from './word.ts';

export const engines: readonly DocumentEngine[] = [typst, latex, markdown, word, template];

/** The engine that makes this format of a text; one is known to be there. */
export const engineOf = (path: string, format: string): DocumentEngine =>
  enginesFor(path).find(({ to }) => to === format)!;

/** The engines that take a text, by what they make of it. */
export const enginesFor = (path: string): readonly DocumentEngine[] =>
  engines.filter(({ from }) => path.endsWith(from));
