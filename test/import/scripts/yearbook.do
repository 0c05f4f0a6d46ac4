********************************************************************
* Yearbook -> long, merged with the city panel, then baseline + heterogeneity
********************************************************************
clear all
cd "D:\papers\cities"
global raw "raw"
global ctrl lnpop fdi

import delimited "$raw/yearbook.csv", clear varnames(1)
rename 城市 city
reshape long gdp pop, i(city) j(year)
drop if missing(gdp)
save "temp/yearbook.dta", replace

import delimited using "$raw/cities.csv", clear case(preserve)
merge 1:1 city year using "temp/yearbook.dta", keep(1 3) nogen
gen lngdp = ln(gdp)
gen lnpop = ln(pop)
egen fdi_mean = mean(fdi), by(region)
bysort city (year): gen first = _n == 1
egen id = group(city)
xtset id year
gen dlngdp = D.lngdp
label var lngdp "GDP (log)"
recode year (2011/2014 = 0) (2015/max = 1), gen(post)
gen treat_post = treated * post
qui sum digital, d
local med = r(p50)
gen high = digital > `med'

eststo clear
foreach s in "" "$ctrl" {
    eststo: reghdfe lngdp treat_post `s', absorb(id year) vce(cluster id)
    estadd local city "Yes"
    estadd local controls = cond("`s'"=="","No","Yes")
}
esttab using "tables/base.tex", se r2 star(* 0.1 ** 0.05 *** 0.01) s(city N r2, label("City FE" "Observations" "R2")) replace

eststo clear
levelsof region, local(regions)
foreach r of local regions {
    eststo: reghdfe lngdp treat_post $ctrl if region == `r', absorb(id year) vce(cluster id)
}
forvalues r = 1/3 {
    quietly eststo h`r': reghdfe lngdp treat_post $ctrl if region == `r', absorb(id year) vce(cluster id)
}
esttab h1 h2 h3 using "tables/het.tex", se keep(treat_post) replace
reghdfe lngdp c.treat_post##c.fdi_mean i.year, a(id) cl(id)
reg lngdp i.region##c.lnpop if year >= 2013 & lnpop < ., r
