*! Hands an estimation of Stata back to papermake: everything in e(), as text that papermake reads (docs/bridge.md).
* Run by steps of `kind: stata`, after the lines of their call. Numbers are written in %21x, which is exact.
program define papermake
	version 14
	syntax using/
	if `"`e(cmd)'"' == "" {
		display as error "the call left no estimation results: its last command estimates"
		exit 301
	}
	quietly count
	local rows = r(N)
	capture confirm matrix e(b)
	if _rc {
		display as error "`e(cmd)' left no e(b)"
		exit 321
	}
	mata: papermake_write(`"`using'"', `rows')
end

version 14
mata:
void papermake_write(string scalar path, real scalar rows)
{
	real scalar file, i, j
	string colvector names
	string matrix stripe
	real matrix b, V

	file = fopen(path, "w")
	fput(file, "rows " + strofreal(rows, "%21x"))
	names = st_dir("e()", "macro", "*")
	for (i = 1; i <= rows(names); i++) {
		fput(file, "macro " + names[i] + " " + subinstr(subinstr(st_global("e(" + names[i] + ")"), char(13), " "), char(10), " "))
	}
	names = st_dir("e()", "numscalar", "*")
	for (i = 1; i <= rows(names); i++) {
		fput(file, "scalar " + names[i] + " " + strofreal(st_numscalar("e(" + names[i] + ")"), "%21x"))
	}
	b = st_matrix("e(b)")
	stripe = st_matrixcolstripe("e(b)")
	for (j = 1; j <= cols(b); j++) {
		fput(file, "b " + strofreal(b[1, j], "%21x") + " " + stripe[j, 1] + char(9) + stripe[j, 2])
	}
	V = st_matrix("e(V)")
	for (i = 1; i <= rows(V); i++) {
		for (j = 1; j <= i; j++) {
			fput(file, "V " + strofreal(V[i, j], "%21x"))
		}
	}
	names = st_dir("global", "macro", "papermake_*")
	for (i = 1; i <= rows(names); i++) {
		fput(file, "stat " + substr(names[i], 11, .) + " " + st_global(names[i]))
	}
	fput(file, "end")
	fclose(file)
}
end
