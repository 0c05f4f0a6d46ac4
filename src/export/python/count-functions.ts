/** Functions of Python scripts that estimate zero-inflated counts, written out in numpy and scipy. */
export const countFunctions = `

def inflated_ml(y, X, Z, law, offset=0.0, weights=1.0):
    """Zero-inflated counts, with a logit of zeros that no count explains. Second derivatives are complex steps of the first ones; a search by
    slopes from several places comes near the maximum."""
    from scipy import optimize, special

    seen, shift = y.to_numpy(dtype=float), np.asarray(offset, dtype=float)
    none, n = seen == 0, len(seen)

    def density(count, x, a):
        """ln f with its derivatives by the index and by ln(alpha)."""
        mu = np.exp(x)
        if a is None:
            return count * x - mu - special.gammaln(count + 1), count - mu, 0 * x
        m = np.exp(-a)
        share = np.log(m / (m + mu))
        ll = special.loggamma(count + m) - special.loggamma(m) - special.gammaln(count + 1) + m * share + count * (x + a + share)
        by_a = -m * (special.psi(count + m) - special.psi(m) + share + (mu - count) / (m + mu))
        return ll, (count - mu) * m / (m + mu), by_a

    def found(x, t, a=None):
        (l, by_x, by_a), (l0, x0, a0) = density(seen, x + shift, a), density(np.zeros(n), x + shift, a)
        p = 1 / (1 + np.exp(-t))
        q = 1 / (1 + np.exp(l0 - t))
        ll = np.where(none, np.log(np.exp(t) + np.exp(l0)), l) - np.log(1 + np.exp(t))
        slopes = [np.where(none, (1 - q) * x0, by_x), np.where(none, q, 0) - p, np.where(none, (1 - q) * a0, by_a)]
        return ll, slopes[: 2 if a is None else 3]

    def rows(*at):
        h = 1e-30
        moved = [found(*(value + (1j * h if i == j else 0j) for i, value in enumerate(at)))[1] for j in range(len(at))]
        ll, first = found(*at)
        return ll, first, [[np.imag(moved[j][i]) / h for j in range(len(at))] for i in range(len(at))]

    Z = Z.rename(columns=lambda name: f"{name} | inflate")
    designs = [X, Z, *([parameter("/lnalpha", n)] if law == "NB2" else [])]
    blocks = [design.to_numpy(dtype=float) for design in designs]
    of = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    size = np.maximum(1e-8, np.concatenate([np.abs(block).max(axis=0) for block in blocks]))
    w = np.broadcast_to(np.asarray(weights, dtype=float), n)

    def less(b):
        with np.errstate(all="ignore"):
            ll, slopes = found(*(block @ (b / size)[of == j] for j, block in enumerate(blocks)))
        value, slope = -np.sum(w * ll), -np.concatenate([(w * g) @ block for g, block in zip(slopes, blocks)]) / size
        return (value, slope) if np.isfinite(value) else (1e300, np.zeros(len(b)))

    first = sm.GLM(seen, blocks[0], family=sm.families.Poisson(), offset=np.broadcast_to(shift, n), freq_weights=w).fit().params
    constant = (blocks[1] == 1).all(axis=0)
    tries = []
    for t in (-1, 0, 1):
        start = np.concatenate([first, t * constant, [-0.5] if law == "NB2" else []])
        tries.append(optimize.minimize(less, start * size, jac=True, method="BFGS", options={"maxiter": 2000, "gtol": 1e-7}))
    return maximised(rows, designs, min(tries, key=lambda each: each.fun).x / size, w)
`;
