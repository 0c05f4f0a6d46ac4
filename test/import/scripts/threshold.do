// Threshold regression (Hansen 1999; Wang 2015)
use data/small.dta, clear
xtset firm year
xtbalance, range(2003 2012) miss(_all)
#delimit ;
local x size lev
  cash;
xthreg inv `x', rx(q) qx(debt) thnum(1) grid(100) trim(0.05) bs(100) vce(robust);
#delimit cr
est store th
quietly {
  forvalues k = 1(1)2 {
    xtreg inv q `x' L`k'.debt, fe vce(cluster firm)
    est store fe`k'
  }
}
xtreg inv q `x', re
est sto re
hausman fe1 re
xtabond2 inv L.inv q `x', gmm(L.inv, lag(1 3) collapse) iv(q `x', eq(level)) twostep robust small
xtscc inv q `x', fe lag(2)
newey inv q, lag(2) force
mata: st_view(X=., ., "inv")
program define mytab
  args y
  reg `y' q
end
mytab inv
