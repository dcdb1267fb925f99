"""Are the recipes of docs/clusters.md ones that a shell, this program and Kubernetes take? What they do on clusters was tried by hand, as that page says."""

import re
import shlex
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from hoadam.cli import build

DOCS = Path(__file__).parents[1] / "docs"
FENCED = re.compile(r"```(sh|yaml)\n(.*?)```", re.DOTALL)
CALLED = re.compile(r"(?:^|[;&|(] *)hoadam +([a-z]\w*)([^#\n|;&]*)", re.MULTILINE)


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced parts of a page of docs."""
    return [text for found, text in FENCED.findall(page.read_text("utf-8")) if found == kind]


def manifests() -> list[dict[str, Any]]:
    """What is to be applied to a cluster of Kubernetes."""
    return [one for text in blocks(DOCS / "clusters.md", "yaml") for one in yaml.safe_load_all(text)]


def options(command: str) -> set[str]:
    """What the command takes."""
    group = typer.main.get_command(build())
    return {option for parameter in group.commands[command].params for option in parameter.opts + parameter.secondary_opts} | {"--help"}


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_the_commands_of_the_docs_are_those_that_the_program_has(page: Path) -> None:
    for text in blocks(page, "sh"):
        for command, rest in CALLED.findall(text.replace("\\\n", " ")):
            assert set(re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)) <= options(command), f"hoadam {command}{rest}"


def test_a_shell_takes_every_script() -> None:
    scripts = blocks(DOCS / "clusters.md", "sh")
    assert sum("#SBATCH" in script for script in scripts) == 2
    for script in scripts:
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), script


def test_what_dask_is_told_is_what_it_takes() -> None:
    pytest.importorskip("distributed")
    commands = {entry.name: entry for entry in metadata.entry_points(group="dask_cli")}
    told = [line for text in blocks(DOCS / "clusters.md", "sh") for line in re.findall(r"dask (\w+)((?: [^&#\n]*)?)", text)]
    told = [(name, rest) for name, rest in told if name in commands]
    told += [(args[1], shlex.join(args[2:])) for args in _args() if args[0] == "dask"]
    assert {name for name, _ in told} == {"ssh", "scheduler", "worker"}
    for name, rest in told:
        known = {option for parameter in commands[name].load().params for option in parameter.opts + parameter.secondary_opts}
        assert set(re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)) <= known, f"dask {name}{rest}"


def _args() -> list[list[str]]:
    cluster, job = manifests()
    parts = (cluster["spec"]["worker"]["spec"], cluster["spec"]["scheduler"]["spec"], job["spec"]["template"]["spec"])
    return [container["args"] for part in parts for container in part["containers"]]


def test_the_job_of_kubernetes_asks_for_what_the_program_has() -> None:
    [command] = [args for args in _args() if args[0] == "hoadam"]
    assert {word for word in command if word.startswith("--")} <= options(command[1])


def test_the_cluster_of_kubernetes_is_one_that_the_operator_takes() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    try:
        files = metadata.files("dask-kubernetes") or []
    except metadata.PackageNotFoundError:
        pytest.skip("dask-kubernetes is not installed")
    [path] = [Path(str(file.locate())) for file in files if str(file).endswith("crds/daskcluster.yaml")]
    definition = yaml.safe_load(path.read_text("utf-8"))
    schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    [cluster] = [one for one in manifests() if one["kind"] == definition["spec"]["names"]["kind"]]
    assert cluster["apiVersion"] == f"{definition['spec']['group']}/{definition['spec']['versions'][0]['name']}"
    jsonschema.Draft7Validator(schema).validate(cluster)


def test_what_kubernetes_itself_is_given_follows_its_schema() -> None:
    check = pytest.importorskip("kubernetes_validate")
    cluster, job = manifests()
    spec = cluster["spec"]
    check.validate(job, "1.29", strict=True)
    named = {"metadata": {"name": "one"}}
    check.validate({"apiVersion": "v1", "kind": "Service", **named, "spec": spec["scheduler"]["service"]}, "1.29", strict=True)
    for part in ("worker", "scheduler"):
        check.validate({"apiVersion": "v1", "kind": "Pod", **named, "spec": spec[part]["spec"]}, "1.29", strict=True)


def test_the_operator_finds_the_ports_that_it_looks_for() -> None:
    cluster = manifests()[0]["spec"]["scheduler"]
    offered = {port["name"] for container in cluster["spec"]["containers"] for port in container["ports"]}
    assert {port["name"] for port in cluster["service"]["ports"]} == offered == {"tcp-comm", "http-dashboard"}
    assert {port["targetPort"] for port in cluster["service"]["ports"]} == offered
