/* Binary outcomes */
sysuse lbw, clear
set seed 1234
gen lowwt:lbl = bwt < 2500
replace age = . if age == 99 | age < 0
tab race, gen(r_)
cap drop agesq
g agesq = age^2
logit low age agesq lwt i.race smoke [pw=w] if age>=18, vce(cluster hosp) nolog
margins, dydx(*) post
probit low c.age##c.age lwt ib2.race 1.smoke, r
margins, dydx(age) at(lwt=(100 150))
poisson visits age lwt smoke, exposure(months) irr
nbreg visits age lwt
tobit bwt age lwt, ll(0)
qreg bwt age lwt, q(.25)
heckman wage educ, select(work = kids age educ) twostep
svy: mean bwt
bysort race: reg bwt age
stepwise, pr(.2): reg bwt age lwt
ppmlhdfe visits age, a(hosp race) d
