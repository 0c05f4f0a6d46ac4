/** Python: each script runs in a module of its own, and `check` writes down what it is given. */
import { python as scripts } from '../../../src/export/python/language.ts';
import { ANSWERS, type Engine } from './engine.ts';
import { engineProgram } from './programs.ts';

const DRIVER = 'witness.py';
const FUNCTIONS = 'functions.py';

export const python: Engine = {
  ...engineProgram('python'),
  scripts,
  floor: 8,
  drive: (files, names) => ({
    files: [
      ...files.map((file) =>
        file.path === FUNCTIONS ? { ...file, content: `${String(file.content)}${overrides}` } : file,
      ),
      { path: DRIVER, content: driver(names) },
    ],
    args: [DRIVER],
  }),
  number: (text) => (text === 'nan' ? null : Number(text)),
};

/** Stands behind the functions that scripts share, so that values are told and nothing ends the program. */
const overrides = `

# ---- For papermake's witness: values are written down instead of being compared. ----

witness = open("${ANSWERS}", "a", encoding="utf-8", newline="\\n")


def tell(*words):
    line = "\\t".join(" ".join(str(word).split()) for word in words)
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), file=witness, flush=True)


def as_told(x):
    return repr(float(x)) if np.isfinite(x) else "nan"


def check(cell, got, expected, scale=None):
    tell("value", cell, as_told(got), as_told(abs(expected) if scale is None else scale))


def finish(script):
    pass


# Scripts that share data read them once.
read_afresh, known_data = read_data, {}


def read_data(file, text=()):
    key = (file, *text)
    if key not in known_data:
        known_data[key] = read_afresh(file, text)
    return known_data[key]
`;

const driver = (names: readonly string[]): string => `import sys
import traceback

answers = open("${ANSWERS}", "a", encoding="utf-8", newline="\\n")
for script in [${names.map((name) => JSON.stringify(name)).join(', ')}]:
    print("at", script, sep="\\t", file=answers, flush=True)
    try:
        with open(script, encoding="utf-8") as file:
            exec(compile(file.read(), script, "exec"), {"__name__": "__main__"})
        print("end", file=answers, flush=True)
    except ModuleNotFoundError as error:
        print("package", error.name.split(".")[0], sep="\\t", file=answers, flush=True)
    except Exception:
        traceback.print_exc()
`;
