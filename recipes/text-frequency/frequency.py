"""Counts the terms of a dictionary in texts, as papers on firms' annual reports do. Python's standard library alone.

At each place the longest term counts, once, so that 数字化转型 is not 数字化 too. A term behind a word of denial in the same clause (`尚未应用区块链技术`)
does not count. The share is of the letters, figures and characters of the text, in ten thousandths.
"""

import csv
import re
import sys

DENIALS = ("没有", "尚未", "并未", "未", "无", "不")
CLAUSE = re.compile(r"[，。；！？、,.;!?\n\s]+")
SIGN = re.compile(r"\w")


def dictionary(path):
    """Terms by their topic; refuses a term that has two."""
    topics = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            term, topic = row["term"].strip(), row["topic"].strip()
            if not term or not topic:
                raise SystemExit(f"{path}: a row lacks its term or its topic")
            if topics.setdefault(term, topic) != topic:
                raise SystemExit(f"{path}: `{term}` has two topics, `{topics[term]}` and `{topic}`")
    if not topics:
        raise SystemExit(f"{path}: the dictionary has no term")
    return topics


def counts_in(text, topics):
    """How often each topic is said."""
    found = dict.fromkeys(sorted(set(topics.values())), 0)
    pattern = re.compile("|".join(re.escape(term) for term in sorted(topics, key=lambda term: (-len(term), term))))
    for clause in CLAUSE.split(text):
        for match in pattern.finditer(clause):
            if not any(denial in clause[: match.start()] for denial in DENIALS):
                found[topics[match.group()]] += 1
    return found


def main(reports, terms, out):
    topics = dictionary(terms)
    names = sorted(set(topics.values()))
    with open(reports, encoding="utf-8-sig", newline="") as file, open(out, "w", encoding="utf-8", newline="") as made:
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow(["firm", "year", "length", *names, "terms", "share"])
        for row in csv.DictReader(file):
            length = len(SIGN.findall(row["text"]))
            if length == 0:
                raise SystemExit(f"{reports}: firm {row['firm']} has no text in {row['year']}: leave it out by `sample`")
            found = counts_in(row["text"], topics)
            total = sum(found.values())
            writer.writerow([row["firm"], row["year"], length, *(found[name] for name in names), total, 10000 * total / length])


if __name__ == "__main__":
    main(*sys.argv[1:])
