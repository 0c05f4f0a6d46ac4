/** Data of a drawn panel, of which small fits are made: `id`, `year`, an outcome `y` and variables. */

export function drawnPanel(units: number, years: number, variables: readonly string[], seed: number): string {
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const rows = Array.from({ length: units * years }, (_, row) =>
    [row % units, 2000 + Math.floor(row / units), draw(), ...variables.map(draw)].join(','),
  );
  return `id,year,y,${variables.join(',')}\n${rows.join('\n')}\n`;
}
