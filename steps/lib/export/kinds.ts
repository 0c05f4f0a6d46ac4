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
  'threshold',
] as const;

export const isExported = (kind: string): boolean => exportedKinds.some((name) => name === kind);
