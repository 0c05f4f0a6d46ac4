/** Asks a language for the script of a node whose parameters are a model and whose result is its fit. */
import type { Fit } from '../econ/fit.ts';
import type { ModelSpec } from '../econ/spec.ts';
import { columnsRead } from './columns-read.ts';
import type { KindExport } from './kind.ts';

export const exportModel: KindExport = (node, language) => {
  const spec = node.params as unknown as ModelSpec;
  node.reads(columnsRead(spec, node.data.panel));
  return language.model({ node: node.id, data: node.data, spec, fit: node.whole() as unknown as Fit });
};
