"""Reader of papermake results: numbers, tables and figures of a project, by name, in any notebook or script of Python.

    from papermake import pmk, pmk_text, pmk_table, pmk_figure, pmk_digest, pmk_check
    pmk("baseline.main.x")          the number, with all its digits
    pmk_text("baseline.main.x")     the same as the text of a paper prints it
    pmk_table("tables.main")        the table, which notebooks and Quarto show in the format of the document
    pmk_figure("trend")             the figure, likewise; str() of it is its path
    pmk_digest("baseline.main.x")   the digest of the result; pmk("baseline.main.x", digest="3fa9") refuses another
    pmk_check()                     an error unless all results are up to date

`papermake reader python` wrote this file. It needs the standard library alone (3.8 or later) and reads out/results.tsv, which each run of
papermake brings up to date. A result that is not up to date raises `Stale`; any other error is a `PapermakeError`. docs/readers.md says more.
"""

import difflib
import hashlib
import os
import re

__all__ = [
    "pmk", "pmk_text", "pmk_table", "pmk_figure", "pmk_digest", "pmk_check", "pmk_project", "PapermakeError", "Stale", "Undefined",
]  # fmt: skip

HEAD = "papermake-results\t1"
LONG = {"b": "estimate", "se": "stdError", "t": "statistic", "p": "pValue"}


class PapermakeError(Exception):
    """A name that no result has, or a project that is not there."""


class Stale(PapermakeError):
    """A result that is not up to date."""

    def __init__(self, message):
        super().__init__(f"{message}; run `papermake`")


class Undefined(PapermakeError):
    """A statistic that is not defined; the message says why."""


_asked = {"root": None, "index": "out/results.tsv", "absent": "error"}
_held = {}
_digests = {}


def pmk_project(root=None, index="out/results.tsv", absent="error"):
    """Names another project than the one above the working directory; its folder.

    `index` is the path of the index from the project. `absent="allow"` reads results though files they were made from are not here, as
    where data are not shared.
    """
    if absent not in ("error", "allow"):
        raise ValueError(f"expected `error` or `allow`, got `{absent}`")
    _asked.update(root=root, index=index, absent=absent)
    return _root()


def _root():
    index = _asked["index"]
    if _asked["root"] is not None:
        if not os.path.isfile(os.path.join(_asked["root"], index)):
            raise PapermakeError(f"there is no `{index}` in `{_asked['root']}`: `papermake reader python` writes it")
        return os.path.abspath(_asked["root"])
    at = os.path.abspath(os.getcwd())
    while not os.path.isfile(os.path.join(at, index)):
        above = os.path.dirname(at)
        if above == at:
            raise PapermakeError(f"there is no `{index}` in this folder or above it: `papermake reader python` writes it")
        at = above
    return at


def _stamp(path):
    stat = os.stat(path)
    return stat.st_size, stat.st_mtime_ns


def _plain(field):
    if "\\" not in field:
        return field
    signs = {"t": "\t", "n": "\n", "r": "\r"}
    return re.sub(r"\\(.)", lambda found: signs.get(found[1], found[1]), field)


class _Index:
    def __init__(self, root, text):
        self.root = root
        self.sources, self.common, self.nodes, self.absent = {}, [], {}, {}
        self.aliases, self.numbers, self.undefined, self.files = {}, {}, {}, {}
        for line in re.split(r"\r?\n", text)[1:]:
            kind, *fields = [_plain(field) for field in line.split("\t")]
            if kind == "source":
                self.sources[fields[0]] = (fields[1], fields[3])
            elif kind == "common":
                self.common.append(fields[0])
            elif kind == "node":
                self.nodes[fields[0]] = (fields[1], fields[2].split())
            elif kind == "absent":
                self.absent[fields[0]] = fields[1]
            elif kind == "alias":
                self.aliases[fields[0]] = fields[1]
            elif kind in ("number", "undefined"):
                kept = self.numbers if kind == "number" else self.undefined
                kept.setdefault(fields[0], (fields[1], fields[2], fields[3]))
            elif kind == "file":
                self.files.setdefault(fields[0], []).append((fields[1], fields[3]))


def _index():
    root = _root()
    path = os.path.join(root, _asked["index"])
    stamp = (path, _stamp(path))
    if _held.get("stamp") != stamp:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        if re.split(r"\r?\n", text, maxsplit=1)[0] != HEAD:
            raise PapermakeError(f"`{path}` is no index that this reader knows: `papermake reader python` writes both anew")
        _held.update(stamp=stamp, index=_Index(root, text))
    return _held["index"]


def _sha256(path):
    """The digest of a file, computed once for each size and time of change."""
    stamp = _stamp(path)
    if path in _digests and _digests[path][0] == stamp:
        return _digests[path][1]
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    _digests[path] = (stamp, digest.hexdigest())
    return digest.hexdigest()


def _verify_file(index, path, sha256, is_source):
    full = os.path.join(index.root, *path.split("/"))
    if not os.path.isfile(full):
        if is_source and _asked["absent"] == "allow":
            return
        unknown = ", so that nobody can tell whether it has changed" if is_source else ""
        raise Stale(f"`{path}` is not there{unknown}")
    if _sha256(full) == sha256:
        return
    with open(full, "rb") as file:
        is_windows = b"\r" in file.read(1 << 16)
    ends = " (it has line ends of Windows, as git may write them: see docs/readers.md)" if is_windows else ""
    raise Stale(f"`{path}` has changed since the last run{ends}")


def _verify_sources(index, numbers):
    for number in numbers:
        _verify_file(index, *index.sources[number], True)


def _verify(index, node):
    """The digest of a node's result; an error unless it has one, and nothing that it was made from has changed."""
    _verify_sources(index, index.common)
    if node in index.absent:
        raise Stale(f"`{node}` cannot be read: {index.absent[node]}")
    if node not in index.nodes:
        raise PapermakeError(f"`{node}` is not in the index: `papermake reader python` takes in all results")
    digest, sources = index.nodes[node]
    _verify_sources(index, sources)
    return digest


def _verify_digest(name, found, wanted):
    if wanted is not None and not (len(wanted) >= 4 and found.startswith(wanted)):
        raise Stale(f"`{name}` has the digest {found[:12]}, expected {wanted}")


def _is_of(name, node):
    return name == node or name.startswith((f"{node}.", f"{node}["))


def _spellings(index, name):
    """A path as the index has it: short forms of fields, and names of nodes that stand for others."""
    front, _, field = name.rpartition(".")
    spelled = [name] + ([f"{front}.{LONG[field]}"] if field in LONG else [])
    for short, node in index.aliases.items():
        spelled += [node + each[len(short):] for each in spelled if _is_of(each, short)]  # fmt: skip
    return list(dict.fromkeys(spelled))


def _find(name, digest=None):
    index = _index()
    spelled = _spellings(index, name)
    for kept in (index.numbers, index.undefined):
        found = next((kept[each] for each in spelled if each in kept), None)
        if found is None:
            continue
        node, _, text = found
        _verify_digest(name, _verify(index, node), digest)
        if kept is index.undefined:
            raise Undefined(f"`{name}` is not defined: {text}")
        return found
    # What is not there may be so since nothing is up to date.
    _verify_sources(index, index.common)
    for node in index.absent:
        if any(_is_of(each, node) for each in spelled):
            _verify(index, node)
    near = difflib.get_close_matches(name, index.numbers, 1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    raise PapermakeError(f"no number is called `{name}`{hint}")


def pmk(name, digest=None):
    """A number with all its digits."""
    return float(_find(name, digest)[1])


def pmk_text(name, digest=None):
    """A number as the text of a paper prints it."""
    return _find(name, digest)[2]


def pmk_digest(name):
    """The digest of a result, or of the result that a number is of."""
    index = _index()
    for each in _spellings(index, name):
        if each in index.nodes:
            return _verify(index, each)
        for kept in (index.numbers, index.undefined):
            if each in kept:
                return _verify(index, kept[each][0])
    _find(name)
    raise PapermakeError(f"`{name}` has no digest")


def _files(name, digest):
    """Extension → path of a table or a figure, by its node, or by the end of its name where one node alone has it."""
    index = _index()
    ids = list(dict.fromkeys([*index.files, *index.absent]))
    spelled = _spellings(index, name)
    nodes = [node for node in ids if node in spelled]
    nodes = nodes or [node for node in ids if node.endswith((f".{name}", f'["{name}"]'))]
    if len(nodes) > 1:
        raise PapermakeError(f"`{name}` may be {' or '.join(f'`{node}`' for node in nodes)}")
    if not nodes:
        _verify_sources(index, index.common)
        raise PapermakeError(f"no table or figure is called `{name}`; there is {', '.join(f'`{node}`' for node in ids)}")
    _verify_digest(name, _verify(index, nodes[0]), digest)
    paths = {}
    for path, sha256 in index.files.get(nodes[0], []):
        paths.setdefault(path.rpartition(".")[2].lower(), (path, sha256))
    return index, nodes[0], paths


def _file(name, extensions, digest=None):
    index, node, paths = _files(name, digest)
    found = next((each for each in extensions if each in paths), None)
    if found is None:
        there = ", ".join(f".{each}" for each in paths)
        raise PapermakeError(f"`{node}` has no .{', .'.join(extensions)}: add it to `formats:`; there is {there}")
    path, sha256 = paths[found]
    _verify_file(index, path, sha256, False)
    return os.path.join(index.root, *path.split("/"))


class _Shown:
    """A table or a figure: notebooks choose the form that they can show, and str() is one of them."""

    def __init__(self, files, text):
        self._files = files
        self._text = text

    def __str__(self):
        return self._text

    def __fspath__(self):
        return next(iter(self._files.values()))

    def _repr_mimebundle_(self, include=None, exclude=None):
        types = {"tex": "text/latex", "md": "text/markdown", "html": "text/html", "svg": "image/svg+xml", "png": "image/png"}
        bundle = {"text/plain": self._text}
        for extension, path in self._files.items():
            if extension in types:
                bundle[types[extension]] = _bytes(path) if extension == "png" else _text(path)
        return bundle


def _text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def _bytes(path):
    with open(path, "rb") as file:
        return file.read()


def pmk_table(name, format=None, digest=None):
    """A table; `format` is an extension (`tex`, `md`, `html`), by itself whatever the document can show. str() is its text."""
    return _shown(name, format, digest, ["md", "html", "tex"], _text)


def pmk_figure(name, format=None, digest=None):
    """A figure; `format` is an extension (`pdf`, `svg`, `png`), by itself whatever the document can show. str() is its path."""
    return _shown(name, format, digest, ["svg", "png", "pdf"], str)


def _shown(name, format, digest, usual, said):
    if format is not None:
        usual = [format]
    _, _, paths = _files(name, digest)
    there = [each for each in usual if each in paths] or usual
    files = {each: _file(name, [each], digest) for each in there}
    return _Shown(files, said(files[there[0]]))


def pmk_check():
    """Raises an error that names each result that is not up to date; True where all are."""
    index = _index()
    wrong = []

    def attempt(act, *args):
        try:
            act(*args)
        except PapermakeError as error:
            wrong.append(str(error))

    attempt(_verify_sources, index, index.common)
    for node in [*index.nodes, *index.absent]:
        attempt(_verify, index, node)
    for path, sha256 in [each for files in index.files.values() for each in files]:
        attempt(_verify_file, index, path, sha256, False)
    if wrong:
        error = Stale("")
        error.args = ("\n".join(dict.fromkeys(wrong)),)
        raise error
    return True
