/** Joins the shapes of a map with the units that have values. */
import { attempt } from '../../base/attempt.ts';
import { aside } from '../../base/value.ts';
import type { DrawContext } from '../plot.ts';
import { readShapes, type Shapes } from './shapes.ts';

/** The shapes of the file that the option `shapes` names. */
export function shapesOf({ options, file, refuse }: DrawContext): Shapes {
  const text = file('shapes');
  try {
    return readShapes(text, options.key ?? 'name');
  } catch (error) {
    const isJson = attempt(() => JSON.parse(text)) !== undefined;
    const why = isJson ? (error as Error).message : 'it is no JSON';
    return refuse('bad-shapes', `\`${options.shapes}\` has no shapes for a map: ${why}`, { option: 'shapes' });
  }
}

/** Tells of units without a shape, and refuses where none has one. `option`, `of`: what names the units. */
export function warnOfStrangers(
  { shapes }: Shapes,
  units: readonly string[],
  of: string,
  option: string,
  { warn, refuse, options }: DrawContext,
): void {
  const keys = new Set(shapes.map(({ key }) => key));
  const strangers = units.filter((unit) => !keys.has(unit));
  if (strangers.length === units.length) {
    const hint = `\`${options.shapes}\` has ${[...keys].slice(0, 5).join(', ')}, …`;
    const few = aside(of, `: ${strangers.slice(0, 5).join(', ')}, …`);
    refuse('no-shapes', `no unit of \`${of}\` has a shape${few}`, { option, hint });
  }
  if (strangers.length > 0)
    warn(
      'no-shapes',
      `${strangers.length} units have no shape in \`${options.shapes}\`${aside(of, `: ${strangers.join(', ')}`)}`,
    );
}
