"""`griot names` on the command line: columns as promised, mistakes in files named with their place."""

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from portal.cli import main

CORPUS = Path(__file__).parents[2] / "corpus" / "names"


def griot(*arguments: str, env: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(main, [str(a) for a in arguments], env=env or {})


def test_explain_says_which_parts_agree() -> None:
    done = griot("names", "explain", "Modou Jallow", "Mamadu Djaló")
    assert done.exit_code == 0, done.output
    assert "can be one person's name" in done.output
    assert "jallow" in done.output


def test_keys_as_json() -> None:
    done = griot("names", "keys", "Mamadou Diallo", "--json")
    assert json.loads(done.output.splitlines()[-1])["names"][0]["pairs"]


def test_compare_adds_its_columns(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    lines = ['1,"Diallo, Mamadou",Mamadu Djaló', "2,Amadou Ba,Oumou Ba", "3,Brahim Sidi,Mariem Brahim Sidi"]
    pairs.write_text("\n".join(["id,left,right", *lines]), "utf-8")
    done = griot("names", "compare", "--pairs", pairs, "--out", out)
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "left", "right", "score", "same", "rule", "answer"]
    assert [row["same"] for row in rows] == ["1", "0", "0"]
    assert [row["answer"] for row in rows] == ["same", "contradicting", "parent_or_child"]
    assert all(0.0 <= float(row["score"]) <= 1.0 and row["rule"] for row in rows)


def test_a_line_is_compared_as_what_bears_its_names(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    names = "Nantahala Shipping Mali,Nantahala Shipping Sénégal"
    trade = "Société Nantahala SARL,Nantahala S.A.R.L."
    lines = [f"1,{names},Organization", f"2,{names},", f"3,{trade},Company", "4,Karim Sow,Karima Sow,LegalEntity"]
    pairs.write_text("\n".join(["id,left,right,schema", *lines]), "utf-8")
    done = griot("names", "compare", "--pairs", pairs, "--out", out)
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["rule"] for row in rows][0] == "another country"
    assert rows[1]["rule"] == "a part differs"
    assert (rows[2]["same"], rows[2]["answer"]) == ("1", "compatible")
    assert rows[3]["answer"] == "other_sex"


def test_a_file_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    done = griot("names", "compare", "--pairs", wrong, "--out", tmp_path / "out.csv")
    assert done.exit_code == 1
    assert "wrong.csv" in done.output
    assert not (tmp_path / "out.csv").exists()


def test_find_writes_ranks(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    population, queries, out = tmp_path / "population.csv", tmp_path / "queries.csv", tmp_path / "out.csv"
    population.write_text("record_id,name\nr1,Mamadou Diallo\nr2,Amadou Diallo\nr3,Fatou Sow\n", "utf-8")
    queries.write_text("query_id,query\nq1,Modou Jallow\nq2,فاتو صو\nq3,\nq4,Fatou Ouédraogo\n", "utf-8")
    done = griot(
        "--home",
        str(settings.home),
        "names",
        "find",
        "--population",
        population,
        "--queries",
        queries,
        "--top",
        "2",
        "--out",
        out,
        env={"OPENSEARCH_URL": settings.opensearch_url, "GRIOT_INDEX_PREFIX": settings.index_prefix},
    )
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["query_id", "rank", "record_id", "score", "same", "rule"]
    first = {row["query_id"]: (row["record_id"], row["same"]) for row in rows if row["rank"] == "1"}
    assert first == {"q1": ("r1", "1"), "q2": ("r3", "1")}
    assert {row["query_id"] for row in rows} == {"q1", "q2"}
    assert "Nothing near: 2 queries (q3, q4)." in done.output


def test_evaluate_prints_the_table() -> None:
    done = griot("names", "evaluate", CORPUS / "more", "--mistakes", "1", "--json")
    assert done.exit_code == 0, done.output
    figures = json.loads(done.output.splitlines()[-1])
    assert figures["auc"] > 0.98
    assert figures["mistakes"]
