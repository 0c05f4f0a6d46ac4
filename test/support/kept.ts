/** What a run keeps of files that papermake did not write. */

type Files = Readonly<Record<string, string>>;

/** Files without those that a run kept beside its own. */
export const withoutKept = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !/\.yours(\.\d+)?(\.\w+)?$/.test(path)));
