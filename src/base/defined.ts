/** Members that may be absent, written in one line: `defined({ code, message, hint })`. */

type Absent<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];
type Defined<T> = Omit<T, Absent<T>> & { [K in Absent<T>]?: Exclude<T[K], undefined> };

/** The record without its undefined members, in the same order: a member that is there has a value. */
export function defined<const T extends object>(record: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) if (value !== undefined) kept[name] = value;
  return kept as Defined<T>;
}
