# Rebuilds panel.csv from two Debian packages: apt-get install r-base-core r-cran-collapse r-cran-pwt9
library(collapse)
library(pwt9)
data(wlddev)
data(pwt9.1)
both <- merge(wlddev, pwt9.1, by.x = c("iso3c", "year"), by.y = c("isocode", "year"), suffixes = c("", "_pwt"))
used <- both[both$year >= 2006 & both$year <= 2017 & !is.na(both$GINI) & !is.na(both$hc), ]
complete <- names(which(table(as.character(used$iso3c)) == 12))
used <- used[used$iso3c %in% complete, ]
columns <- c("iso3c", "country", "region", "income", "year", "GINI", "hc", "rgdpe", "rgdpo", "rgdpna", "pop", "emp",
             "rtfpna", "ctfp", "labsh", "csh_i", "csh_g", "csh_x", "csh_m", "csh_c", "rnna", "rkna", "irr", "delta",
             "PCGDP", "LIFEEX", "POP", "pl_gdpo", "xr", "avh")
write.csv(used[order(used$iso3c, used$year), columns], "panel.csv", row.names = FALSE, na = "", quote = FALSE)
