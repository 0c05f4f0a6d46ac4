* ---- firms: winsor, lags, loops over globals, nested macros ----
global Y1 "roa"
global Y2 "tobinq"
loc ctrl1 size lev
loc ctrl2 `ctrl1' growth
insheet using data/firms.csv, comma clear
drop if st == 1 | missing(size)
keep firm year roa tobinq size lev growth esg soe ind st
destring ind, replace force
winsor2 roa tobinq size lev growth, replace cuts(1 99) by(year)
xtset firm year
forv i=1/2 {
   forv j=1/2 {
      qui reghdfe ${Y`i'} L.esg `ctrl`j'', a(firm year) cl(firm)
      est store Y`i'_`j'
      outreg2 using firms.xls, append ctitle("${Y`i'}")  dec(3)
   }
}
ivreg2 roa size lev (esg = L.esg L2.esg) if soe==0, robust first
est store iv
preserve
collapse (mean) roa esg (sd) sd_roa=roa (count) n=roa, by(ind year)
reg roa esg [aw=n]
restore
xtile q4 = size, nq(4)
reg roa esg i.q4, vce(hc3)
test 2.q4 3.q4
replace esg = ln(1+esg)
reghdfe roa esg `ctrl2', noabsorb vce(cluster firm year)
if "$Y1" == "roa" {
  reg roa esg
}
else {
  reg tobinq esg
}
