#delimit ;
use "D:\project\data\fatal.dta", clear;
xtset state year;
gen lnpop = log(pop); gen dry2 = dry^2;
keep if year > 1982 & !missing(unemp);
ivregress 2sls frate unemp (beertax = spirits da18), vce(cluster state) small first;
est store iv1;
ivreg2 frate unemp
   (beertax = spirits da18), cluster(state) first;
est store iv2;
#delimit cr
ivreghdfe frate unemp (beertax = spirits da18), absorb(state year) cluster(state)
est sto iv3
xtivreg2 frate unemp (beertax = spirits da18), fe cluster(state) small
predict uhat, resid
regress frate uhat
outreg2 [iv1 iv2 iv3] using iv.doc, replace
