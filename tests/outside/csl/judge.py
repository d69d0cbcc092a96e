"""The CSL test suite through wellpress, with citeproc-js beside it.

The arguments are the folder of the suite, a text and names of fixtures: none means all. The text is taken out of the styles that
wellpress gets; with an empty one they stay as they are. Prints as JSON the findings; of all fixtures also how many citeproc-js answers,
as they are and as the jobs that a page can ask for.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fixtures
import looks
from site_of_job import answer

HERE = Path(__file__).resolve().parent


def agree(got, want):
    """Whether results are the same to the letter and in their looks."""
    return got is not None and None not in got and [looks.exact(each) for each in got] == [looks.exact(each) for each in want]


def citeproc(jobs):
    done = subprocess.run(["node", str(HERE / "citeproc.cjs")], input=json.dumps(jobs), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def answered_as_they_are(all_fixtures):
    """How many fixtures citeproc-js answers as the suite asks."""
    known = citeproc(all_fixtures)
    return sum(agree([known[each["name"]].get("out") or ""], [each["result"]]) for each in all_fixtures)


def answered_as_jobs(jobs):
    """The names of the jobs that citeproc-js answers as the suite wants."""
    asked = [{**job, "items": job["groups"], "mode": "citation", "both": True} for job in jobs]
    known, names = citeproc(asked), set()
    for job in jobs:
        result = known[job["name"]]
        listed = fixtures.entries("".join(result["bib"]["entries"]), job["list_numbered"]) if result.get("bib") else None
        if "error" not in result and agree(result["marks"] if job["mode"] == "citation" else listed, job["want"]):
            names.add(job["name"])
    return names


def finding(job, result, answered):
    """What is wrong with an answer of wellpress, or nothing."""
    got = result.get("marks" if job["mode"] == "citation" else "entries")
    if agree(got, job["want"]):
        return None
    if job["name"] not in answered:
        message = "a page asks in another way than the fixture, and citeproc-js then answers otherwise too"
        return {"case": job["name"], "rule": "asked-otherwise", "message": message}
    place = result.get("error") or " | ".join(looks.exact(each or "") for each in got)
    return {"case": job["name"], "rule": "differs", "message": " | ".join(looks.exact(each) for each in job["want"]), "place": place}


def judge(folder, names, without):
    files = sorted(file for file in folder.glob("processor-tests/humans/**/*.txt") if not names or file.stem in names)
    all_fixtures = [fixtures.read(file.read_text(), file.stem) for file in files]
    findings, jobs = [], []
    for fixture in all_fixtures:
        job, reason = fixtures.adapt(fixture)
        if job:
            jobs.append(job)
        else:
            findings.append({"case": fixture["name"], "rule": "not-asked", "message": reason})
    answered = answered_as_jobs(jobs)
    asked = [{**job, **{part: job[part].replace(without, "") for part in ("csl", "list_csl")}} if without else job for job in jobs]
    with ThreadPoolExecutor(2) as pool:
        found = [finding(job, result, answered) for job, result in zip(jobs, pool.map(answer, asked))]
    report = {"findings": findings + [each for each in found if each]}
    if not names:
        report |= {"jobs": len(jobs), "answered": len(answered), "asIs": answered_as_they_are(all_fixtures)}
    return report


print(json.dumps(judge(Path(sys.argv[1]), set(sys.argv[3:]), sys.argv[2])))
