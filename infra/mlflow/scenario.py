"""What MLflow's own REST tests ask, against a server that is running: Sluice's registry or MLflow's.

Each case bears the name of the case in MLflow's repository (tests/tracking/test_rest_tracking.py, test_model_registry.py,
test_mlflow_artifacts.py) that asks the same, or begins with `test_sluice_` where MLflow has none. The cases share one
server, so they look only at what they made. docs/mlflow-compatibility.md lists them, and what is left out and why.

    python scenario.py URL {sluice|mlflow}
"""

import logging
import math
import os
import sys
import tempfile
import time
import traceback
import uuid

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")  # a failure should show at once

import mlflow
import mlflow.pyfunc
import requests
from mlflow import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException

URL = sys.argv[1].rstrip("/")
SLUICE = sys.argv[2] == "sluice"
mlflow.set_tracking_uri(URL)
mlflow.set_registry_uri(URL)
logging.getLogger("mlflow").setLevel(logging.WARNING)
client = MlflowClient(URL, URL)


def sluice_only(case):
    case.sluice_only = True
    return case


def unique(name):
    return f"{name} {uuid.uuid4().hex[:8]}"


def raises(code, part, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except MlflowException as e:
        assert e.error_code == code, f"{e.error_code}, wanted {code}: {e}"
        assert part in str(e), f"wanted '{part}' in: {e}"
        return
    raise AssertionError(f"{call} should fail with {code}")


def post(path, body, status=200, part=""):
    answer = requests.post(f"{URL}{path}", json=body)
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    assert part in answer.text, f"wanted '{part}' in: {answer.text}"
    return answer


def get(call, status=200, part="", **params):
    answer = requests.get(f"{URL}{call}", params=params)
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    assert part in answer.text, f"wanted '{part}' in: {answer.text}"
    return answer


def new_run(name="runs"):
    return client.create_run(client.create_experiment(unique(name)))


def run_with_model():
    """A run that holds a directory `model` with two files."""
    run = new_run("with a model")
    with tempfile.TemporaryDirectory() as directory:
        os.makedirs(f"{directory}/model/parts")
        with open(f"{directory}/model/MLmodel", "w") as f:
            f.write("flavors: {}\n")
        with open(f"{directory}/model/parts/weights.bin", "w") as f:
            f.write(run.info.run_id)
        client.log_artifacts(run.info.run_id, directory)
    return run.info.run_id


def all_pages(search):
    found, page = [], search(None)
    while True:
        found.extend(page)
        if not page.token:
            return found
        page = search(page.token)


# ---- experiments


def test_create_get_search_experiment():
    name = unique("My Experiment")
    experiment_id = client.create_experiment(name, tags={"key1": "val1", "key2": "val2"})
    experiment = client.get_experiment(experiment_id)
    assert experiment.name == name
    assert experiment.tags["key1"] == "val1" and experiment.tags["key2"] == "val2"
    if SLUICE:
        assert experiment.artifact_location == f"mlflow-artifacts:/{experiment_id}"
    assert {"Default", name} <= {e.name for e in client.search_experiments()}
    client.delete_experiment(experiment_id)
    assert name not in {e.name for e in client.search_experiments()}
    assert name in {e.name for e in client.search_experiments(view_type=ViewType.DELETED_ONLY)}
    assert {name, "Default"} <= {e.name for e in client.search_experiments(view_type=ViewType.ALL)}
    first = client.search_experiments(max_results=1, view_type=ViewType.ALL)
    second = client.search_experiments(max_results=1, view_type=ViewType.ALL, page_token=first.token)
    assert len(first) == 1 and len(second) == 1 and first[0].name != second[0].name


def test_create_experiment_validation():
    path = "/api/2.0/mlflow/experiments/create"
    post(path, {"name": 123}, 400, "Invalid value 123 for parameter 'name'")
    post(path, {}, 400, "Missing value for required parameter 'name'")
    post(path, {"name": "experiment name", "artifact_location": 9.0}, 400, "for parameter 'artifact_location'")
    post(path, {"name": "experiment name", "tags": "5"}, 400, "for parameter 'tags'")


def test_delete_restore_experiment():
    experiment_id = client.create_experiment(unique("Deleterious"))
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"
    client.delete_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "deleted"
    client.restore_experiment(experiment_id)
    assert client.get_experiment(experiment_id).lifecycle_stage == "active"


def test_rename_experiment():
    experiment_id = client.create_experiment(unique("BadName"))
    name = unique("GoodName")
    client.rename_experiment(experiment_id, name)
    assert client.get_experiment(experiment_id).name == name


def test_set_experiment_tag():
    one, two = client.create_experiment(unique("tags")), client.create_experiment(unique("tags"))
    client.set_experiment_tag(one, "dataset", "imagenet1K")
    assert client.get_experiment(one).tags["dataset"] == "imagenet1K"
    client.set_experiment_tag(one, "dataset", "birdbike")
    assert client.get_experiment(one).tags["dataset"] == "birdbike"
    client.set_experiment_tag(two, "dataset", "birds200")
    assert client.get_experiment(one).tags["dataset"] == "birdbike"
    assert client.get_experiment(two).tags["dataset"] == "birds200"
    client.set_experiment_tag(one, "multiline tag", "value2\nvalue2\nvalue2")
    assert client.get_experiment(one).tags["multiline tag"] == "value2\nvalue2\nvalue2"


def test_set_experiment_tag_with_empty_string_as_value():
    experiment_id = client.create_experiment(unique("empty"))
    client.set_experiment_tag(experiment_id, "tag_key", "")
    assert client.get_experiment(experiment_id).tags["tag_key"] == ""


def test_delete_experiment_tag():
    experiment_id = client.create_experiment(unique("tags"))
    client.set_experiment_tag(experiment_id, "dataset", "imagenet1K")
    client.delete_experiment_tag(experiment_id, "dataset")
    assert "dataset" not in client.get_experiment(experiment_id).tags


def test_get_experiment_by_name():
    name = unique("by name")
    experiment_id = client.create_experiment(name)
    assert client.get_experiment_by_name(name).experiment_id == experiment_id
    assert client.get_experiment_by_name("idontexist") is None


def test_get_experiment():
    name = unique("by id")
    assert client.get_experiment(client.create_experiment(name)).name == name


def test_search_experiments():
    mark = uuid.uuid4().hex[:8]
    names = [("a", "value"), ("ab", "vaLue"), ("Abc", None)]
    for name, value in names:
        time.sleep(0.002)
        client.create_experiment(f"{name} {mark}", tags={"mark": mark, **({"key": value} if value else {})})

    def search(**kwargs):
        filter_string = kwargs.pop("filter_string", "")
        filter_string = f"tag.mark = '{mark}'" + (f" AND {filter_string}" if filter_string else "")
        return [e.name.split(" ")[0] for e in client.search_experiments(filter_string=filter_string, **kwargs)]

    assert search(filter_string=f"attribute.name = 'a {mark}'") == ["a"]
    assert search(filter_string=f"attribute.name != 'a {mark}'") == ["Abc", "ab"]
    assert search(filter_string="name LIKE 'a%'") == ["ab", "a"]
    assert search(filter_string="tag.key = 'value'") == ["a"]
    assert search(filter_string="tag.key != 'value'") == ["ab"]
    assert search(filter_string="tag.key ILIKE '%alu%'") == ["ab", "a"]
    assert search(order_by=["name DESC"]) == ["ab", "a", "Abc"]
    first = client.search_experiments(filter_string=f"tag.mark = '{mark}'", max_results=2)
    assert [e.name.split(" ")[0] for e in first] == ["Abc", "ab"]
    rest = client.search_experiments(filter_string=f"tag.mark = '{mark}'", page_token=first.token)
    assert [e.name.split(" ")[0] for e in rest] == ["a"]


# ---- runs


def test_create_run_all_args():
    experiment_id = client.create_experiment(unique("Run A Lot"))
    tags = {"mlflow.user": "username", "mlflow.source.name": "Hello", "mlflow.parentRunId": "7", "my": "tag"}
    created = client.create_run(experiment_id, start_time=456, run_name="my name", tags=tags)
    for run in [created, client.get_run(created.info.run_id)]:
        assert run.info.experiment_id == experiment_id
        assert run.info.user_id == "username"
        assert run.info.start_time == 456
        assert run.info.run_name == "my name"
        assert tags.items() <= run.data.tags.items()
        assert [r.info.run_id for r in client.search_runs([experiment_id])] == [run.info.run_id]


def test_create_run_defaults():
    run = new_run("Run A Little")
    assert client.get_run(run.info.run_id).info.user_id == "unknown"
    assert client.get_run(run.info.run_id).info.status == "RUNNING"


def test_log_metrics_params_tags():
    run_id = new_run().info.run_id
    client.log_metric(run_id, key="metric", value=123.456, timestamp=789, step=2)
    client.log_metric(run_id, key="nan_metric", value=float("nan"))
    client.log_metric(run_id, key="inf_metric", value=float("inf"))
    client.log_metric(run_id, key="-inf_metric", value=-float("inf"))
    client.log_metric(run_id, key="stepless-metric", value=987.654, timestamp=321)
    client.log_param(run_id, "param", "value")
    client.set_tag(run_id, "taggity", "do-dah")
    run = client.get_run(run_id)
    assert run.data.metrics["metric"] == 123.456
    assert math.isnan(run.data.metrics["nan_metric"])
    assert run.data.metrics["inf_metric"] >= 1.7976931348623157e308
    assert run.data.metrics["-inf_metric"] <= -1.7976931348623157e308
    assert run.data.metrics["stepless-metric"] == 987.654
    assert run.data.params["param"] == "value"
    assert run.data.tags["taggity"] == "do-dah"
    (metric,) = client.get_metric_history(run_id, "metric")
    assert (metric.key, metric.value, metric.timestamp, metric.step) == ("metric", 123.456, 789, 2)
    (metric,) = client.get_metric_history(run_id, "stepless-metric")
    assert (metric.value, metric.timestamp, metric.step) == (987.654, 321, 0)
    assert client.get_metric_history(run_id, "a_test_accuracy") == []


def test_log_metric_validation():
    run_id = new_run().info.run_id
    path = "/api/2.0/mlflow/runs/log-metric"
    good = {"run_id": run_id, "key": "foo", "value": 31, "timestamp": 59, "step": 41}
    post(path, {**good, "run_id": 31}, 400, "Invalid value 31 for parameter 'run_id' supplied")
    post(path, {**good, "key": 31}, 400, "Invalid value 31 for parameter 'key' supplied")
    post(path, {**good, "step": "foo"}, 400, "for parameter 'step' supplied")
    post(path, {**good, "timestamp": "foo"}, 400, "for parameter 'timestamp' supplied")
    post(path, {**good, "run_id": None}, 400, "Missing value for required parameter 'run_id'")
    post(path, {k: v for k, v in good.items() if k != "key"}, 400, "Missing value for required parameter 'key'")
    post(path, {**good, "key": None}, 400, "Missing value for required parameter 'key'")
    post(path, good)


def test_log_param_validation():
    run_id = new_run().info.run_id
    path = "/api/2.0/mlflow/runs/log-parameter"
    post(path, {"run_id": 31, "key": "param", "value": "41"}, 400, "Invalid value 31 for parameter 'run_id' supplied")
    post(path, {"run_id": run_id, "key": 31, "value": "41"}, 400, "Invalid value 31 for parameter 'key' supplied")


def test_log_param_with_empty_string_as_value():
    run_id = new_run().info.run_id
    client.log_param(run_id, "param_key", "")
    assert client.get_run(run_id).data.params["param_key"] == ""


def test_set_tag_with_empty_string_as_value():
    run_id = new_run().info.run_id
    client.set_tag(run_id, "tag_key", "")
    assert client.get_run(run_id).data.tags["tag_key"] == ""


def test_log_batch_containing_params_and_tags_with_empty_string_values():
    run_id = new_run().info.run_id
    client.log_batch(run_id, params=[Param("param_key", "")], tags=[RunTag("tag_key", "")])
    assert client.get_run(run_id).data.params["param_key"] == ""
    assert client.get_run(run_id).data.tags["tag_key"] == ""


def test_set_tag_validation():
    run_id = new_run().info.run_id
    path = "/api/2.0/mlflow/runs/set-tag"
    post(path, {"run_id": 31, "key": "tag", "value": "41"}, 400, "Invalid value 31 for parameter 'run_id' supplied")
    post(path, {"run_id": run_id, "key": "param", "value": 41}, 400, "Invalid value 41 for parameter 'value' supplied")
    post(path, {"run_id": run_id, "value": "value"}, 400, "Missing value for required parameter 'key'")
    post(path, {"run_uuid": run_id, "key": "key", "value": "value"})


def test_path_validation():
    run_id = new_run().info.run_id
    for call, params in [
        ("/api/2.0/mlflow/artifacts/list", {"run_id": run_id}),
        ("/get-artifact", {"run_id": run_id}),
        ("/model-versions/get-artifact", {"name": "model", "version": 1}),
    ]:
        answer = get(call, 400, path="../path", **params)
        assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"
        assert "Invalid path" in answer.json()["message"]


def test_delete_tag():
    run_id = new_run().info.run_id
    client.set_tag(run_id, "taggity", "do-dah")
    client.delete_tag(run_id, "taggity")
    assert "taggity" not in client.get_run(run_id).data.tags
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.delete_tag, "fake_run_id", "taggity")
    raises("RESOURCE_DOES_NOT_EXIST", "No tag with name: fakeTag", client.delete_tag, run_id, "fakeTag")
    client.delete_run(run_id)
    raises("INVALID_PARAMETER_VALUE", f"The run {run_id} must be in", client.delete_tag, run_id, "taggity")


def test_log_batch():
    run_id = new_run().info.run_id
    client.log_batch(
        run_id,
        metrics=[Metric("metric", 123.456, 789, 3)],
        params=[Param("param", "value")],
        tags=[RunTag("taggity", "do-dah")],
    )
    run = client.get_run(run_id)
    assert run.data.metrics["metric"] == 123.456
    assert run.data.params["param"] == "value"
    assert run.data.tags["taggity"] == "do-dah"
    (metric,) = client.get_metric_history(run_id, "metric")
    assert (metric.value, metric.timestamp, metric.step) == (123.456, 789, 3)


def test_log_batch_validation():
    run_id = new_run().info.run_id
    path = "/api/2.0/mlflow/runs/log-batch"
    for name in ["metrics", "params", "tags"]:
        post(path, {"run_id": run_id, name: "foo"}, 400, f"for parameter '{name}' supplied")
    post(path, {"run_id": run_id, "metrics": [{"key": "mae", "value": 2.5}]}, 400, "'metrics[0].timestamp'")
    post(path, {"run_id": run_id, "metrics": [{"key": "mae", "value": 2.5, "timestamp": 123456789}]})


def test_set_terminated_defaults():
    run_id = new_run().info.run_id
    assert client.get_run(run_id).info.end_time is None
    client.set_terminated(run_id)
    assert client.get_run(run_id).info.status == "FINISHED"
    assert client.get_run(run_id).info.end_time <= time.time() * 1000


def test_set_terminated_status():
    run_id = new_run().info.run_id
    client.set_terminated(run_id, "FAILED")
    assert client.get_run(run_id).info.status == "FAILED"


def test_search_pagination():
    experiment_id = client.create_experiment(unique("search_pagination"))
    runs = sorted(client.create_run(experiment_id, start_time=1).info.run_id for _ in range(10))
    pages, token = [], None
    for _ in range(3):
        page = client.search_runs([experiment_id], max_results=4, page_token=token)
        pages.append([r.info.run_id for r in page])
        token = page.token
    assert pages == [runs[0:4], runs[4:8], runs[8:]]
    assert token is None


def test_search_validation():
    experiment_id = client.create_experiment(unique("search_validation"))
    raises(
        "INVALID_PARAMETER_VALUE",
        "Invalid value 123456789 for parameter 'max_results' supplied",
        client.search_runs,
        [experiment_id],
        max_results=123456789,
    )


def test_search_runs_filter_grammar():
    """tests/store/tracking/test_sqlalchemy_store.py: search_full, search_params, search_tags, search_metrics, search_attrs."""
    experiment_id = client.create_experiment(unique("grammar"))
    one = client.create_run(experiment_id, start_time=100, run_name="first").info.run_id
    two = client.create_run(experiment_id, start_time=200, run_name="second").info.run_id
    client.log_batch(one, [Metric("acc", 0.5, 1, 1), Metric("top k", 1, 1, 0)], [Param("family", "knn")], [RunTag("a b", "x")])
    client.log_batch(two, [Metric("acc", 0.9, 1, 1), Metric("nan", float("nan"), 1, 0)], [Param("family", "KNN2")])
    client.set_terminated(two)

    def found(filter_string, **kwargs):
        return [r.info.run_id for r in client.search_runs([experiment_id], filter_string, **kwargs)]

    assert found("metrics.acc > 0.6") == [two]
    assert found("metrics.acc >= 0.5 AND params.family = 'knn'") == [one]
    assert found("metrics.acc != 0.5") == [two]
    assert found('metrics."top k" = 1') == [one]
    assert found("metrics.`top k` <= 1.0") == [one]
    assert found("metrics.nan > 0") == []
    assert found("params.family LIKE 'knn%'") == [one]
    assert found("params.family ILIKE 'knn%'") == [two, one]
    assert found("param.family != 'knn'") == [two]
    assert found("tags.`a b` = 'x'") == [one]
    assert found("tags.missing IS NULL") == [two, one]
    assert found("tags.`a b` IS NOT NULL") == [one]
    assert found("attributes.status = 'FINISHED'") == [two]
    assert found("status != 'FINISHED'") == [one]
    assert found("attribute.start_time > 100") == [two]
    assert found("run_name LIKE 'fir%'") == [one]
    assert found(f"run_id IN ('{one}', '{two}')") == [two, one]
    assert found(f"attributes.run_id NOT IN ('{one}')") == [two]
    assert found("", order_by=["metrics.acc ASC"]) == [one, two]
    assert found("", order_by=["metrics.acc DESC"]) == [two, one]
    assert found("", order_by=["params.family"]) == [two, one]
    assert found("", order_by=["attribute.start_time ASC"]) == [one, two]
    assert found("", order_by=["metrics.`top k` DESC"]) == [one, two]
    for bad in ["metrics.acc LIKE 'x'", "params.family > 'x'", "acc.x = 1", "params.family = knn", "status = ", "a OR b"]:
        raises("INVALID_PARAMETER_VALUE", "", client.search_runs, [experiment_id], bad)
    client.delete_run(one)
    assert found("") == [two]
    assert found("", run_view_type=ViewType.DELETED_ONLY) == [one]
    client.restore_run(one)
    assert found("") == [two, one]


def test_params_do_not_change():
    run_id = new_run().info.run_id
    client.log_param(run_id, "k", "1")
    client.log_param(run_id, "k", "1")
    raises("INVALID_PARAMETER_VALUE", "", client.log_param, run_id, "k", "2")


def test_get_metric_history_paging():
    run_id = new_run().info.run_id
    client.log_batch(run_id, metrics=[Metric("m", float(i), i, i) for i in range(25)])
    assert [m.value for m in client.get_metric_history(run_id, "m")] == [float(i) for i in range(25)]
    path = "/api/2.0/mlflow/metrics/get-history"
    first = get(path, run_id=run_id, metric_key="m", max_results=20).json()
    rest = get(path, run_id=run_id, metric_key="m", max_results=20, page_token=first["next_page_token"]).json()
    assert len(first["metrics"]) == 20 and len(rest["metrics"]) == 5 and "next_page_token" not in rest
    assert first["metrics"][0]["step"] in ("0", 0)


def test_log_inputs():
    run_id = new_run().info.run_id
    dataset = Dataset(name="clicks", digest="d1", source_type="local", source="s3://bucket/x")
    client.log_inputs(run_id, [DatasetInput(dataset, [InputTag("mlflow.data.context", "training")])])
    (read,) = client.get_run(run_id).inputs.dataset_inputs
    assert (read.dataset.name, read.dataset.digest, read.tags[0].value) == ("clicks", "d1", "training")
    experiment_id = client.get_run(run_id).info.experiment_id
    assert len(client.search_runs([experiment_id], "dataset.name = 'clicks' AND dataset.context = 'training'")) == 1
    assert len(client.search_runs([experiment_id], "dataset.digest = 'd2'")) == 0


def test_update_run_name():
    run_id = new_run().info.run_id
    client.update_run(run_id, name="renamed")
    assert client.get_run(run_id).info.run_name == "renamed"
    assert client.get_run(run_id).data.tags["mlflow.runName"] == "renamed"


# ---- artifacts


def test_artifacts():
    run_id = new_run("Art In Fact").info.run_id
    with tempfile.TemporaryDirectory() as directory:
        with open(f"{directory}/my.file", "w") as f:
            f.write("Hello, World!")
        client.log_artifact(run_id, f"{directory}/my.file", None)
        client.log_artifacts(run_id, directory, "dir")
    assert {a.path for a in client.list_artifacts(run_id)} == {"my.file", "dir"}
    assert {a.path for a in client.list_artifacts(run_id, "dir")} == {"dir/my.file"}
    everything = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path=".", tracking_uri=URL)
    for path in ["my.file", "dir/my.file"]:
        with open(f"{everything}/{path}") as f:
            assert f.read() == "Hello, World!"
    directory = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="dir", tracking_uri=URL)
    with open(f"{directory}/my.file") as f:
        assert f.read() == "Hello, World!"


def test_log_artifacts_and_delete_run():
    """test_mlflow_artifacts.py: log_artifact(s), list, download, delete through the mlflow-artifacts proxy."""
    base = f"{URL}/api/2.0/mlflow-artifacts/artifacts"
    place = f"{uuid.uuid4().hex}"
    for name, body in [("a.txt", b"0"), ("b/c.txt", b"1"), ("b/d/e f.txt", b"2")]:
        assert requests.put(f"{base}/{place}/{name}", data=body).status_code == 200
    assert requests.get(f"{base}/{place}/b/d/e%20f.txt").content == b"2"
    files = requests.get(base, params={"path": f"{place}/b"}).json()["files"]
    assert {(f["path"], f["is_dir"]) for f in files} == {("c.txt", False), ("d", True)}
    assert requests.delete(f"{base}/{place}/b/c.txt").status_code == 200
    assert requests.get(f"{base}/{place}/b/c.txt").status_code >= 400


def test_mlflow_artifacts_path_validation():
    base = f"{URL}/api/2.0/mlflow-artifacts/artifacts"
    for bad in ["%2e%2e/x", "a/%2e%2e/b", "%252e%252e/x", "..%2fx", "%2fetc%2fpasswd"] + (["a%5c..%5cb"] if SLUICE else []):
        assert requests.get(f"{base}/{bad}").status_code >= 400, bad
        assert requests.put(f"{base}/{bad}", data=b"x").status_code >= 400, bad
    assert requests.get(base, params={"path": "../x"}).status_code == 400


def test_log_dict_text_and_image_names():
    run_id = new_run().info.run_id
    client.log_text(run_id, "text", "notes/a.txt")
    client.log_dict(run_id, {"k": 1}, "notes/b.json")
    client.log_text(run_id, "x", "images/a%step%1%timestamp%1700000000000%2f3a.txt")
    assert {a.path for a in client.list_artifacts(run_id, "notes")} == {"notes/a.txt", "notes/b.json"}
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/notes/b.json") == {"k": 1}


# ---- registered models


def test_create_and_query_registered_model_flow():
    name = unique("CreateRMTest")
    tags = {"key": "value", "another key": "some other value", "numeric value": 12345}
    expected = {k: str(v) for k, v in tags.items()}
    start = int(time.time() * 1000) - 1
    created = client.create_registered_model(name, tags)
    assert created.name == name and created.tags == expected
    model = client.get_registered_model(name)
    assert model.tags == expected and str(model.description or "") == "" and model.latest_versions == []
    assert start <= model.creation_timestamp <= time.time() * 1000 + 1
    assert name in [m.name for m in all_pages(lambda t: client.search_registered_models(page_token=t))]
    assert [m.name for m in client.search_registered_models(f"name = '{name}'")] == [name]


def test_search_registered_model_flow_paginated():
    mark = uuid.uuid4().hex[:8]
    names = [f"CreateRMsearch{mark}{i:03}" for i in range(29)]
    for name in names:
        client.create_registered_model(name)
    for size in [1, 8, 100]:
        for text, keep in [
            (f"name LIKE '%{mark}%'", lambda n: True),
            (f"name LIKE '%{mark}%7'", lambda n: n.endswith("7")),
            (f"name ILIKE '%rm%{mark}00%'", lambda n: f"{mark}00" in n),
            (f"name LIKE '%rm%{mark}00%'", lambda n: False),
            ("name = 'badname'", lambda n: False),
            (f"name = 'CreateRMsearch{mark}023'", lambda n: n.endswith("023")),
        ]:
            found = all_pages(lambda t: client.search_registered_models(text, max_results=size, page_token=t))
            assert [m.name for m in found] == [n for n in names if keep(n)], (size, text)


def test_update_registered_model_flow():
    name, new_name = unique("UpdateRMTest"), unique("UpdateRMTest 2")
    client.create_registered_model(name)
    before = client.get_registered_model(name)
    time.sleep(0.002)
    client.rename_registered_model(name=name, new_name=new_name)
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.get_registered_model, name)
    renamed = client.get_registered_model(new_name)
    assert renamed.creation_timestamp == before.creation_timestamp
    assert renamed.last_updated_timestamp > before.last_updated_timestamp
    client.update_registered_model(name=new_name, description="This is a test")
    assert client.get_registered_model(new_name).description == "This is a test"
    other = unique("taken")
    client.create_registered_model(other)
    raises("RESOURCE_ALREADY_EXISTS", "already exists", client.rename_registered_model, other, new_name)


def test_delete_registered_model_flow():
    name = unique("DeleteRMTest")
    client.create_registered_model(name)
    raises("RESOURCE_ALREADY_EXISTS", "already exists", client.create_registered_model, name)
    client.delete_registered_model(name)
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.get_registered_model, name)
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.rename_registered_model, name=name, new_name="something else")
    assert client.search_registered_models(f"name = '{name}'") == []
    client.create_registered_model(name)
    assert client.get_registered_model(name).name == name


def test_set_delete_registered_model_tag_flow():
    name = unique("SetDeleteRMTagTest")
    client.create_registered_model(name)
    for key, value in {"key": "value", "numeric value": 12345}.items():
        client.set_registered_model_tag(name, key, value)
    assert client.get_registered_model(name).tags == {"key": "value", "numeric value": "12345"}
    client.delete_registered_model_tag(name, "key")
    assert client.get_registered_model(name).tags == {"numeric value": "12345"}
    assert [m.name for m in client.search_registered_models(f"tag.`numeric value` = '12345' AND name = '{name}'")] == [name]


def test_set_registered_model_tag_with_empty_string_as_value():
    name = unique("SetRMTagEmptyValueTest")
    client.create_registered_model(name)
    client.set_registered_model_tag(name, "tag_key", "")
    assert client.get_registered_model(name).tags["tag_key"] == ""


# ---- versions


def versions_for_search():
    mark, run_id = uuid.uuid4().hex[:8], run_with_model()
    names = [f"CreateRMsearchForMV{mark}{i:02}" for i in range(9)]
    for name in names:
        client.create_registered_model(name)
    made = []
    for name in names + names[:4]:
        time.sleep(0.002)
        made.append(client.create_model_version(name, f"runs:/{run_id}/model", run_id))
    return mark, made[::-1]


def test_search_model_versions_filter_string():
    mark, made = versions_for_search()
    for text, keep in [
        (f"name LIKE '%{mark}%'", lambda n: True),
        (f"name LIKE '%{mark}%2'", lambda n: n.endswith("2")),
        (f"name ILIKE '%rm%{mark}0%'", lambda n: True),
        (f"name LIKE '%rm%{mark}0%'", lambda n: False),
        ("name = 'badname'", lambda n: False),
    ]:
        found = all_pages(lambda t: client.search_model_versions(text, page_token=t))
        assert [(v.name, v.version) for v in found] == [(v.name, v.version) for v in made if keep(v.name)], text


def test_search_model_versions_max_results():
    mark, made = versions_for_search()
    for size in [1, 5, 100]:
        found = all_pages(
            lambda t: client.search_model_versions(f"name LIKE '%{mark}%'", max_results=size, page_token=t)
        )
        assert [(v.name, v.version) for v in found] == [(v.name, v.version) for v in made], size


def test_search_model_versions_order_by():
    mark, made = versions_for_search()

    def found(order_by):
        return [(v.name, v.version) for v in client.search_model_versions(f"name LIKE '%{mark}%'", order_by=order_by)]

    assert found(["name ASC"])[0][0] == min(v.name for v in made)
    assert found(["name DESC"])[0][0] == max(v.name for v in made)
    assert [int(n) for _, n in found(["version_number DESC"])] == sorted((int(v.version) for v in made), reverse=True)


def test_create_and_query_model_version_flow():
    name, run_id, other = unique("CreateMVTest"), run_with_model(), run_with_model()
    tags = {"key": "value", "numeric value": 12345}
    client.create_registered_model(name)
    one = client.create_model_version(name, f"runs:/{run_id}/model", run_id, tags)
    assert (one.version, one.name, one.status) == ("1", name, "READY")
    assert one.tags == {"key": "value", "numeric value": "12345"}
    assert client.get_model_version(name, "1").tags == one.tags
    two = client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    assert two.version == "2"
    assert [v.version for v in client.get_registered_model(name).latest_versions] == ["2"]
    assert {v.version for v in client.search_model_versions(f"name = '{name}'")} == {"1", "2"}
    three = client.create_model_version(name, f"runs:/{other}/model", other)
    assert [v.version for v in client.search_model_versions(f"source_path = 'runs:/{other}/model'")] == [three.version]
    assert [v.version for v in client.search_model_versions(f"run_id = '{run_id}'")] == ["2", "1"]
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.create_model_version, "no such", f"runs:/{run_id}/model", run_id)


def test_get_model_version():
    name, run_id = unique("GetModelVersionTest"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    assert client.get_model_version(name, "1").version == "1"
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.get_model_version, name, "99")
    raises(
        "INVALID_PARAMETER_VALUE", "must be an integer, got 'something not correct'", client.get_model_version,
        name=name, version="something not correct",
    )


def test_update_model_version_flow():
    name, run_id = unique("UpdateMVTest"), run_with_model()
    client.create_registered_model(name)
    before = client.get_registered_model(name)
    time.sleep(0.002)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    after = client.get_registered_model(name)
    assert after.last_updated_timestamp > before.last_updated_timestamp
    assert after.creation_timestamp == before.creation_timestamp
    client.update_model_version(name=name, version=1, description="This is a test model")
    assert client.get_model_version(name, "1").description == "This is a test model"


def test_delete_model_version_flow():
    name, run_id = unique("DeleteMVTest"), run_with_model()
    client.create_registered_model(name)
    for _ in range(3):
        client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.delete_model_version(name, "1")
    assert {v.version for v in client.search_model_versions(f"name = '{name}'")} == {"2", "3"}
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.delete_model_version, name, "1")
    raises(
        "RESOURCE_DOES_NOT_EXIST", "not found", client.update_model_version, name=name, version=1, description="x"
    )
    client.set_registered_model_alias(name, "shadow", "3")
    client.delete_model_version(name, 3)
    assert client.get_registered_model(name).aliases == {}
    assert client.create_model_version(name, f"runs:/{run_id}/model", run_id).version in ("3", "4")


def test_set_delete_model_version_tag_flow():
    name, run_id = unique("SetDeleteMVTagTest"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    for key, value in {"key": "value", "numeric value": 12345}.items():
        client.set_model_version_tag(name, "1", key, value)
    assert client.get_model_version(name, "1").tags == {"key": "value", "numeric value": "12345"}
    assert [v.version for v in client.search_model_versions(f"tag.key = 'value' AND name = '{name}'")] == ["1"]
    client.delete_model_version_tag(name, "1", "key")
    assert client.get_model_version(name, "1").tags == {"numeric value": "12345"}


def test_set_model_version_tag_with_empty_string_as_value():
    name, run_id = unique("SetMVTagEmptyValueTest"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.set_model_version_tag(name, "1", "tag_key", "")
    assert client.get_model_version(name, "1").tags["tag_key"] == ""


def test_set_delete_registered_model_alias_and_get_model_version_by_alias_flow():
    name, run_id = unique("SetDeleteGetRMAliasTest"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    assert client.get_registered_model(name).aliases == {}
    client.set_registered_model_alias(name, "test_alias", "1")
    assert client.get_registered_model(name).aliases == {"test_alias": "1"}
    version = client.get_model_version(name, "1")
    assert version.aliases == ["test_alias"]
    assert client.get_model_version_by_alias(name, "test_alias").version == version.version
    client.delete_registered_model_alias(name, "test_alias")
    assert client.get_registered_model(name).aliases == {}
    raises("INVALID_PARAMETER_VALUE", "test_alias not found", client.get_model_version_by_alias, name, "test_alias")


def test_copy_model_version_flow():
    name, run_id = unique("CopyMVTest"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id, description="dummy", tags={"hello": "world"})
    client.set_registered_model_alias(name, "test_alias", "1")
    assert client.copy_model_version(f"models:/{name}@test_alias", name).version == "2"
    copy = client.get_model_version(name, 2)
    assert copy.source == f"models:/{name}/1"
    assert (copy.description, copy.run_id, copy.tags) == ("dummy", run_id, {"hello": "world"})


# ---- logged models, and the whole way of a model


class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str], params=None) -> list[str]:
        return [f"echo {each}" for each in model_input]


def test_log_model():
    """mlflow.pyfunc.log_model with registration, then load by version and by alias: the way of most users."""
    name = unique("whole way").replace(" ", "-")
    mlflow.set_experiment(unique("whole way"))
    with mlflow.start_run() as run:
        mlflow.log_param("k", 20)
        mlflow.log_metrics({"ndcg": 0.1}, step=1)
        info = mlflow.pyfunc.log_model(
            name="model", python_model=Echo(), registered_model_name=name, pip_requirements=[], input_example=["x"]
        )
        mlflow.log_metric("accuracy", 0.5, model_id=info.model_id)
    version = client.get_model_version(name, "1")
    assert version.run_id == run.info.run_id
    client.set_registered_model_alias(name, "best", "1")
    for uri in [f"models:/{name}/1", f"models:/{name}@best", f"runs:/{run.info.run_id}/model", info.model_uri]:
        assert mlflow.pyfunc.load_model(uri).predict(["a"]) == ["echo a"], uri
    again = mlflow.register_model(f"runs:/{run.info.run_id}/model", name)
    assert again.version == "2"
    assert [m.model_id for m in mlflow.search_logged_models(output_format="list")] == [info.model_id]
    assert len(mlflow.search_runs(filter_string="metrics.ndcg > 0")) == 1


def test_create_finalize_search_delete_logged_model():
    experiment_id = client.create_experiment(unique("logged"))
    model = client.create_logged_model(experiment_id, name="one", tags={"a": "b"}, params={"p": "1"}, model_type="t")
    assert model.status.name == "PENDING" or str(model.status) == "PENDING"
    model = client.finalize_logged_model(model.model_id, "READY")
    assert str(model.status) == "READY"
    client.set_logged_model_tags(model.model_id, {"c": "d"})
    client.delete_logged_model_tag(model.model_id, "a")
    read = client.get_logged_model(model.model_id)
    assert read.tags == {"c": "d"} and read.params == {"p": "1"} and read.name == "one"
    run_id = client.create_run(experiment_id).info.run_id
    client.log_metric(run_id, "acc", 0.7, model_id=model.model_id)
    assert [m.value for m in client.get_logged_model(model.model_id).metrics] == [0.7]
    other = client.create_logged_model(experiment_id, name="two", params={"p": "2"})
    for text, ids in [
        ("metrics.acc > 0.5", [model.model_id]),
        ("params.p = '2'", [other.model_id]),
        ("name = 'one' AND tags.c = 'd'", [model.model_id]),
        ("metrics.acc > 0.9", []),
    ]:
        assert [m.model_id for m in client.search_logged_models([experiment_id], text)] == ids, text
    ordered = client.search_logged_models([experiment_id], order_by=[{"field_name": "metrics.acc", "ascending": True}])
    assert [m.model_id for m in ordered] == [model.model_id, other.model_id]
    client.delete_logged_model(other.model_id)
    raises("RESOURCE_DOES_NOT_EXIST", "not found", client.get_logged_model, other.model_id)


# ---- what only Sluice promises


@sluice_only
def test_sluice_champion_is_read_only_over_mlflow():
    name, run_id = unique("champion").replace(" ", "-"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    raises("PERMISSION_DENIED", "verdict", client.set_registered_model_alias, name, "champion", "1")
    raises("PERMISSION_DENIED", "verdict", client.delete_registered_model_alias, name, "champion")
    forced = {"model": name, "to": "1", "by": "operator", "why": "first"}
    post("/api/sluice/v1/promotions/force", forced)
    directory = mlflow.artifacts.download_artifacts(f"models:/{name}@champion")
    with open(f"{directory}/parts/weights.bin") as f:
        assert f.read() == run_id
    raises("PERMISSION_DENIED", "champion", client.delete_model_version, name, "1")
    raises("PERMISSION_DENIED", "champion", client.rename_registered_model, name, name + "2")
    raises("PERMISSION_DENIED", "champion", client.delete_registered_model, name)


@sluice_only
def test_sluice_version_is_sealed_when_created():
    name, run_id = unique("sealed").replace(" ", "-"), run_with_model()
    client.create_registered_model(name)
    client.create_model_version(name, f"runs:/{run_id}/model", run_id)
    client.log_text(run_id, "tampered", "model/parts/weights.bin")
    directory = mlflow.artifacts.download_artifacts(f"models:/{name}/1", tracking_uri=URL)
    with open(f"{directory}/parts/weights.bin") as f:
        assert f.read() == run_id
    for method in (requests.put, requests.delete):
        assert method(f"{URL}/api/2.0/mlflow-artifacts/artifacts/models/{name}/1/MLmodel").status_code == 403
    raises("INVALID_PARAMETER_VALUE", "nothing is stored", client.create_model_version, name, f"runs:/{run_id}/none", run_id)
    raises("INVALID_PARAMETER_VALUE", "Invalid model version source", client.create_model_version, name, "/etc/passwd")
    raises("INVALID_PARAMETER_VALUE", "Invalid model version source", client.create_model_version, name, "s3://bucket/x")


@sluice_only
def test_sluice_repeated_create_hears_the_first_answer():
    """A repeat over a new connection is a client that did not hear the answer."""
    name = unique("repeated")
    first = post("/api/2.0/mlflow/registered-models/create", {"name": name})
    again = post("/api/2.0/mlflow/registered-models/create", {"name": name})
    assert first.text == again.text
    post("/api/2.0/mlflow/registered-models/create", {"name": name, "description": "other"}, 400, "already exists")
    with requests.Session() as session:
        body = {"name": unique("repeated")}
        path = f"{URL}/api/2.0/mlflow/registered-models/create"
        assert session.post(path, json=body).status_code == 200
        assert session.post(path, json=body).json()["error_code"] == "RESOURCE_ALREADY_EXISTS"


@sluice_only
def test_sluice_unknown_routes():
    for path in ["/api/3.0/mlflow/server-info", "/api/2.0/mlflow/unheard-of", "/api/2.0/mlflow/traces"]:
        assert get(path, 404).json()["error_code"] == "ENDPOINT_NOT_FOUND"
    get("/ajax-api/2.0/mlflow/experiments/search", part="Default")
    get("/health", part="OK")


def main():
    cases = [(name, case) for name, case in globals().items() if name.startswith("test_")]
    failed = 0
    for name, case in cases:
        if getattr(case, "sluice_only", False) and not SLUICE:
            print(f"skip  {name}: Sluice's own promise")
            continue
        try:
            case()
            print(f"ok    {name}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL  {name}", flush=True)
            traceback.print_exc(limit=-3)
    print(f"{len(cases)} cases, {failed} failed, mlflow {mlflow.__version__}, against {sys.argv[2]}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
