/** Shows tests of a panel by their table; the units' own tests of unit roots are in the JSON alone. */

import { unitsShown } from '../../base/value.ts';
import type { UnitRootRecord } from '../../econ/diagnose/unit-root/diagnosis.ts';
import { tabulated } from './tabulated.ts';
import type { ShownArtifact, Viewer } from './viewer.ts';

const tables = tabulated('diagnose');

export const diagnose: Viewer = {
  ...tables,
  json: (shown) => ({
    ...tables.json(shown),
    ...(shown.reader.parts.includes('unitRoots') ? { unitRoots: recordsOf(shown) } : {}),
  }),
};

function recordsOf({ reader, hides }: ShownArtifact): readonly UnitRootRecord[] {
  const records = reader.json('unitRoots') as unknown as readonly UnitRootRecord[];
  return records.map((record) => {
    const names = record.units.map(({ unit }) => unit);
    const shown = unitsShown(names, record.by, hides);
    return { ...record, units: record.units.map((each, i) => ({ ...each, unit: shown[i]! })) };
  });
}
