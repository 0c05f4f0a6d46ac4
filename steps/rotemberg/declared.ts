/** Shares and shocks that a step of kind `shift_share` declares, as R and Python make them of a file of its sectors. */
import type { ShiftShareDeclaration } from '../../src/econ/regional/shift-share-of-panel.ts';
import type { ExportedData, ScriptFile } from '../../src/export/data.ts';
import { fileOf } from '../../src/export/data.ts';
import type { ReadInput } from '../../src/export/kind.ts';
import type { Columns } from '../../src/export/worded.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';

/** The frame of sectors as a file, which names sectors by their positions. */
export interface DeclaredSectors {
  readonly declared: ShiftShareDeclaration;
  readonly names: readonly string[];
  readonly file: ScriptFile & { readonly content: string };
  /** Is true where units are texts. */
  readonly isText: boolean;
}

const isText = (type: string): boolean => type === 'string' || type === 'category';

/** Says why scripts cannot read the sectors, else gives them. */
export function sectorsOf(
  declared: ShiftShareDeclaration,
  data: ExportedData,
  input: ReadInput,
): DeclaredSectors | { readonly none: string } {
  const frame = readFrame(input.reader);
  const { unit, time } = declared.panel;
  const types = [data.type(unit), frame.type(unit)].map(isText);
  if (types[0] !== types[1]) return { none: 'units are texts in one frame and numbers in the other' };
  if ([data.type(time), frame.type(time)].some((type) => type !== 'number'))
    return { none: 'shares and shocks by dates are not written' };
  const [units, sectors] = [frame.codes(unit), frame.codes(declared.sector)];
  const [times, values] = [frame.numbers(time), frame.numbers(declared.value)];
  const quoted = units.levels.map((level) => (types[0] ? `"${level.replaceAll('"', '""')}"` : level));
  const lines: string[] = [];
  for (let row = 0; row < frame.nrows; row++) {
    const [i, k, period] = [units.codes[row]!, sectors.codes[row]!, times[row]!];
    if (i < 0 || k < 0 || Number.isNaN(period)) continue;
    // a cell that is not there counts as zero, or there would be no result
    lines.push([quoted[i], k + 1, period, Number.isNaN(values[row]!) ? 0 : values[row]].join());
  }
  const content = `unit,sector,period,value\n${lines.join('\n')}\n`;
  return {
    ...{ declared, names: sectors.levels, isText: types[0]! },
    file: { path: `data/${fileOf(input.node)}.sectors.csv`, content },
  };
}

/** The call that gives rows, shares and shocks, in the words of a language. */
export function partsCall(
  { declared, file, isText: areTexts }: DeclaredSectors,
  columns: Columns,
  flag: (value: boolean) => string,
): string {
  const { base, leaveOut, panel } = declared;
  const place = [panel.unit, panel.time].map((name) => columns.text(columns.name(name)));
  const asked = ['d', columns.text(file.path), ...place, String(base), flag(leaveOut), flag(areTexts)];
  return `shift_share_parts(${asked.join(', ')})`;
}

/** Both follow papermake's definition: shares in the base period, growth of totals over the period before (Bartik 1991). */
export const partsInR = `
# Rows whose unit has sectors and whose period follows one of theirs, with the shares of sectors in the base period and the growth of their totals.
shift_share_parts <- function(d, file, unit, time, base, leave_out, text) {
  kinds <- c(if (text) "character" else "numeric", "integer", "numeric", "numeric")
  s <- read.csv(file, colClasses = kinds, na.strings = character(), encoding = "UTF-8")
  units <- unique(s$unit)
  periods <- sort(unique(s$period))
  cells <- array(0, c(length(units), max(s$sector), length(periods)))
  cells[cbind(match(s$unit, units), s$sector, match(s$period, periods))] <- s$value
  i <- match(if (text) as.character(d[[unit]]) else d[[unit]], units)
  now <- match(d[[time]], periods)
  before <- match(d[[time]] - 1, periods)
  known <- which(!is.na(i) & !is.na(now) & !is.na(before))
  own <- function(at) matrix(unlist(lapply(seq_len(dim(cells)[2]), function(k) cells[cbind(i[known], k, at)])), length(known))
  totals <- apply(cells, c(3, 2), sum)
  others <- function(at) totals[at, , drop = FALSE] - if (leave_out) own(at) else 0
  shares <- own(match(base, periods))
  shares <- shares / rowSums(shares)
  shocks <- others(now[known]) / others(before[known]) - 1
  kept <- is.finite(rowSums(ifelse(shares == 0, 0, shares * shocks)))
  list(d = d[known[kept], , drop = FALSE], shares = shares[kept, , drop = FALSE], shocks = shocks[kept, , drop = FALSE])
}
`;

export const partsInPython = `

def shift_share_parts(d, file, unit, time, base, leave_out, text):
    """Rows whose unit has sectors and whose period follows one of theirs, with the shares of sectors in the base period and the growth of their totals."""
    s = pd.read_csv(file, dtype={"unit": str if text else float}, keep_default_na=False, encoding="utf-8", float_precision="round_trip")
    units, periods = pd.Index(s["unit"].unique()), pd.Index(np.sort(s["period"].unique()))
    cells = np.zeros((len(units), s["sector"].max(), len(periods)))
    cells[units.get_indexer(s["unit"]), s["sector"] - 1, periods.get_indexer(s["period"])] = s["value"]
    names = [str(name) for name in d[unit]] if text else d[unit].to_numpy(dtype=float)
    times = d[time].to_numpy(dtype=float)
    i, now, before = units.get_indexer(names), periods.get_indexer(times), periods.get_indexer(times - 1)
    known = (i >= 0) & (now >= 0) & (before >= 0)
    i, now, before = i[known], now[known], before[known]

    def others(at):
        return cells.sum(axis=0)[:, at].T - (cells[i, :, at] if leave_out else 0)

    with np.errstate(divide="ignore", invalid="ignore"):
        shares = cells[i, :, periods.get_loc(base)]
        shares = shares / shares.sum(axis=1, keepdims=True)
        shocks = others(now) / others(before) - 1
        kept = np.isfinite(np.where(shares == 0, 0, shares * shocks).sum(axis=1))
    return d[known][kept], shares[kept], shocks[kept]
`;
