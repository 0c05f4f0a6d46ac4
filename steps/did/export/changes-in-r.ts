/** Functions of R for differences in differences of changes: of those whose treatment changes, and of ranks. */
export const changesInR = `
# Outcomes and treatments by unit and period, missing where there is none; the first treatment of each unit, and when and where to it changes.
# Outcomes count as missing once a treatment has been above and below the first one.
paths <- function(d, outcome, treatment, unit, time, cluster) {
  d <- d[!is.na(d[[treatment]]) & !is.na(d[[cluster]]), ]
  units <- unique(d[[unit]])
  periods <- sort(unique(d[[time]]))
  at <- cbind(match(d[[unit]], units), match(d[[time]], periods))
  wide <- function(values) {
    x <- matrix(NA_real_, length(units), length(periods))
    x[at] <- values
    x
  }
  dose <- wide(d[[treatment]])
  first <- apply(dose, 1, function(path) path[!is.na(path)][1])
  beyond <- dose - first
  change <- apply(beyond, 1, function(path) c(which(!is.na(path) & path != 0), length(periods) + 1)[1])
  sign <- sign(beyond[cbind(seq_along(units), pmin(change, length(periods)))])
  sign[change > length(periods)] <- 0
  list(y = wide(d[[outcome]]), dose = dose, first = first, beyond = beyond, change = change, sign = sign,
       cluster = d[[cluster]][match(units, d[[unit]])])
}

# The effect in the period in which treatments begin or end (de Chaisemartin and D'Haultfoeuille 2020).
joiners_and_leavers <- function(p) {
  total <- switchers <- 0
  for (t in 2:ncol(p$y)) for (before in 0:1) {
    change <- p$y[, t] - p$y[, t - 1]
    own <- !is.na(change) & p$dose[, t - 1] %in% before & !is.na(p$dose[, t])
    moves <- own & p$dose[, t] %in% (1 - before)
    stays <- own & p$dose[, t] %in% before
    if (!any(moves) || !any(stays)) next
    total <- total + (1 - 2 * before) * sum(moves) * (mean(change[moves]) - mean(change[stays]))
    switchers <- switchers + sum(moves)
  }
  total / switchers
}

# Changes of outcomes of units whose treatment has changed beside those of the same first treatment that has not (de Chaisemartin and D'Haultfoeuille
# 2024), in a period since the change; before -1 they are placebos. With same, units count that have all effects up to that period.
switchers <- function(p, event, same = NULL) {
  periods <- ncol(p$y)
  for (t in seq_len(periods)) {
    above <- rowSums(p$beyond[, seq_len(t), drop = FALSE] > 0, na.rm = TRUE) > 0
    below <- rowSums(p$beyond[, seq_len(t), drop = FALSE] < 0, na.rm = TRUE) > 0
    p$y[above & below, t] <- NA
  }
  counts <- rep(TRUE, nrow(p$y))
  if (!is.null(same)) {
    controlled <- ave(p$change, p$first, FUN = max) - 1
    counts <- p$change + same <= pmin(periods, controlled)
    for (i in which(counts)) counts[i] <- !anyNA(p$y[i, (p$change[i] - 1):(p$change[i] + same)])
  }
  length <- if (event >= 0) event + 1 else -event - 1
  found <- list(sum = 0, switchers = 0, dose = 0, current = 0, scores = numeric(nrow(p$y)), cluster = p$cluster)
  clusters <- function(units) length(unique(p$cluster[units]))
  for (f in sort(unique(p$first))) for (t in 2:periods) {
    seen <- t - 1 + length
    to <- if (event >= 0) seen else t - 1 - length
    if (to < 1 || seen > periods) next
    change <- p$y[, to] - p$y[, t - 1]
    has <- p$first == f & !is.na(change) & !is.na(p$y[, seen])
    treated <- which(has & p$change == t & counts)
    controls <- which(has & p$change > seen)
    if (length(treated) == 0 || length(controls) == 0) next
    found$sum <- found$sum + sum(p$sign[treated] * (change[treated] - mean(change[controls])))
    found$current <- found$current + sum(abs(p$beyond[treated, seen]), na.rm = TRUE)
    found$dose <- found$dose + sum(abs(p$beyond[treated, t:seen]), na.rm = TRUE)
    found$switchers <- found$switchers + length(treated)
    groups <- c(split(treated, p$dose[treated, t]), list(controls))
    for (k in seq_along(groups)) {
      own <- groups[[k]]
      mean_of <- if (clusters(own) < 2) c(treated, controls) else own
      lost <- if (clusters(mean_of) < 2) 1 else sqrt(clusters(mean_of) / (clusters(mean_of) - 1))
      weight <- if (k < length(groups)) p$sign[own] else -sum(p$sign[treated]) / length(controls)
      found$scores[own] <- found$scores[own] + weight * lost * (change[own] - mean(change[mean_of]))
    }
  }
  found
}

# An effect of a switcher with its error, or of what it is treated until then.
of_switchers <- function(found, normalized = FALSE) {
  c(found$sum, sqrt(sum(rowsum(found$scores, found$cluster)^2))) / if (normalized) found$dose else found$switchers
}

# The mean effect of what switchers are treated.
of_doses <- function(all) {
  total <- function(name) Reduce(\`+\`, lapply(all, function(found) found[[name]]))
  c(total("sum"), sqrt(sum(rowsum(total("scores"), all[[1]]$cluster)^2))) / total("current")
}

# The smallest value up to which the share of values is no smaller.
inverse_share <- function(x, q) sort(x)[pmax(1, ceiling(q * length(x) * (1 - 1e-12)))]

# Outcomes of the treated after treatment, and those of before moved as outcomes of the same rank moved among the others (Athey and Imbens 2006).
changes_in_changes <- function(d, outcome, time, first) {
  after <- d[[time]] == max(d[[time]])
  ever <- d[[first]] != 0 & d[[first]] <= max(d[[time]])
  y <- function(group, period) d[[outcome]][ever == group & after == period]
  before <- y(FALSE, FALSE)
  rank <- vapply(y(TRUE, FALSE), function(value) mean(before <= value), 1)
  list(treated = y(TRUE, TRUE), without = inverse_share(y(FALSE, TRUE), rank))
}
mean_change <- function(m) mean(m$treated) - mean(m$without)
change_at <- function(m, q) inverse_share(m$treated, q) - inverse_share(m$without, q)
`;
