/** Options by one word: those that journals differ in, and a project's own. */
import type { SharedOptions, StepOptions } from './option-schemas.ts';

/** Presets that every project has. */
export const builtInPresets: Readonly<Record<string, SharedOptions>> = {
  aer: { stars: false, se_as: 'se', brackets: 'parentheses' },
  qje: { stars: [0.1, 0.05, 0.01], se_as: 'se', brackets: 'parentheses', notes: { stars: 'levels' } },
  restud: { stars: [0.1, 0.05, 0.01], se_as: 'se', brackets: 'parentheses', notes: { stars: 'p' } },
  cn: { lang: 'zh', stub: '变量', hide: ['nclusters'], stars: [0.1, 0.05, 0.01], notes: { stars: 'levels' } },
};

/**
 * The levels at which options are given, the nearest first. The nearest `preset` stands right behind the level that
 * names it, and one that it names itself behind it; presets of farther levels have no say.
 */
export function withPresets(table: SharedOptions, step: StepOptions, defaults: StepOptions): SharedOptions[] {
  const levels = [table, step, defaults];
  const at = levels.findIndex(({ preset }) => preset !== undefined);
  if (at === -1) return levels;
  return levels.toSpliced(at + 1, 0, ...chain(levels[at]!.preset!, { ...defaults.presets, ...step.presets }));
}

/** A preset and those that it builds on. One that names itself builds on the built-in of that name. */
function chain(name: string, own: Readonly<Record<string, SharedOptions>>): SharedOptions[] {
  const { [name]: found, ...others } = own;
  const preset = found ?? builtInPresets[name];
  if (preset === undefined) return [];
  return preset.preset === undefined ? [preset] : [preset, ...chain(preset.preset, others)];
}

/** Names of presets that are used in these levels and that nothing declares, with the names that there are. */
export function unknownPresets(levels: readonly StepOptions[]): {
  readonly missing: string[];
  readonly known: string[];
} {
  const own = Object.assign({}, ...levels.map(({ presets }) => presets)) as Readonly<Record<string, SharedOptions>>;
  const known = [...Object.keys(own), ...Object.keys(builtInPresets)];
  const used = [...levels, ...Object.values(own)].flatMap(({ preset }) => preset ?? []);
  return { missing: [...new Set(used)].filter((name) => !known.includes(name)), known };
}
