/** Effects of changed treatments by plain loops over units, from the formulas of de Chaisemartin & D'Haultfœuille (2024), for comparison. */

interface Row {
  readonly id: number;
  readonly t: number;
  readonly d: number;
  readonly y: number;
  readonly state: number;
}

interface Unit {
  readonly y: number[];
  readonly d: readonly number[];
  readonly cluster: number;
  /** Position of the first change; as many as there are periods where none is. */
  readonly change: number;
  readonly sign: number;
}

export interface PlainEffect {
  readonly event: number;
  readonly estimate: number;
  readonly stdError: number;
  readonly switchers: number;
}

interface Asked {
  readonly low: number;
  readonly high: number;
  readonly isSame: boolean;
  readonly isByState: boolean;
}

export function plainEffects(rows: readonly Row[], { low, high, isSame, isByState }: Asked): PlainEffect[] {
  const periods = Math.max(...rows.map(({ t }) => t));
  const units = [...new Set(rows.map(({ id }) => id))].map((id): Unit => {
    const own = rows.filter((row) => row.id === id).sort((a, b) => a.t - b.t);
    const d = own.map((row) => row.d);
    const change = d.findIndex((dose) => dose !== d[0]);
    const sign = change < 0 ? 0 : Math.sign(d[change]! - d[0]!);
    const crossed = d.findIndex((dose) => Math.sign(dose - d[0]!) === -sign && sign !== 0);
    const y = own.map((row, t) => (crossed >= 0 && t >= crossed ? Number.NaN : row.y));
    return { y, d, cluster: isByState ? own[0]!.state : id, change: change < 0 ? periods : change, sign };
  });
  const isLeft = (unit: Unit, length: number, others: readonly Unit[]): boolean =>
    unit.change - 1 + length < periods &&
    others.some((other) => other.d[0] === unit.d[0] && other.change > unit.change - 1 + length);
  const attempt = (event: number, last: number): PlainEffect | null => {
    const length = event >= 0 ? event + 1 : -event - 1;
    const scores = new Map<Unit, number>(units.map((unit) => [unit, 0]));
    let [sum, switchers] = [0, 0];
    const ends = (change: number): readonly [number, number, number] => [
      change - 1 + length,
      event >= 0 ? change - 1 + length : change - 1 - length,
      change - 1,
    ];
    const diff = (unit: Unit, change: number): number => {
      const [seen, to, base] = ends(change);
      return to < 0 ? Number.NaN : unit.y[to]! - unit.y[base]! + 0 * unit.y[seen]!;
    };
    const qualifies = (unit: Unit): boolean => {
      if (unit.change >= periods || !isLeft(unit, length, units) || Number.isNaN(diff(unit, unit.change))) return false;
      if (!isSame) return true;
      if (!isLeft(unit, last + 1, units)) return false;
      for (let k = -1; k <= last; k++) if (Number.isNaN(unit.y[unit.change + k]!)) return false;
      return true;
    };
    const controlsOf = (unit: Unit): Unit[] =>
      units.filter(
        (other) =>
          other.d[0] === unit.d[0] && other.change > ends(unit.change)[0] && !Number.isNaN(diff(other, unit.change)),
      );
    const treated = units.filter((unit) => qualifies(unit) && controlsOf(unit).length > 0);
    const meanOf = (of: readonly Unit[], change: number): number =>
      of.reduce((total, unit) => total + diff(unit, change), 0) / of.length;
    const clusters = (of: readonly Unit[]): number => new Set(of.map(({ cluster }) => cluster)).size;
    const centred = (unit: Unit, change: number, own: readonly Unit[], all: readonly Unit[]): number => {
      const among = clusters(own) > 1 ? own : all;
      const count = clusters(among);
      return (diff(unit, change) - meanOf(among, change)) * (count > 1 ? Math.sqrt(count / (count - 1)) : 1);
    };
    for (const unit of treated) {
      const controls = controlsOf(unit);
      const peers = treated.filter(({ d, change }) => d[0] === unit.d[0] && change === unit.change);
      const cohort = peers.filter(({ d }) => d[unit.change] === unit.d[unit.change]);
      const all = [...peers, ...controls];
      sum += unit.sign * (diff(unit, unit.change) - meanOf(controls, unit.change));
      switchers++;
      scores.set(unit, scores.get(unit)! + unit.sign * centred(unit, unit.change, cohort, all));
      for (const control of controls)
        scores.set(
          control,
          scores.get(control)! - (unit.sign / controls.length) * centred(control, unit.change, controls, all),
        );
    }
    if (switchers === 0) return null;
    const byCluster = new Map<number, number>();
    for (const [{ cluster }, score] of scores) byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + score);
    const squares = [...byCluster.values()].reduce((total, score) => total + score * score, 0);
    return { event, estimate: sum / switchers, stdError: Math.sqrt(squares) / switchers, switchers };
  };
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);
  const effects = range(0, high).flatMap((event) => attempt(event, high) ?? []);
  const last = effects.at(-1)?.event ?? high;
  return [...range(low, -2).flatMap((event) => attempt(event, last) ?? []), ...effects];
}
