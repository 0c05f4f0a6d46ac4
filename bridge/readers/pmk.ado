*! Reader of papermake results: numbers, tables and figures of a project, by name, in any do-file or dynamic document of Stata.
*
*   pmk number baseline.main.x         the number: r(value), and r(text) as the text of a paper prints it
*   pmk table tables.main              the path of the table: r(path); format(tex) chooses another format than md
*   pmk figure trend                   the path of the figure: r(path); format(pdf) chooses another format than png
*   pmk check                          an error unless all results are up to date
*
* A name that holds quotes stands in compound quotes: pmk number `"baseline.main["x^2"]"'. The option digest(3fa9) refuses a result
* of another digest, which is r(digest). root(DIR) names another project than the one above the working directory, index(FILE) another
* index, and absent(allow) reads results though files that they were made from are not here.
*
* The command papermake reader stata wrote this file. It needs Stata 14 or later alone and reads out/results.tsv, which each run of papermake
* brings up to date. A result that is not up to date ends with return code 459, any other error with 111. docs/readers.md says more.
program define pmk, rclass
    version 14
    gettoken action 0 : 0, parse(" ,")
    local known = inlist("`action'", "number", "table", "figure", "check")
    if !`known' {
        display as error "expected pmk number, pmk table, pmk figure or pmk check"
        exit 198
    }
    local name ""
    if "`action'" != "check" {
        gettoken name 0 : 0, parse(" ,")
        if `"`name'"' == "" | `"`name'"' == "," {
            display as error "expected a name: pmk `action' NAME"
            exit 198
        }
    }
    syntax [, Digest(string) Format(string) ROOT(string) INDEX(string) ABSent(string)]
    if "`index'" == "" local index "out/results.tsv"
    if "`absent'" == "" local absent "error"
    if !inlist("`absent'", "error", "allow") {
        display as error "expected absent(error) or absent(allow)"
        exit 198
    }
    tempname value
    local text ""
    local path ""
    local found ""
    mata: pmk_`action'("`value'")
    if "`action'" == "number" {
        display as text `"`text'"'
        return scalar value = `value'
        return local text `"`text'"'
    }
    if inlist("`action'", "table", "figure") {
        display as text `"`path'"'
        return local path `"`path'"'
    }
    if "`action'" == "check" display as text "all results are up to date"
    else return local digest "`found'"
end

version 14
mata:

void pmk_stop(string scalar message, real scalar code)
{
    errprintf("%s\n", message)
    exit(code)
}

void pmk_stale(string scalar message)
{
    pmk_stop(message + "; run papermake", 459)
}

string scalar pmk_root(string scalar asked, string scalar index)
{
    string scalar at
    real scalar cut

    at = subinstr(asked == "" ? pwd() : asked, "\", "/")
    while (1) {
        if (substr(at, strlen(at), 1) == "/") at = substr(at, 1, strlen(at) - 1)
        if (fileexists(at + "/" + index)) return(at)
        cut = strrpos(at, "/")
        if (asked != "" | cut == 0) break
        at = substr(at, 1, cut - 1)
    }
    pmk_stop("there is no " + index + ": papermake reader stata writes it", 601)
    return("")
}

// Lines of the index, in which a tab stands between fields.
string colvector pmk_index(string scalar root)
{
    string colvector lines
    real scalar i

    lines = cat(root + "/" + st_local("index"))
    for (i = 1; i <= rows(lines); i++) {
        if (substr(lines[i], strlen(lines[i]), 1) == char(13)) lines[i] = substr(lines[i], 1, strlen(lines[i]) - 1)
    }
    if (rows(lines) == 0) lines = ""
    if (lines[1] != "papermake-results" + char(9) + "1") {
        pmk_stop("the index is none that this reader knows: papermake reader stata writes both anew", 111)
    }
    return(lines)
}

string scalar pmk_plain(string scalar field)
{
    string scalar plain

    plain = subinstr(field, "\\", char(1))
    plain = subinstr(plain, "\t", char(9))
    plain = subinstr(plain, "\n", char(10))
    plain = subinstr(plain, "\r", char(13))
    return(subinstr(plain, char(1), "\"))
}

string rowvector pmk_fields(string scalar line)
{
    string rowvector fields
    string scalar rest
    real scalar at

    fields = J(1, 0, "")
    rest = line
    while ((at = strpos(rest, char(9))) > 0) {
        fields = fields, pmk_plain(substr(rest, 1, at - 1))
        rest = substr(rest, at + 1, .)
    }
    return((fields, pmk_plain(rest)))
}

// Records of one kind, each as the text of its line.
string colvector pmk_records(string colvector lines, string scalar kind)
{
    return(select(lines, substr(lines, 1, strlen(kind) + 1) :== (kind + char(9))))
}

string scalar pmk_hex(real scalar number)
{
    string scalar digits

    digits = inbase(16, number)
    return(substr("0000", 1, 4 - strlen(digits)) + digits)
}

// Size of a file and its Adler-32 (RFC 1950, section 8.2), with a blank between them.
string scalar pmk_adler32(string scalar path)
{
    real scalar handle, size, a, b, n
    real rowvector bytes
    string matrix piece

    handle = fopen(path, "r")
    size = 0
    a = 1
    b = 0
    while ((piece = fread(handle, 65536)) != J(0, 0, "")) {
        bytes = ascii(piece)
        n = cols(bytes)
        b = mod(b + n * a + bytes * (n::1), 65521)
        a = mod(a + sum(bytes), 65521)
        size = size + n
    }
    fclose(handle)
    return(strtrim(strofreal(size, "%20.0f")) + " " + pmk_hex(b) + pmk_hex(a))
}

void pmk_verify_file(string scalar root, string scalar path, string scalar expected, real scalar is_source)
{
    if (!fileexists(root + "/" + path)) {
        if (is_source & st_local("absent") == "allow") return
        pmk_stale(path + " is not there")
    }
    if (pmk_adler32(root + "/" + path) != expected) pmk_stale(path + " has changed since the last run")
}

void pmk_verify_source(string scalar root, string colvector lines, string scalar number)
{
    string colvector sources
    string rowvector fields
    real scalar i

    sources = pmk_records(lines, "source")
    for (i = 1; i <= rows(sources); i++) {
        fields = pmk_fields(sources[i])
        if (fields[2] == number) pmk_verify_file(root, fields[3], fields[4] + " " + fields[7], 1)
    }
}

void pmk_verify_common(string scalar root, string colvector lines)
{
    string colvector common
    string rowvector fields
    real scalar i

    common = pmk_records(lines, "common")
    for (i = 1; i <= rows(common); i++) {
        fields = pmk_fields(common[i])
        pmk_verify_source(root, lines, fields[2])
    }
}

// The digest of a result; an error unless the node has one, and nothing that it was made from has changed.
string scalar pmk_verify(string scalar root, string colvector lines, string scalar node)
{
    string colvector records
    string rowvector fields, sources
    real scalar i, j

    pmk_verify_common(root, lines)
    records = pmk_records(lines, "absent")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        if (fields[2] == node) pmk_stale(node + " cannot be read: " + fields[3])
    }
    records = pmk_records(lines, "node")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        if (fields[2] != node) continue
        sources = tokens(fields[4])
        for (j = 1; j <= cols(sources); j++) pmk_verify_source(root, lines, sources[j])
        return(fields[3])
    }
    pmk_stop(node + " is not in the index: papermake reader stata takes in all results", 111)
    return("")
}

void pmk_verify_digest(string scalar name, string scalar digest)
{
    string scalar wanted

    st_local("found", digest)
    wanted = st_local("digest")
    if (wanted == "") return
    if (strlen(wanted) >= 4 & substr(digest, 1, strlen(wanted)) == wanted) return
    pmk_stale(name + " has the digest " + substr(digest, 1, 12) + ", expected " + wanted)
}

real scalar pmk_is_of(string scalar name, string scalar node)
{
    string scalar next

    next = substr(name, strlen(node) + 1, 1)
    return(substr(name, 1, strlen(node)) == node & (next == "" | next == "." | next == "["))
}

// A path as the index has it: short forms of fields, and names of nodes that stand for others.
string colvector pmk_spellings(string colvector lines, string scalar name)
{
    string colvector spelled, aliases
    string rowvector fields
    string scalar field, front
    real scalar i, j, before, cut

    spelled = name
    cut = strrpos(name, ".")
    field = substr(name, cut + 1, .)
    front = substr(name, 1, cut)
    if (field == "b") spelled = spelled \ (front + "estimate")
    if (field == "se") spelled = spelled \ (front + "stdError")
    if (field == "t") spelled = spelled \ (front + "statistic")
    if (field == "p") spelled = spelled \ (front + "pValue")
    aliases = pmk_records(lines, "alias")
    for (i = 1; i <= rows(aliases); i++) {
        fields = pmk_fields(aliases[i])
        before = rows(spelled)
        for (j = 1; j <= before; j++) {
            if (pmk_is_of(spelled[j], fields[2])) {
                spelled = spelled \ (fields[3] + substr(spelled[j], strlen(fields[2]) + 1, .))
            }
        }
    }
    return(spelled)
}

void pmk_number(string scalar value)
{
    string scalar root, name
    string colvector lines, spelled, numbers
    string rowvector fields
    real scalar i, j

    root = pmk_root(st_local("root"), st_local("index"))
    lines = pmk_index(root)
    name = st_local("name")
    spelled = pmk_spellings(lines, name)
    numbers = pmk_records(lines, "number") \ pmk_records(lines, "undefined")
    for (i = 1; i <= rows(numbers); i++) {
        fields = pmk_fields(numbers[i])
        if (!anyof(spelled, fields[2])) continue
        pmk_verify_digest(name, pmk_verify(root, lines, fields[3]))
        if (fields[1] == "undefined") pmk_stop(name + " is not defined: " + fields[5], 111)
        st_numscalar(value, strtoreal(fields[4]))
        st_local("text", fields[5])
        return
    }
    pmk_verify_common(root, lines)
    numbers = pmk_records(lines, "absent")
    for (i = 1; i <= rows(numbers); i++) {
        fields = pmk_fields(numbers[i])
        for (j = 1; j <= rows(spelled); j++) {
            if (pmk_is_of(spelled[j], fields[2])) pmk_stale(fields[2] + " cannot be read: " + fields[3])
        }
    }
    pmk_stop("no number is called " + name, 111)
}

// The file of a table or a figure by its node, or by the end of its name where one node alone has it.
void pmk_file(string rowvector extensions)
{
    string scalar root, name, node
    string colvector lines, records, nodes, spelled, named
    string rowvector fields
    real scalar i, j

    root = pmk_root(st_local("root"), st_local("index"))
    lines = pmk_index(root)
    name = st_local("name")
    spelled = pmk_spellings(lines, name)
    records = pmk_records(lines, "file") \ pmk_records(lines, "absent")
    nodes = J(0, 1, "")
    named = J(0, 1, "")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        node = fields[2]
        if (anyof(spelled, node)) nodes = nodes \ node
        if (substr(node, -strlen(name) - 1, .) == "." + name) named = named \ node
    }
    if (rows(nodes) == 0) nodes = named
    nodes = uniqrows(nodes)
    if (rows(nodes) == 0) {
        pmk_verify_common(root, lines)
        pmk_stop("no table or figure is called " + name, 111)
    }
    if (rows(nodes) > 1) pmk_stop(name + " may be " + invtokens(nodes', " or "), 111)
    node = nodes[1]
    pmk_verify_digest(name, pmk_verify(root, lines, node))
    if (st_local("format") != "") extensions = st_local("format")
    records = pmk_records(lines, "file")
    for (j = 1; j <= cols(extensions); j++) {
        for (i = 1; i <= rows(records); i++) {
            fields = pmk_fields(records[i])
            if (fields[2] != node | pathsuffix(fields[3]) != "." + extensions[j]) continue
            pmk_verify_file(root, fields[3], fields[4] + " " + fields[7], 0)
            st_local("path", root + "/" + fields[3])
            return
        }
    }
    pmk_stop(node + " has no ." + invtokens(extensions, ", .") + ": add it to formats:", 111)
}

void pmk_table(string scalar value)
{
    pmk_file(("md", "html", "tex"))
}

void pmk_figure(string scalar value)
{
    pmk_file(("png", "svg", "pdf"))
}

// An error at the first result that is not up to date.
void pmk_check(string scalar value)
{
    string scalar root
    string colvector lines, records
    string rowvector fields
    real scalar i

    root = pmk_root(st_local("root"), st_local("index"))
    lines = pmk_index(root)
    records = pmk_records(lines, "source")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        pmk_verify_file(root, fields[3], fields[4] + " " + fields[7], 1)
    }
    records = pmk_records(lines, "absent")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        pmk_stale(fields[2] + " cannot be read: " + fields[3])
    }
    records = pmk_records(lines, "file")
    for (i = 1; i <= rows(records); i++) {
        fields = pmk_fields(records[i])
        pmk_verify_file(root, fields[3], fields[4] + " " + fields[7], 0)
    }
}

end
