/** The step kinds that other languages have, by name, for plans that load no exporter. */
export const exportedKinds = [
  'models',
  'robustness',
  'describe',
  'vif',
  'correlate',
  'diagnose',
  'did',
  'difference',
  'experiment',
  'match',
  'rd',
  'rotemberg',
  'spatial',
  'synthetic_control',
  'threshold',
] as const;

/** Inputs besides `data` that scripts of a kind are made of. */
const further: Readonly<Partial<Record<(typeof exportedKinds)[number], readonly string[]>>> = {
  rotemberg: ['sectors'],
  spatial: ['weights'],
};

export const furtherInputs = (kind: string): readonly string[] =>
  Object.entries(further).find(([name]) => name === kind)?.[1] ?? [];

export const isExported = (kind: string): boolean => exportedKinds.some((name) => name === kind);
