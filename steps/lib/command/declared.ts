/** Compiles the declarations of a step that runs a program: its environment, and files of the project. */
import type { InputSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';

interface Declaring {
  readonly params: {
    readonly env?: Readonly<Record<string, string | number>>;
    readonly files?: readonly string[];
  };
  readonly path: YamlPath;
}

/** The environment that the step declares, with numbers as they were written: `007` is no `7` to a program. */
export function environmentOf({ params, path }: Declaring, plan: PlanContext): Record<string, string> {
  const settled = Object.entries(params.env ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (plan.said([...path, 'env', name]) ?? String(value)),
  ]);
  return Object.fromEntries(settled);
}

export function fileInputs({ params, path }: Declaring, plan: PlanContext): Record<string, InputSpec> {
  const found: Record<string, InputSpec> = {};
  params.files?.forEach((name, i) => {
    const file = plan.file(name, [...path, 'files', i]);
    if (file !== undefined) found[file.path] = { is: 'file', path: file.path };
  });
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}
