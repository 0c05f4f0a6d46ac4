/** Functions of Python for differences in differences of changes: of those whose treatment changes, and of ranks. */
export const changesInPython = `

class Paths:
    """Outcomes and treatments by unit and period, missing where there is none; the first treatment of each unit, and when and where to it
    changes."""

    def __init__(self, d, outcome, treatment, unit, time, cluster):
        d = d[d[treatment].notna() & d[cluster].notna()]
        row, units = pd.factorize(d[unit])
        column, periods = pd.factorize(d[time].to_numpy(dtype=float), sort=True)

        def wide(values):
            x = np.full((len(units), len(periods)), np.nan)
            x[row, column] = values.to_numpy(dtype=float, na_value=np.nan)
            return x

        self.y, self.dose = wide(d[outcome]), wide(d[treatment])
        at = np.arange(len(units))
        self.first = self.dose[at, (~np.isnan(self.dose)).argmax(axis=1)]
        self.beyond = self.dose - self.first[:, None]
        moved = np.nan_to_num(self.beyond) != 0
        self.change = np.where(moved.any(axis=1), moved.argmax(axis=1), len(periods))
        self.sign = np.where(moved.any(axis=1), np.sign(self.beyond[at, moved.argmax(axis=1)]), 0)
        self.cluster = pd.factorize(d.groupby(unit, sort=False)[cluster].first())[0]


def paths(*args):
    return Paths(*args)


def joiners_and_leavers(p):
    """The effect in the period in which treatments begin or end (de Chaisemartin and D'Haultfoeuille 2020)."""
    total = switchers = 0
    for t in range(1, p.y.shape[1]):
        for before in (0, 1):
            change = p.y[:, t] - p.y[:, t - 1]
            own = ~np.isnan(change) & (p.dose[:, t - 1] == before)
            moves, stays = own & (p.dose[:, t] == 1 - before), own & (p.dose[:, t] == before)
            if moves.any() and stays.any():
                total += (1 - 2 * before) * moves.sum() * (change[moves].mean() - change[stays].mean())
                switchers += moves.sum()
    return total / switchers


def switchers(p, event, same=None):
    """Changes of outcomes of units whose treatment has changed beside those of the same first treatment that has not (de Chaisemartin and
    D'Haultfoeuille 2024), in a period since the change; before -1 they are placebos. Outcomes count as missing once a treatment has been above
    and below the first one. With same, units count that have all effects up to that period."""
    n, periods = p.y.shape
    ever = lambda x: np.maximum.accumulate(x, axis=1)
    y = np.where(ever(p.beyond > 0) & ever(p.beyond < 0), np.nan, p.y)
    counts = np.ones(n, dtype=bool)
    if same is not None:
        controlled = pd.Series(p.change).groupby(p.first).transform("max").to_numpy() - 1
        counts = p.change + same <= np.minimum(periods - 1, controlled)
        for i in np.flatnonzero(counts):
            counts[i] = not np.isnan(y[i, p.change[i] - 1 : p.change[i] + same + 1]).any()
    length = event + 1 if event >= 0 else -event - 1
    found = {"sum": 0.0, "switchers": 0, "dose": 0.0, "current": 0.0, "scores": np.zeros(n), "cluster": p.cluster}
    clusters = lambda units: len(np.unique(p.cluster[units]))
    for f in np.unique(p.first):
        for t in range(1, periods):
            seen = t - 1 + length
            to = seen if event >= 0 else t - 1 - length
            if to < 0 or seen >= periods:
                continue
            change = y[:, to] - y[:, t - 1]
            has = (p.first == f) & ~np.isnan(change) & ~np.isnan(y[:, seen])
            treated, controls = np.flatnonzero(has & (p.change == t) & counts), np.flatnonzero(has & (p.change > seen))
            if len(treated) == 0 or len(controls) == 0:
                continue
            found["sum"] += p.sign[treated] @ (change[treated] - change[controls].mean())
            found["current"] += np.nansum(abs(p.beyond[treated, seen]))
            found["dose"] += np.nansum(abs(p.beyond[treated, t : seen + 1]))
            found["switchers"] += len(treated)
            groups = [(treated[p.dose[treated, t] == dose], p.sign) for dose in np.unique(p.dose[treated, t])]
            groups.append((controls, np.full(n, -p.sign[treated].sum() / len(controls))))
            for own, weight in groups:
                mean_of = np.concatenate([treated, controls]) if clusters(own) < 2 else own
                count = clusters(mean_of)
                lost = np.sqrt(count / (count - 1)) if count > 1 else 1
                found["scores"][own] += weight[own] * lost * (change[own] - change[mean_of].mean())
    return found


def of_switchers(found, normalized=False):
    """An effect of a switcher with its error, or of what it is treated until then."""
    unit = found["dose"] if normalized else found["switchers"]
    return found["sum"] / unit, np.sqrt((np.bincount(found["cluster"], found["scores"]) ** 2).sum()) / unit


def of_doses(all):
    """The mean effect of what switchers are treated."""
    total = lambda name: sum(found[name] for found in all)
    error = np.sqrt((np.bincount(all[0]["cluster"], total("scores")) ** 2).sum())
    return total("sum") / total("current"), error / total("current")


def inverse_share(x, q):
    """The smallest value up to which the share of values is no smaller."""
    return np.sort(x)[np.maximum(1, np.ceil(q * len(x) * (1 - 1e-12))).astype(int) - 1]


def changes_in_changes(d, outcome, time, first):
    """Outcomes of the treated after treatment, and those of before moved as outcomes of the same rank moved among the others (Athey and Imbens
    2006)."""
    y, at, begin = (d[name].to_numpy(dtype=float) for name in (outcome, time, first))
    after, ever = at == at.max(), (begin != 0) & (begin <= at.max())
    before = y[~ever & ~after]
    rank = np.array([(before <= value).mean() for value in y[ever & ~after]])
    return {"treated": y[ever & after], "without": inverse_share(y[~ever & after], rank)}


def mean_change(m):
    return m["treated"].mean() - m["without"].mean()


def change_at(m, q):
    return inverse_share(m["treated"], q) - inverse_share(m["without"], q)
`;
