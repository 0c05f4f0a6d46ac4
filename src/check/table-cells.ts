/** A table's cells as a result, by the names of rows and columns: read from its sidecar, so that claims and texts may name what it prints. */
import { isJsonObject, type Json } from '../base/json.ts';
import { repeated } from '../base/repeated.ts';
import { placeOfColumn, shortNames } from '../table/column-names.ts';
import { headsIn, type JoinedCell, type JoinedTable, type PrintedRow } from '../table/formats/printed-cells.ts';

type Map = { [name: string]: Json };

const isSidecar = (json: Json): json is Json & JoinedTable =>
  isJsonObject(json) && 'heads' in json && 'printed' in json && 'table' in json;

/** Any other value is handed back as it is. */
export function cellsAsResult(json: Json): Json {
  if (!isSidecar(json)) return json;
  const table = json as unknown as JoinedTable;
  const { printed } = table;
  const all = printed.flatMap(({ rows }) => rows.map(nameOf));
  const inSeveral = new Set(repeated(all));
  const found: Map = {};
  for (const shown of printed) {
    const { title, rows } = shown;
    const heads = headsIn(table, shown);
    const panel: Map = {};
    for (const row of rows) {
      const cells = cellsOf(row, heads);
      const named = inSeveral.has(nameOf(row)) && title !== null ? { ...inPanels(found, row), [title]: cells } : cells;
      put(found, namesOf(row), named);
      put(panel, namesOf(row), cells);
    }
    // A panel is listed with the rows, since its title may have words that the author did not write.
    if (title !== null && !Object.keys(found).includes(title)) found[title] = panel;
  }
  return found;
}

/** Gives what a row that several panels have already holds of the panels before. */
const inPanels = (found: Map, row: PrintedRow): Map => (found[nameOf(row)] as Map | undefined) ?? {};

/** The label of a row of the author's own, and the raw name of any other. */
const nameOf = ({ key }: PrintedRow): string => key.replace(/^(?:row|value):/, '');
/** A row of a regression has the names of its node too. */
const namesOf = (row: PrintedRow): readonly string[] => [
  nameOf(row),
  row.key,
  row.label,
  ...(row.sources === undefined ? [] : shortNames(row.key)),
];

function cellsOf({ cells }: PrintedRow, heads: JoinedTable['heads']): Map {
  const found: Map = {};
  cells.forEach((cell, c) => {
    const { header, name = '', source = '' } = heads[c]!;
    const names = [placeOfColumn(c), source, ...shortNames(source), name, header];
    put(found, [String(c + 1), ...names], cellValue(cell));
  });
  return found;
}

const cellValue = (cell: JoinedCell | null): Json =>
  cell === null ? null : { value: cell.value ?? cell.text, text: cell.text };

/** The first name counts where all are listed; the others lead there too, unless something else is called so. */
function put(map: Map, [first, ...others]: readonly string[], value: Json): void {
  map[first!] = value;
  for (const name of others) alias(map, name, value);
}

function alias(map: Map, name: string, value: Json): void {
  if (name === '' || Object.keys(map).includes(name)) return;
  Object.defineProperty(map, name, { value, enumerable: false, configurable: true, writable: true });
}
