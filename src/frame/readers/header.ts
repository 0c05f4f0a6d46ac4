/** The names of columns, from one or several header rows. */
import { count, type DataComplaint, DataError, listed } from '../complaint.ts';
import { boundComplaints } from '../limits.ts';

/**
 * Names from one or several header rows, whose parts are joined by `_`. In upper rows an empty cell continues the one to its left, as merged
 * cells do: every one where the file does not say which cells are merged.
 */
export function joinHeader(
  rows: readonly (readonly string[])[],
  continues: (depth: number, j: number) => boolean = () => true,
): readonly string[] {
  const width = Math.max(...rows.map((row) => row.length));
  const lowest = rows.length - 1;
  const filled = rows.map((row, depth) => {
    const names = Array.from({ length: width }, (_, j) => (row[j] ?? '').trim());
    if (depth < lowest) {
      for (let j = 1; j < width; j++) if (names[j] === '' && continues(depth, j)) names[j] = names[j - 1]!;
    }
    return names;
  });
  return Array.from({ length: width }, (_, j) => {
    const parts = filled.map((names) => names[j]!).filter((part) => part !== '');
    return filled[lowest]![j] === '' && rows.length === 1 ? '' : parts.join('_');
  });
}

/** Two columns of one name are an error; columns without a name are left out with a warning. */
export function checkHeader(names: readonly string[]): readonly DataComplaint[] {
  const complaints = [...boundComplaints(names)];
  if (complaints.length > 0) return complaints;
  const places = new Map<string, number[]>();
  names.forEach((name, j) => {
    const known = places.get(name);
    if (known) known.push(j + 1);
    else places.set(name, [j + 1]);
  });
  for (const [name, columns] of places) {
    if (name === '') {
      complaints.push({
        code: 'nameless-column',
        message: `${count(columns.length, 'column')} without a name left out (${listed(columns.map((c) => `column ${c}`))})`,
        severity: 'warning',
        path: ['file'],
      });
    } else if (columns.length > 1) {
      complaints.push({
        code: 'duplicate-column',
        message: `${columns.length} columns are named \`${name}\` (${listed(columns.map((c) => `column ${c}`))})`,
        hint: 'give each column of the file its own name',
        column: name,
        path: ['file'],
      });
    }
  }
  return complaints;
}

/** Throws the errors among the complaints, returns the warnings. */
export function warningsOf(complaints: readonly DataComplaint[]): readonly DataComplaint[] {
  const errors = complaints.filter((c) => c.severity !== 'warning');
  if (errors.length > 0) throw new DataError(...errors);
  return complaints;
}
