/** The command of Stata that loads a column of the paper as an estimate. */
import type { ScriptFile } from '../data.ts';

export const stataLoader: ScriptFile = {
  path: 'papermake.ado',
  content: `*! Loads a model that papermake estimated, so that esttab, test and lincom can use it. It was not run in Stata when it was written.
* In the folder of the export:
*
*   papermake using "estimates/main.iv.txt"
*   estimates store iv
*   esttab iv
*
* It leaves e(b), e(V), e(N), e(df_r), e(N_clust), e(depvar), e(vce), e(node) and a scalar for each statistic.
program define papermake, eclass
    version 14
    syntax using/
    tempname b V
    mata: papermake_read(\`"\`using'"', "\`b'", "\`V'")
    if "\`df'" == "" ereturn post \`b' \`V', obs(\`nobs') depname(\`depvar')
    else ereturn post \`b' \`V', obs(\`nobs') dof(\`df') depname(\`depvar')
    if "\`clusters'" != "" ereturn scalar N_clust = \`clusters'
    foreach stat of local stats {
        gettoken name value : stat, parse("=")
        gettoken sign value : value, parse("=")
        ereturn scalar \`name' = \`value'
    }
    ereturn local vce \`"\`errors'"'
    ereturn local node \`"\`node'"'
    ereturn local depvar "\`depvar'"
    ereturn local cmd "papermake"
    ereturn display
end

version 14
mata:
void papermake_read(string scalar path, string scalar b_name, string scalar V_name)
{
    string colvector lines
    string rowvector words
    string matrix stripe
    real matrix V
    real rowvector b
    real scalar i

    lines = cat(path)
    if (rows(lines) < 2 | lines[1] != "papermake estimate" + char(9) + "1" | lines[rows(lines)] != "end") {
        errprintf("%s is no estimate of papermake, or not whole\\n", path)
        exit(610)
    }
    b = J(1, 0, .)
    stripe = J(0, 2, "")
    V = J(0, 0, .)
    for (i = 2; i < rows(lines); i++) {
        words = papermake_words(lines[i])
        if (words[1] == "nobs") st_local("nobs", words[2])
        else if (words[1] == "clusters") st_local("clusters", words[2])
        else if (words[1] == "df") st_local("df", words[2])
        else if (words[1] == "node") st_local("node", words[2])
        else if (words[1] == "errors") st_local("errors", words[2])
        else if (words[1] == "depvar") st_local("depvar", words[2])
        else if (words[1] == "stat") st_local("stats", st_local("stats") + " " + words[2] + "=" + words[3])
        else if (words[1] == "term") {
            b = b, strtoreal(words[4])
            stripe = stripe \\ ("", words[3])
        }
        else if (words[1] == "V") {
            if (rows(V) == 0) V = J(cols(b), cols(b), 0)
            V[strtoreal(words[2]), strtoreal(words[3])] = strtoreal(words[4])
            V[strtoreal(words[3]), strtoreal(words[2])] = strtoreal(words[4])
        }
    }
    if (rows(V) == 0) V = J(cols(b), cols(b), 0)
    st_matrix(b_name, b)
    st_matrixcolstripe(b_name, stripe)
    st_matrix(V_name, V)
    st_matrixcolstripe(V_name, stripe)
    st_matrixrowstripe(V_name, stripe)
}

string rowvector papermake_words(string scalar line)
{
    string rowvector words
    string scalar rest
    real scalar at

    words = J(1, 0, "")
    rest = line
    while ((at = strpos(rest, char(9))) > 0) {
        words = words, substr(rest, 1, at - 1)
        rest = substr(rest, at + 1, .)
    }
    return((words, rest))
}
end
`,
};
