/** The last check of a fit: nothing that is not a finite number leaves the numerics. */
import { Refusal } from '../../base/problem.ts';

/** Refuses a record that holds NaN or an infinity anywhere, naming where; returns it otherwise. */
export function requireFinite<T>(record: T, where = 'fit'): T {
  if (!isFiniteThroughout(record)) visit(record, where);
  return record;
}

/** Finds out whether all is finite without keeping track of names, which would be most of the work. */
function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (typeof item === 'number' ? !Number.isFinite(item) : !isFiniteThroughout(item)) return false;
    }
    return true;
  }
  for (const key in value) if (!isFiniteThroughout(value[key as keyof typeof value])) return false;
  return true;
}

function visit(value: unknown, where: string): void {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return;
    throw new Refusal('not-finite', `\`${where}\` came out as ${value}`, {
      param: 'terms',
      hint: 'are some variables of extreme size? Rescale them',
    });
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) visit(item, `${where}[${i}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) visit(item, `${where}.${key}`);
  }
}
