#!/usr/bin/env bash
# Checks what lies in this directory, without any container: files parse, Prometheus takes its settings and rules, the
# rules' tests pass, and every metric that is used exists.
#
#   deploy/check.sh
#   deploy/check.sh http://127.0.0.1:9440/metrics…    and whether running processes export what metrics.txt lists
#
# Needs (Debian): curl, prometheus (for promtool), python3, python3-yaml.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

failures=0
complain() {
    echo "deploy/check.sh: $*" >&2
    failures=$((failures + 1))
}

# Debian's own python3: it is the one that has python3-yaml.
python=/usr/bin/python3
for file in compose.yaml prometheus/*.yml prometheus/rules/*.yml grafana/provisioning/*/*.yml; do
    "$python" -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1], encoding="utf-8"))' "$file" ||
        complain "$file is no YAML"
done
for file in grafana/*.json; do
    "$python" -m json.tool "$file" >/dev/null || complain "$file is no JSON"
done

promtool check config prometheus/prometheus.yml || complain 'prometheus/prometheus.yml is refused'
promtool check rules prometheus/rules/plainsight.rules.yml || complain 'prometheus/rules/plainsight.rules.yml is refused'
(cd prometheus/rules && promtool test rules plainsight.rules.test.yml) || complain 'a rule does not do what its test says'

# Each expression of the dashboard as a recording rule: promtool then says whether it is PromQL at all.
expressions=$(mktemp --suffix=.yml)
trap 'rm -f "$expressions"' EXIT
"$python" - grafana/plainsight-overview.json >"$expressions" <<'PY'
import json, sys
rules = []
for panel in json.load(open(sys.argv[1], encoding="utf-8"))["panels"]:
    for target in panel.get("targets", []):
        expr = target["expr"].replace("$__rate_interval", "5m").replace("$__range", "1h")
        rules.append({"record": f"panel{panel['id']}:{target['refId']}", "expr": expr})
json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, sys.stdout)
PY
promtool check rules "$expressions" || complain 'the dashboard holds an expression that is no PromQL'

known=$(grep -v '^#' prometheus/metrics.txt | grep . | sort -u)
used=$(grep -rhoE 'plainsight_(sensor|stream|alerting)_[a-z0-9_]+' grafana/*.json prometheus/rules |
    sed -E 's/_(bucket|sum|count)$//' | sort -u)
unknown=$(comm -13 <(echo "$known") <(echo "$used"))
[[ -z $unknown ]] || complain "used, but not in prometheus/metrics.txt:"$'\n'"$unknown"

if (($# > 0)); then
    exported=$(for url in "$@"; do curl -sSf "$url"; done | sed -nE 's/^# TYPE ([a-z0-9_]+) .*/\1/p' | sort -u)
    absent=$(comm -23 <(echo "$known") <(echo "$exported"))
    [[ -z $absent ]] || complain "in prometheus/metrics.txt, but not exported by $*:"$'\n'"$absent"
fi

((failures == 0)) || exit 1
echo 'deploy: all checks passed'
