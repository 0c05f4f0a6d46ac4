* Replication: new-quality productive forces and the income gap
version 16
clear all
set more off
cap log close
log using out.log, replace
global data "data"
local controls "education patent digeco"   // baseline controls

import delimited "$data/panel.csv", clear
label variable nqp "New-quality productive forces"
label var gap "Income gap"
encode province, gen(prov)
xtset prov year

/* winsorise the main variables
   at 1 and 99 */
winsor2 nqp `controls', cuts(1 99) replace
gen lnincome = ln(urban_income)
gen east = (region == "East")
gen byte late = 0
replace late = 1 if year >= 2016
drop if year == 2020

summarize gap nqp `controls'
pwcorr gap nqp `controls', sig

*--- Table 2
eststo clear
qui eststo m1: xtreg gap nqp, fe vce(cluster prov)
qui eststo m2: xtreg gap nqp `controls', fe ///
	vce(cluster prov)
qui eststo m3: reghdfe gap nqp `controls', absorb(prov year) cluster(prov)
esttab m1 m2 m3 using table2.rtf, replace b(3) se(3) star(* 0.10 ** 0.05 *** 0.01) ///
	title("Baseline") mtitles("FE" "FE" "TWFE") r2 nogaps

* Table 3: outcomes and regions
eststo clear
foreach y in gap lnincome {
	eststo `y'_all: reghdfe `y' nqp `controls', a(prov year) vce(cl prov)
}
foreach r in East Central West {
	eststo r_`r': reghdfe gap nqp `controls' if region == "`r'", a(prov year) vce(cl prov)
}
eststo lag: xtreg gap L.nqp `controls' i.year, fe r
test education patent
lincom education - 2*patent
nlcom (ratio: _b[education] / _b[patent]) (_b[L.nqp]^2 + ln(exp(_b[_cons])))
esttab, se
graph twoway scatter gap nqp
log close
