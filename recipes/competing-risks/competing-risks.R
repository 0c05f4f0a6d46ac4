# Competing risks: subdistribution hazards (Fine & Gray 1999, JASA 94:496), and cumulative incidence (Aalen & Johansen 1978).

# The subdistribution hazard of one cause. `status` is 0 where a spell is censored, and the number of the cause that ended it. Errors are the
# robust ones of the weighted partial likelihood, with the spell as its cluster.
subdistribution <- function(data, time, status, cause, covariates) {
  check_spells(data, time, status)
  if (!cause %in% data[[status]]) stop("no spell ends by cause ", cause, ": `", status, "` has ", paste(sort(unique(data[[status]])), collapse = ", "), call. = FALSE)
  causes <- sort(setdiff(unique(data[[status]]), 0))
  data$.exit <- factor(data[[status]], c(0, causes))
  data$.spell <- seq_len(nrow(data))
  event <- as.formula(paste0("survival::Surv(", time, ", .exit) ~ ", paste(c(covariates, ".spell"), collapse = " + ")))
  long <- survival::finegray(event, data, etype = as.character(cause))
  right <- paste(covariates, collapse = " + ")
  fit <- survival::coxph(as.formula(paste("survival::Surv(fgstart, fgstop, fgstatus) ~", right)), long, weights = fgwt, ties = "breslow", id = .spell, robust = TRUE, cluster = .spell)
  counts <- table(data$.exit)
  list(
    estimator = "Fine\u2013Gray", outcome = time, nobs = nrow(data), dfResid = Inf,
    vcovInfo = list(type = "other", text = "the robust variance, with each spell as its cluster"),
    terms = data.frame(term = names(coef(fit)), estimate = unname(coef(fit)), stdError = unname(sqrt(diag(vcov(fit))))),
    stats = list(nEvents = counts[[as.character(cause)]], nCompeting = sum(counts) - counts[["0"]] - counts[[as.character(cause)]], nCensored = counts[["0"]])
  )
}

# The share of spells that each cause has ended by a time: a row for each cause and each time of `at`.
incidence <- function(data, time, status, at) {
  check_spells(data, time, status)
  causes <- sort(setdiff(unique(data[[status]]), 0))
  fit <- survival::survfit(survival::Surv(data[[time]], factor(data[[status]], c(0, causes))) ~ 1)
  do.call(rbind, lapply(seq_along(causes), function(k)
    data.frame(time = at, cause = causes[k], share = c(0, fit$pstate[, k + 1])[1 + findInterval(at, fit$time)])))
}

check_spells <- function(data, time, status) {
  if (any(is.na(data[[time]]) | is.na(data[[status]]))) stop("`", time, "` or `", status, "` is missing in some rows: leave these out by `sample`", call. = FALSE)
  if (any(data[[time]] <= 0)) stop("`", time, "` is not above 0 in ", sum(data[[time]] <= 0), " row(s)", call. = FALSE)
  if (length(setdiff(unique(data[[status]]), 0)) < 2) stop("`", status, "` has one cause alone: `estimator: cox` is for that", call. = FALSE)
}
