/** Tells what several records say of one thing, where none of them says otherwise. */
type Texts = Readonly<Record<string, string>>;

/** The members on which records agree; one that a record lacks it says nothing of. */
export function agreed(records: readonly Texts[]): Texts {
  const found = new Map<string, string | null>();
  for (const [name, text] of records.flatMap((record) => Object.entries(record))) {
    const known = found.get(name);
    found.set(name, known === undefined || known === text ? text : null);
  }
  return Object.fromEntries([...found].flatMap(([name, text]) => (text === null ? [] : [[name, text]])));
}

/** Does the same of records in records, by name; those without members are left out. */
export function agreedByName(records: readonly Readonly<Record<string, Texts>>[]): Readonly<Record<string, Texts>> {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return Object.fromEntries(
    names.flatMap((name) => {
      const texts = agreed(records.flatMap((record) => (Object.hasOwn(record, name) ? [record[name]!] : [])));
      return Object.keys(texts).length === 0 ? [] : [[name, texts]];
    }),
  );
}
