/** Columns compiled for tests, so that the spec of one can be another's base. */
import { type Base, type CompiledColumn, compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecContext, SpecKeys } from '../../src/econ/compile/keys.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';

/** `base`: a spec that it compiled before. */
export function compilerOf(context: SpecContext): (keys: SpecKeys, base?: ModelSpec | null) => CompiledColumn {
  const bases = new Map<ModelSpec, Base>();
  return (keys, base = null) => {
    const compiled = compileColumn(keys, base && bases.get(base)!, context);
    for (const spec of compiled.specs) bases.set(spec, { spec, written: compiled.written });
    return compiled;
  };
}
